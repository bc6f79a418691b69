namespace StoreForensics.Formats.TarSplit;

/// <summary>What is wrong with a file when a tar is rebuilt from the layer's directory.</summary>
internal enum TarSplitFaultKind
{
    /// <summary>It is not in the layer any more.</summary>
    Missing,

    /// <summary>Its bytes cannot be read.</summary>
    Unreadable,

    SizeDiffers,

    /// <summary>As many bytes, but others.</summary>
    ContentDiffers,
}

/// <summary>A file that is not what the tar-split recorded.</summary>
/// <param name="Member">What was recorded.</param>
/// <param name="Kind">What is wrong.</param>
/// <param name="Detail">Expected and found, or why it cannot be read.</param>
internal sealed record TarSplitFault(TarSplitMember Member, TarSplitFaultKind Kind, string Detail)
{
    /// <summary>What was recorded, of a size or checksum that differs.</summary>
    public string? Recorded { get; init; }

    /// <summary>What is there instead.</summary>
    public string? Found { get; init; }
}

/// <summary>The result of rebuilding a layer's tar.</summary>
internal sealed record TarSplitRebuild
{
    /// <summary>
    /// SHA-256 of the rebuilt tar, 64 lowercase hexadecimal digits, to be compared with the diff id; null when it cannot be rebuilt because the
    /// tar-split is damaged, a file is missing, unreadable or of another size, or the tar held a sparse file packed.
    /// </summary>
    public required string? Sha256 { get; init; }

    /// <summary>Bytes of the tar as the tar-split records it.</summary>
    public required long Length { get; init; }

    public required long Files { get; init; }

    /// <summary>In the tar's order; at most <see cref="TarSplitRebuilder.MaxFaults"/>.</summary>
    public required IReadOnlyList<TarSplitFault> Faults { get; init; }

    /// <summary>All of them, those not kept included.</summary>
    public required long FaultCount { get; init; }
}
