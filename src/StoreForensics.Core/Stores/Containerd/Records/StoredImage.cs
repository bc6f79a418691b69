using StoreForensics.Formats.Bolt;
using StoreForensics.Primitives;

namespace StoreForensics.Stores.Containerd.Records;

/// <summary>A name that points to content: <c>images/&lt;name&gt;</c>.</summary>
internal sealed class StoredImage(string @namespace, Origin origin, BoltBucket bucket) : StoredRecord(@namespace, origin, bucket)
{
    /// <summary>The full reference, or whatever the client called it.</summary>
    public required string Name { get; init; }

    /// <summary>The digest of an index or a manifest; null when it is not recorded or no digest.</summary>
    public string? Target { get; init; }

    public string? MediaType { get; init; }

    /// <summary>Whether the record was dated by the one who built the image (SOURCE_DATE_EPOCH), not by this host's clock: the moment is that of the image
    /// itself, in whole seconds (see docs/engine-traces.md).</summary>
    /// <param name="made">When the image says that it was made.</param>
    public bool IsDatedByBuilder(Timestamp? made) => Created is { Nanoseconds: 0 } created && created == made;
}
