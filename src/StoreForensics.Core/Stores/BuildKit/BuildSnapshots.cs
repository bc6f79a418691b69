using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Formats.Bolt;

namespace StoreForensics.Stores.BuildKit;

/// <summary>
/// <c>buildkit/snapshots.db</c> of graph-driver mode: which driver directories the build cache has, and what lies below each (moby v20.10
/// builder/builder-next/adapters/snapshot/snapshot.go: one bucket a snapshot with <c>parent</c>, <c>committed</c>, <c>chainid</c>).
/// </summary>
internal sealed class BuildSnapshots
{
    private readonly Dictionary<string, string> _parents = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _committed = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _chains = new(StringComparer.Ordinal);
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    /// <summary>Whether the database could be read, so that a directory it does not know is none of its.</summary>
    public bool IsRead { get; private init; }

    /// <summary>Whether the live database has the directory.</summary>
    public bool Knows(string driverId) => _known.Contains(driverId);

    /// <summary>What the snapshot was made on: a driver directory's name or a chain id; null when it is a base or unknown.</summary>
    public string? ParentOf(string driverId) =>
        _parents.GetValueOrDefault(driverId) is not { } parent ? null : DirectoryOf(parent);

    /// <summary>The driver's directory of a snapshot: of one that was committed, that which it became.</summary>
    public string DirectoryOf(string snapshot) => _committed.GetValueOrDefault(snapshot) ?? snapshot;

    /// <summary>The chain id of the layer that the engine has of a snapshot; null when it has none.</summary>
    public string? ChainOf(string snapshot) => _chains.GetValueOrDefault(snapshot);

    /// <param name="files">The store's files.</param>
    /// <param name="directory">The builder's; null when it is not there.</param>
    public static BuildSnapshots Read(EvidenceFiles files, int? directory)
    {
        if (directory is not int builder || BuildDatabases.Open(files, builder, "snapshots.db"u8)?.Bolt.Root is not { } top)
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
        if (Text(bucket, "parent") is { } parent)
            _parents[key] = parent;
        if (Text(bucket, "chainid") is { } chain)
            _chains[key] = chain;
        if (Text(bucket, "committed") is { } id)
        {
            _committed[key] = id;
            _known.Add(id);
        }
    }

    private static string? Text(BoltBucket bucket, string key) => bucket.Value(key) is { Length: > 0 } value ? Encoding.UTF8.GetString(value.Span) : null;
}
