using StoreForensics.Model.Layout;
using StoreForensics.Primitives;

namespace StoreForensics.Stores.Docker.Layered;

/// <summary>One directory of <c>layerdb/sha256/</c>. Null is missing or unusable; then there is a problem.</summary>
internal sealed record LayerRecord
{
    /// <summary>From the directory's name, with <c>sha256:</c>.</summary>
    public required string ChainId { get; init; }

    public required Origin Origin { get; init; }

    public string? DiffId { get; init; }

    /// <summary>Null for a base layer.</summary>
    public string? ParentChainId { get; init; }

    /// <summary>The texts of the files <c>diff</c> and <c>parent</c>, digests or not.</summary>
    public required ChainRecord Chain { get; init; }

    /// <summary>The driver's directory.</summary>
    public string? CacheId { get; init; }

    public long? Size { get; init; }

    public Timestamp? Registered { get; init; }

    public Origin? RegisteredOrigin { get; init; }
}

/// <summary>One directory of <c>layerdb/mounts/</c>: what a container is mounted from.</summary>
internal sealed record MountRecord
{
    /// <summary>The container's id.</summary>
    public required string ContainerId { get; init; }

    public required Origin Origin { get; init; }

    /// <summary>The driver's directory of the writable layer.</summary>
    public string? MountId { get; init; }

    public string? InitId { get; init; }

    /// <summary>Chain id of the image's top layer; null for an image without layers.</summary>
    public string? ParentChainId { get; init; }

    public Timestamp? Registered { get; init; }

    public Origin? RegisteredOrigin { get; init; }
}
