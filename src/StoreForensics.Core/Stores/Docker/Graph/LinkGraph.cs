using StoreForensics.Evidence;
using StoreForensics.Formats.Sqlite;
using StoreForensics.Primitives;

namespace StoreForensics.Stores.Docker.Graph;

/// <summary>
/// <c>linkgraph.db</c>, Docker 0.6.5 to 1.9: container names and links as edges (moby v0.7.2 graphdb/graphdb.go: <c>edge(entity_id, parent_id, name)</c>).
/// </summary>
internal sealed class LinkGraph
{
    private const string RootId = "0";
    private const int MaxEdges = 1_000_000;

    /// <summary>Edges in the order of their row ids, which is the order of creation.</summary>
    public IReadOnlyList<Edge> Edges { get; private init; } = [];

    /// <summary>Whether all edges were read. If not, a recovered one may be one that was never deleted.</summary>
    public bool IsWhole { get; private init; }

    /// <summary>Edges found by their shape that are not among <see cref="Edges"/>, with their place.</summary>
    public IReadOnlyList<(Origin Origin, Edge Edge)> Recovered { get; private init; } = [];

    /// <param name="Entity">The child: a container id.</param>
    /// <param name="Parent"><c>0</c> for the root; null for the root's own row.</param>
    /// <param name="Name">The name, or the alias of a link.</param>
    public sealed record Edge(string Entity, string? Parent, string Name);

    /// <summary>Container names: edges from the root.</summary>
    public IEnumerable<Edge> Names => Edges.Where(e => e.Parent == RootId && e.Entity != RootId);

    /// <summary>Links: edges from one container to another.</summary>
    public IEnumerable<Edge> Links => Edges.Where(e => e.Parent is not null and not RootId);

    /// <summary>Reads the file in a data root; after a problem, what can be had of it.</summary>
    /// <param name="files">The evidence.</param>
    /// <param name="directory">Where the database and what belongs to it lie.</param>
    /// <param name="node">The database.</param>
    /// <param name="mostEdges">Rows after these are told of and not read.</param>
    public static LinkGraph Read(EvidenceFiles files, int directory, int node, int mostEdges = MaxEdges)
    {
        if (DatabaseFiles.Open(files, directory, node) is not { } database)
            return new LinkGraph();
        SqliteTable? table = EdgeTable(database, files, node);
        List<Edge> edges = table is null ? [] : ReadEdges(table, files, node, mostEdges);
        IEnumerable<SqlitePage> pages = database.IsReadable ? database.Pages : [new SqlitePage(0, database.File.Content, files.Origin(node, 0))];
        return new LinkGraph
        {
            Edges = edges,
            IsWhole = table is { IsDamaged: false } && edges.Count < mostEdges,
            Recovered = LinkGraphCarver.Carve(pages, edges),
        };
    }

    private static SqliteTable? EdgeTable(SqliteDatabase database, EvidenceFiles files, int node)
    {
        SqliteTable? table = database.Table("edge");
        string? missing = table is null ? "it has no table edge whose rows are stored"
            : Columns.FirstOrDefault(c => table.IndexOf(c) < 0) is { } column ? $"its table edge has no column {column}"
            : null;
        if (missing is null)
            return table;
        files.Problems.Damage("SF-LINKGRAPH-0001", files.Origin(node), "container names and links cannot be read: " + missing);
        return null;
    }

    private static string[] Columns => ["entity_id", "parent_id", "name"];

    private static List<Edge> ReadEdges(SqliteTable table, EvidenceFiles files, int node, int mostEdges)
    {
        var edges = new List<Edge>();
        foreach (SqliteRow row in table.Rows())
        {
            if (edges.Count == mostEdges)
            {
                files.Problems.Damage("SF-LINKGRAPH-0005", files.Origin(node), $"it has more than {mostEdges} edges; those after are not read");
                break;
            }
            if (row.Text("entity_id") is string entity && row.Text("name") is string name && row["parent_id"].Kind is SqliteValueKind.Null
                or SqliteValueKind.Text)
                edges.Add(new Edge(entity, row.Text("parent_id"), name));
            else
                files.Problems.Damage("SF-LINKGRAPH-0004", row.Origin, "an edge has something else than text as entity, parent or name, and is passed over");
        }
        return edges;
    }
}
