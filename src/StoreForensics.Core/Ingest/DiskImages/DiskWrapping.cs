using StoreForensics.Ingest.Disks;

namespace StoreForensics.Ingest.DiskImages;

/// <summary>What a disk image was taken out of, when it is no file by itself.</summary>
/// <param name="Words">Outermost first: <c>gzip</c>; <c>tar</c>.</param>
/// <param name="Name">What the image is called there: a base name.</param>
/// <param name="Content">The image; owned by the disk that is opened on it.</param>
internal sealed record DiskWrapping(IReadOnlyList<string> Words, string Name, IBlockSource Content)
{
    /// <summary>Bytes of the evidence; null when unknown.</summary>
    public long? SizeBytes { get; init; }

    /// <summary>Of the evidence, not of the medium; null when it was not computed.</summary>
    public string? Sha256 { get; init; }

    /// <summary>What the digest covers.</summary>
    public string Sha256Of { get; init; } = "the file's bytes";

    /// <summary>What must stay open as long as the image is read.</summary>
    public IDisposable? Around { get; init; }
}
