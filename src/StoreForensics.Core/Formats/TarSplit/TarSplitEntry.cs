using StoreForensics.Primitives;

namespace StoreForensics.Formats.TarSplit;

/// <summary>One line of a tar-split: a piece of the tar as it was, or the place of a file's bytes (format reference, section 6).</summary>
internal sealed record TarSplitEntry
{
    /// <summary>A file's bytes belong here; else <see cref="Segment"/> does.</summary>
    public required bool IsFile { get; init; }

    /// <summary>The file's name as the tar has it, trailing slash of a directory included; not cleaned. Empty for a segment.</summary>
    public EvidencePath Name { get; init; }

    /// <summary>The file's bytes; 0 for directories, links and the like.</summary>
    public long Size { get; init; }

    /// <summary>Checksum of the file's bytes; null when there are none, or when it was not recorded.</summary>
    public ulong? Crc64 { get; init; }

    /// <summary>A segment's bytes, verbatim.</summary>
    public ReadOnlyMemory<byte> Segment { get; init; }

    /// <summary>0, 1, 2 … without a gap.</summary>
    public required long Position { get; init; }

    /// <summary>Byte offset of the line in the uncompressed tar-split.</summary>
    public required long Offset { get; init; }
}
