using StoreForensics.Formats.Bolt;
using StoreForensics.Primitives;

namespace StoreForensics.Stores.Containerd.Records;

/// <summary>What keeps content and snapshots from being collected: <c>leases/&lt;id&gt;</c>.</summary>
internal sealed class StoredLease(string @namespace, Origin origin, BoltBucket bucket) : StoredRecord(@namespace, origin, bucket)
{
    public required string Id { get; init; }

    /// <summary>The snapshots that it holds, by snapshotter and key.</summary>
    public required IReadOnlyList<(string Snapshotter, string Key)> Snapshots { get; init; }
}
