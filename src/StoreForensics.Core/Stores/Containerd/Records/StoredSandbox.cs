using StoreForensics.Formats.Bolt;
using StoreForensics.Primitives;

namespace StoreForensics.Stores.Containerd.Records;

/// <summary>A sandbox: <c>sandboxes/&lt;id&gt;</c> (containerd 1.7 and later).</summary>
internal sealed class StoredSandbox(string @namespace, Origin origin, BoltBucket bucket) : StoredRecord(@namespace, origin, bucket)
{
    public required string Id { get; init; }

    /// <summary>Values of extensions by key, each a protobuf Any.</summary>
    public required IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Extensions { get; init; }
}
