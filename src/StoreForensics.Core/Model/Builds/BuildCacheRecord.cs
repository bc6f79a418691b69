using StoreForensics.Primitives;

namespace StoreForensics.Model.Builds;

/// <summary>A record of the build cache: what one step or source left, and how often that was used. Null is not recorded.</summary>
public sealed class BuildCacheRecord
{
    public required string Id { get; init; }

    public required StoreInfo Store { get; init; }

    public required Origin Origin { get; init; }

    /// <summary><c>regular</c>, <c>internal</c>, <c>frontend</c>, <c>source.local</c>, <c>source.git.checkout</c>, <c>exec.cachemount</c>.</summary>
    public required string Type { get; init; }

    /// <summary>What made it, in the builder's words.</summary>
    public string? Description { get; init; }

    public Timestamp? Created { get; init; }

    public Timestamp? LastUsed { get; init; }

    public long? UsageCount { get; init; }

    /// <summary>Bytes; null where the builder had not counted them.</summary>
    public long? SizeBytes { get; set; }

    /// <summary>Whether it can still be written to: a context's copy, a cache mount.</summary>
    public bool IsMutable { get; init; }

    /// <summary>The mutable record whose state this one is, not yet written down apart: the builder counts both as one. Null of all others.</summary>
    public string? SameAs { get; init; }

    /// <summary>The records that it was made on, by id; several of a merge.</summary>
    public IReadOnlyList<string> Parents { get; init; } = [];

    /// <summary>The snapshot with its files.</summary>
    public string? Snapshot { get; init; }

    public string? DiffId { get; init; }

    public string? ChainId { get; init; }

    /// <summary>The blob that it was made of or packed to, by digest.</summary>
    public string? Blob { get; init; }

    public string? MediaType { get; init; }

    public long? BlobSizeBytes { get; init; }

    /// <summary>The images that it was pulled with.</summary>
    public IReadOnlyList<string> ImageReferences { get; init; } = [];

    /// <summary>What the builder finds a copied context or a cache mount by: a mount's id, a context's name.</summary>
    public string? Key { get; init; }

    /// <summary>Where steps had the cache mount, as provenance tells; empty for the rest.</summary>
    public List<string> Targets { get; } = [];

    /// <summary>The layer with its files; null when there is none.</summary>
    public Layer? Layer { get; set; }
}
