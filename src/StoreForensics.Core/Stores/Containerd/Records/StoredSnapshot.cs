using StoreForensics.Formats.Bolt;
using StoreForensics.Primitives;

namespace StoreForensics.Stores.Containerd.Records;

/// <summary>A namespace's name of a snapshot: <c>snapshots/&lt;snapshotter&gt;/&lt;key&gt;</c>.</summary>
internal sealed class StoredSnapshot(string @namespace, Origin origin, BoltBucket bucket) : StoredRecord(@namespace, origin, bucket)
{
    public required string Snapshotter { get; init; }

    /// <summary>A chain id, a container's id, or what the client made up.</summary>
    public required string Key { get; init; }

    /// <summary>The snapshotter's own name for it (<c>namespace/number/key</c>); null when not recorded.</summary>
    public string? BackendName { get; init; }

    /// <summary>The key of the snapshot below, in the same namespace; null for none.</summary>
    public string? Parent { get; init; }
}
