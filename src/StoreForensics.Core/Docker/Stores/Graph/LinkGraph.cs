using Microsoft.Data.Sqlite;
using StoreForensics.Primitives;

namespace StoreForensics.Docker.Stores.Graph;

/// <summary>
/// <c>linkgraph.db</c>, Docker 0.6.5 to 1.9: container names and links as edges (moby v0.7.2 graphdb/graphdb.go: <c>edge(entity_id, parent_id, name)</c>).
/// The evidence's file is never opened by SQLite itself: its bytes are loaded into a database in memory.
/// </summary>
internal sealed class LinkGraph
{
    private const string RootId = "0";

    /// <summary>Edges in the order of their row ids, which is the order of creation.</summary>
    public IReadOnlyList<Edge> Edges { get; private init; } = [];

    /// <summary>Deleted edges found in free space, with their offset in the file.</summary>
    public IReadOnlyList<(long Offset, Edge Edge)> Recovered { get; private init; } = [];

    /// <param name="Entity">The child: a container id.</param>
    /// <param name="Parent"><c>0</c> for the root; null for the root's own row.</param>
    /// <param name="Name">The name, or the alias of a link.</param>
    public sealed record Edge(string Entity, string? Parent, string Name);

    /// <summary>Container names: edges from the root.</summary>
    public IEnumerable<Edge> Names => Edges.Where(e => e.Parent == RootId && e.Entity != RootId);

    /// <summary>Links: edges from one container to another.</summary>
    public IEnumerable<Edge> Links => Edges.Where(e => e.Parent is not null and not RootId);

    /// <summary>Reads the file; an empty graph after a problem.</summary>
    public static LinkGraph Read(EvidenceFiles files, int node)
    {
        if (files.ReadAll(node) is not { } bytes)
            return new LinkGraph();
        try
        {
            using SqliteConnection connection = SqliteImage.Load(bytes);
            List<Edge> edges = ReadEdges(connection);
            return new LinkGraph { Edges = edges, Recovered = LinkGraphCarver.Carve(bytes, edges) };
        }
        catch (Exception e) when (e is SqliteException or InvalidOperationException or EvidenceFormatException)
        {
            files.Problems.Damage("SF-LINKGRAPH-0001", files.Origin(node), "container names and links cannot be read: " + DisplayText.Escape(e.Message));
            return new LinkGraph { Recovered = LinkGraphCarver.Carve(bytes, []) };
        }
    }

    private static List<Edge> ReadEdges(SqliteConnection connection)
    {
        const int limit = 1_000_000;
        var edges = new List<Edge>();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "SELECT entity_id, parent_id, name FROM edge ORDER BY rowid";
        using SqliteDataReader reader = command.ExecuteReader();
        while (reader.Read() && edges.Count < limit)
        {
            if (!reader.IsDBNull(0) && !reader.IsDBNull(2))
                edges.Add(new Edge(reader.GetString(0), reader.IsDBNull(1) ? null : reader.GetString(1), reader.GetString(2)));
        }
        return edges;
    }
}
