namespace StoreForensics.Evidence;

/// <summary>One evidence as it was opened.</summary>
public sealed record EvidenceDetails
{
    /// <summary>As typed by the user.</summary>
    public required string Name { get; init; }

    /// <summary>What it was wrapped in, outermost first: <c>gzip</c>, <c>tar</c>.</summary>
    public required IReadOnlyList<string> Wrapping { get; init; }

    /// <summary>Bytes of the file itself; null for a directory or a pipe.</summary>
    public long? SizeBytes { get; init; }

    /// <summary>Lower-case hex; null when not asked for.</summary>
    public string? Sha256 { get; init; }

    /// <summary>What the digest covers, in words.</summary>
    public string? Sha256Of { get; init; }

    /// <summary>Names in it.</summary>
    public required long Entries { get; init; }

    /// <summary>Of a disk image; null for anything else.</summary>
    public DiskFacts? Disk { get; init; }
}
