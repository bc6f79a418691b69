using StoreForensics.Primitives;

namespace StoreForensics.Ingest.Disks;

/// <summary>What the caller says of a disk to be opened.</summary>
internal sealed record DiskOptions
{
    public required ProblemLog Problems { get; init; }

    /// <summary>A second directory in which the files that a disk consists of are looked up (<c>--disk-dir</c>); null for beside the evidence only.</summary>
    public string? DiskDirectory { get; init; }
}
