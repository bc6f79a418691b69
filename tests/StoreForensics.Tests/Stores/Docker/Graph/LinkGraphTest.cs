using StoreForensics.Evidence;
using StoreForensics.Primitives;
using StoreForensics.Stores.Docker.Graph;
using StoreForensics.Tests.Formats.Sqlite;
using StoreForensics.Tests.Host;

namespace StoreForensics.Tests.Stores.Docker.Graph;

public sealed class LinkGraphTest
{
    private const string Schema = "CREATE TABLE edge (\"entity_id\" text NOT NULL, \"parent_id\" text NULL, \"name\" text NOT NULL)";
    private static readonly string A = new('a', 64), B = new('b', 64), C = new('c', 64);
    private static readonly string[] s_graph =
    [
        "PRAGMA page_size = 1024", "PRAGMA secure_delete = OFF", Schema, "INSERT INTO edge VALUES ('0', NULL, '/')",
        $"INSERT INTO edge VALUES ('{A}', '0', 'web'), ('{B}', '0', 'db'), ('{B}', '{A}', 'alias'), ('{C}', '0', 'gone')",
            $"DELETE FROM edge WHERE entity_id = '{C}'",
    ];

    [Test]
    public void NamesLinksAndADeletedRow()
    {
        byte[] bytes = SqliteSample.Make(s_graph);
        LinkGraph graph = Read(bytes, out ProblemLog problems);

        Assert.That(problems.Sorted(), Is.Empty);
        Assert.That(graph.Names.Select(e => (e.Entity, e.Name)), Is.EqualTo(new[] { (A, "web"), (B, "db") }));
        Assert.That(graph.Links.Select(e => (e.Entity, e.Parent, e.Name)), Is.EqualTo(new[] { (B, A, "alias") }));
        Assert.That(graph.Recovered.Select(r => r.Edge), Is.EqualTo(new[] { new LinkGraph.Edge(C, "0", "gone") }));
        Assert.That(graph.IsWhole);
        Assert.That(bytes.AsSpan((int)graph.Recovered[0].Origin.Offset!, 10).IndexOf("cccc"u8), Is.Positive);
    }

    [Test]
    public void WhatATransactionAddedThatNeverEndedIsNotThere()
    {
        using var sample = new SqliteSample([.. s_graph, "PRAGMA cache_size = 1", "BEGIN", $"UPDATE edge SET name = 'evil' WHERE name = 'web'",
            "PRAGMA cache_spill = 1",
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100) INSERT INTO edge SELECT 'x' || i, '0', hex(zeroblob(100)) FROM n"]);
        (byte[] bytes, byte[]? journal, _) = sample.Copy();
        Assert.That(bytes.AsSpan().IndexOf("evil"u8), Is.Positive, "it had reached the file");

        LinkGraph graph = Read(bytes, out ProblemLog problems, journal);

        Assert.That(graph.Names.Select(e => e.Name), Is.EqualTo(new[] { "web", "db" }));
        Assert.That(graph.Recovered.Select(r => r.Edge.Name), Does.Not.Contain("evil"));
        Assert.That(problems.Sorted().Select(p => p.Code), Is.EqualTo(new[] { "SF-SQLITE-0015" }));
    }

    [TestCase("CREATE VIEW edge AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i AS rowid, i AS entity_id, i AS parent_id, i AS name FROM n", "SF-LINKGRAPH-0001,SF-SQLITE-0012")]
    [TestCase("CREATE TABLE edge (entity_id, parent_id AS (zeroblob(999999999)), name)", "SF-LINKGRAPH-0001,SF-SQLITE-0012")]
    [TestCase("CREATE TABLE edge (entity_id, name)", "SF-LINKGRAPH-0001")]
    [TestCase("CREATE TABLE other (entity_id)", "SF-LINKGRAPH-0001")]
    public void AGraphThatIsNoTableOfEdges(string statement, string codes)
    {
        LinkGraph graph = Read(SqliteSample.Make(statement), out ProblemLog problems);
        Assert.That((graph.Edges.Count, graph.IsWhole), Is.EqualTo((0, false)));
        Assert.That(problems.Sorted().Select(p => p.Code).Order(StringComparer.Ordinal), Is.EqualTo(codes.Split(',')));
    }

    /// <summary>What cannot be reached in the tree is found by its shape, and not called deleted.</summary>
    [Test]
    public void ADamagedTreeMakesNoRowADeletedOne()
    {
        byte[] bytes = SqliteSample.Make(s_graph);
        bytes[1024] = 7;
        LinkGraph graph = Read(bytes, out _);
        Assert.That(graph.Edges, Is.Empty);
        Assert.That(graph.Recovered.Select(r => r.Edge.Name), Is.EquivalentTo(new[] { "web", "db", "alias", "gone" }));
        Assert.That(new ContainerNames([], [], graph).Recovered().First().Detail,
            Does.StartWith("a record that was deleted or that damage cut off names container "));
    }

    [Test]
    public void AnEdgeOfNumbersIsPassedOver()
    {
        LinkGraph graph = Read(SqliteSample.Make("CREATE TABLE edge (entity_id, parent_id, name)",
            $"INSERT INTO edge VALUES (1, '0', 'x'), ('{A}', '0', 'web'), ('{B}', 7, 'y')"), out ProblemLog problems);
        Assert.That(graph.Edges.Select(e => e.Name), Is.EqualTo(new[] { "web" }));
        Assert.That(problems.Sorted().Select(p => p.Code), Is.EqualTo(new[] { "SF-LINKGRAPH-0004", "SF-LINKGRAPH-0004" }));
    }

    /// <summary>Those that were read stand; the graph is not called whole, and what is found by its shape is not called deleted for sure.</summary>
    [Test]
    public void MoreEdgesThanAreRead()
    {
        HostTree host = new HostTree(null).File("linkgraph.db", SqliteSample.Make(s_graph));
        LinkGraph graph = LinkGraph.Read(new EvidenceFiles(host, host.Problems), EvidenceTree.Root, host.Tree.Child(EvidenceTree.Root, "linkgraph.db"u8), 2);
        Assert.That(graph.Names.Select(e => e.Name), Is.EqualTo(new[] { "web" }));
        Assert.That(graph.IsWhole, Is.False);
        Assert.That(host.Problems.Sorted().Select(p => p.Code), Is.EqualTo(new[] { "SF-LINKGRAPH-0005" }));
    }

    private static LinkGraph Read(byte[] bytes, out ProblemLog problems, byte[]? journal = null)
    {
        HostTree host = new HostTree(null).File("linkgraph.db", bytes);
        if (journal is not null)
            host.File("linkgraph.db-journal", journal);
        problems = host.Problems;
        return LinkGraph.Read(new EvidenceFiles(host, problems), EvidenceTree.Root, host.Tree.Child(EvidenceTree.Root, "linkgraph.db"u8));
    }
}
