using StoreForensics.Evidence;
using StoreForensics.Formats.Bolt;
using StoreForensics.Primitives;
using StoreForensics.Stores.Containerd.Records;

namespace StoreForensics.Stores.Containerd.Snapshotters;

/// <summary>A snapshotter's <c>metadata.db</c> (containerd core/snapshots/storage/bolt.go): the same for all that keep one.</summary>
internal sealed class SnapshotDatabase
{
    private readonly Dictionary<string, BackendSnapshot> _byName = new(StringComparer.Ordinal);
    private readonly SortedDictionary<ulong, BackendSnapshot> _byId = [];

    private SnapshotDatabase(Origin origin) => Origin = origin;

    public Origin Origin { get; }

    /// <summary>By number.</summary>
    public IReadOnlyDictionary<ulong, BackendSnapshot> ById => _byId;

    /// <summary>The last number that was given out; greater than the greatest that is there when later ones were removed.</summary>
    public ulong LastId { get; private set; }

    public BackendSnapshot? Find(string? name) => name is null ? null : _byName.GetValueOrDefault(name);

    public static SnapshotDatabase Read(EvidenceFiles files, int node)
    {
        var database = new SnapshotDatabase(files.Origin(node));
        try
        {
            using StoredFile content = files.Open(node);
            if (BoltFile.Open(content, files.Problems, database.Origin).Root is { } root)
                database.Take(root, files, node);
        }
        catch (EvidenceFormatException e)
        {
            files.Problems.Damage("SF-STORE-0001", database.Origin, "cannot be read: " + DisplayText.Escape(e.Message));
        }
        return database;
    }

    private void Take(BoltBucket root, EvidenceFiles files, int node)
    {
        LastId = root.Bucket("v1", "snapshots")?.Sequence ?? 0;
        foreach ((string name, BoltBucket bucket, long at) in root.Members("v1", "snapshots"))
        {
            if (bucket.Unsigned("id") is not ulong id || _byId.ContainsKey(id))
            {
                files.Problems.Damage("SF-CONTAINERD-0002", files.Origin(node, at), $"snapshot {DisplayText.Escape(name)} has no number, or another's");
                continue;
            }
            _byId[id] = _byName[name] = new BackendSnapshot
            {
                Name = name,
                Id = id,
                Origin = files.Origin(node, at),
                Kind = Kind(bucket),
                Parent = bucket.Text("parent") is { Length: > 0 } parent ? parent : null,
                Created = bucket.Time("createdat"),
                Size = bucket.Signed("size"),
                Labels = bucket.Texts("labels"),
            };
        }
    }

    private static SnapshotKind Kind(BoltBucket bucket) => bucket.Value("kind") is { Length: 1 } kind ? kind.Span[0] switch
    {
        1 => SnapshotKind.View,
        2 => SnapshotKind.Active,
        3 => SnapshotKind.Committed,
        _ => SnapshotKind.Unknown,
    } : SnapshotKind.Unknown;
}
