using StoreForensics.Formats.Bolt;
using StoreForensics.Primitives;

namespace StoreForensics.Stores.Containerd.Records;

/// <summary>What a namespace knows of a blob: <c>content/blob/&lt;digest&gt;</c>.</summary>
internal sealed class StoredBlob(string @namespace, Origin origin, BoltBucket bucket) : StoredRecord(@namespace, origin, bucket)
{
    /// <summary>With its algorithm.</summary>
    public required string Digest { get; init; }

    /// <summary>Bytes.</summary>
    public long? Size { get; init; }
}
