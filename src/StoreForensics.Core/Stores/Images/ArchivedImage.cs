using StoreForensics.Evidence;
using StoreForensics.Formats.GoJson;
using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Stores.Images;

/// <summary>An image as the records of an archive or a registry describe it.</summary>
/// <param name="Id">The digest of its configuration, as recorded; where no digest is, as computed.</param>
internal sealed record ArchivedImage(string Id)
{
    /// <summary>The digest of the manifest that describes it; null where none does.</summary>
    public string? Manifest { get; init; }

    /// <summary>Its configuration's file; null when it is not there.</summary>
    public EntryRef? Config { get; init; }

    /// <summary>The same, read; null when it is not there or cannot be.</summary>
    public JsonView? Json { get; init; }

    /// <summary>Null where nothing records one.</summary>
    public string? RecordedDigest { get; init; }

    /// <summary>The file that stands for it where the configuration is not there.</summary>
    public required Origin Origin { get; init; }

    /// <summary>Bottom first.</summary>
    public required IReadOnlyList<ArchivedLayer> Layers { get; init; }

    /// <summary>Names that lead to it.</summary>
    public List<ImageReference> References { get; } = [];

    /// <summary>The files that describe it besides the configuration: manifests.</summary>
    public List<EntryRef> Records { get; } = [];

    /// <summary>What an index says that it is made for; null where none does.</summary>
    public string? Architecture { get; init; }

    /// <inheritdoc cref="Architecture"/>
    public string? Os { get; init; }

    /// <summary>When a name was given to it here; null where nothing says so.</summary>
    public Timestamp? Registered { get; set; }

    /// <summary>Whether whoever kept it deleted it, and only its bytes remain.</summary>
    public bool IsDeleted { get; set; }

    /// <summary>The file that says so.</summary>
    public Origin? RegisteredOrigin { get; set; }
}

/// <summary>A layer of such an image.</summary>
/// <param name="Name">What the records call it: a path, or the digest of a blob.</param>
internal sealed record ArchivedLayer(string Name)
{
    /// <summary>Null when it is not there.</summary>
    public EntryRef? File { get; init; }

    /// <summary>The digest of its bytes as they lie; null where none is recorded.</summary>
    public string? BlobDigest { get; init; }

    /// <summary>Bytes as they lie, as recorded.</summary>
    public long? Size { get; init; }

    /// <summary>Why its files are out of reach; null where they are not.</summary>
    public string? Why { get; init; }
}
