using StoreForensics.Formats.Bolt;
using StoreForensics.Primitives;

namespace StoreForensics.Stores.Containerd.Records;

/// <summary>A container: <c>containers/&lt;id&gt;</c>.</summary>
internal sealed class StoredContainer(string @namespace, Origin origin, BoltBucket bucket) : StoredRecord(@namespace, origin, bucket)
{
    public required string Id { get; init; }

    /// <summary>The name of its image; null for none.</summary>
    public string? Image { get; init; }

    /// <summary>Null or empty: the default one.</summary>
    public string? Snapshotter { get; init; }

    public string? SnapshotKey { get; init; }

    public string? Runtime { get; init; }

    /// <summary>The sandbox that it belongs to; null for none (containerd 2.0 and later).</summary>
    public string? SandboxId { get; init; }

    /// <summary>The OCI specification, JSON; null when it is not recorded.</summary>
    public ReadOnlyMemory<byte>? Spec { get; init; }

    /// <summary>Values of extensions by key, each a protobuf Any.</summary>
    public required IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Extensions { get; init; }
}
