using StoreForensics.Evidence;
using StoreForensics.Primitives;

namespace StoreForensics.Formats.TarSplit;

/// <summary>A file of the layer as it was when it was stored: the tar-split's entry with the tar header that stands before it.</summary>
internal sealed record TarSplitMember
{
    /// <summary>As the tar has it; not cleaned.</summary>
    public required EvidencePath Name { get; init; }

    /// <summary>Bytes stored; for a GNU sparse file the expanded size.</summary>
    public required long Size { get; init; }

    /// <summary>Null when the file has no bytes.</summary>
    public required ulong? Crc64 { get; init; }

    /// <summary>Byte offset of the entry's line in the uncompressed tar-split.</summary>
    public required long Offset { get; init; }

    /// <summary>The type flag of the header (<c>'0'</c>, <c>'5'</c>, …); <c>'g'</c> for a PAX
    /// global header, which describes no file; 0 also when there is no header.</summary>
    public byte Type { get; init; }

    /// <summary>
    /// What the header and the PAX and GNU headers before it say; null when there is none that can be read. Its <c>Size</c> is 0 for a regular file: see
    /// <see cref="Size"/>.
    /// </summary>
    public EntryMetadata? Metadata { get; init; }

    public bool IsHardLink => Type == '1';

    /// <summary>A hard link's target as recorded; empty otherwise (a symlink's is in <see cref="Metadata"/>).</summary>
    public EvidencePath HardLinkTarget { get; init; }

    /// <summary>The tar held the file packed and the tar-split has the sum of the expanded one: the tar cannot be rebuilt.</summary>
    public bool IsSparse { get; init; }
}
