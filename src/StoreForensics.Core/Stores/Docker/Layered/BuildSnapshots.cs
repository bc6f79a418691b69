using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Formats.Bolt;

namespace StoreForensics.Stores.Docker.Layered;

/// <summary>
/// <c>buildkit/snapshots.db</c> of graph-driver mode: which driver directories the build cache has, and what lies below each (moby v20.10
/// builder/builder-next/adapters/snapshot/snapshot.go: one bucket a snapshot with <c>parent</c>, <c>committed</c>).
/// </summary>
internal sealed class BuildSnapshots
{
    private readonly Dictionary<string, string> _parents = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _committed = new(StringComparer.Ordinal);
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    /// <summary>Whether the database could be read, so that a directory it does not know is none of its.</summary>
    public bool IsRead { get; private init; }

    /// <summary>Whether the live database has the directory.</summary>
    public bool Knows(string driverId) => _known.Contains(driverId);

    /// <summary>What the snapshot was made on: a driver directory's name or a chain id; null when it is a base or unknown.</summary>
    public string? ParentOf(string driverId) =>
        _parents.GetValueOrDefault(driverId) is not { } parent ? null : _committed.GetValueOrDefault(parent) ?? parent;

    public static BuildSnapshots Read(DataRoot root)
    {
        int node = root.Tree.Find(root.Node, "buildkit/snapshots.db"u8);
        if (node == EvidenceTree.None || EngineDatabases.Open(root.Files, node)?.Root is not { } top)
            return new BuildSnapshots();
        var snapshots = new BuildSnapshots { IsRead = !top.IsDamaged };
        foreach (BoltBucket bucket in top.Buckets())
            snapshots.Add(bucket);
        return snapshots;
    }

    private void Add(BoltBucket bucket)
    {
        string key = bucket.Name.ToText();
        _known.Add(key);
        if (bucket.Value("parent") is { Length: > 0 } parent)
            _parents[key] = Encoding.UTF8.GetString(parent.Span);
        if (bucket.Value("committed") is { Length: > 0 } committed)
        {
            string id = Encoding.UTF8.GetString(committed.Span);
            _committed[key] = id;
            _known.Add(id);
        }
    }
}
