using StoreForensics.Primitives;

namespace StoreForensics.Ingest.FileSystems.Btrfs.Extents;

/// <summary>How an extent is packed.</summary>
internal enum ExtentPacking : byte
{
    None = 0,
    Zlib = 1,
    Lzo = 2,
    Zstd = 3,
}

/// <summary>A stretch of a file (<c>btrfs_file_extent_item</c>): a hole, bytes in the item itself, or a part of an extent on disk.</summary>
/// <param name="Start">Its first byte in the file.</param>
/// <param name="Length">Bytes of the file.</param>
/// <param name="Packing">Of what is stored.</param>
/// <param name="Logical">Where the whole extent begins; 0: a hole, or inline.</param>
/// <param name="StoredBytes">Of the whole extent, as stored.</param>
/// <param name="WholeBytes">Of the whole extent, unpacked.</param>
/// <param name="Offset">Where the stretch begins in the extent, unpacked.</param>
/// <param name="Inline">The bytes as stored; null: it is not inline.</param>
internal sealed record FileExtent(
    long Start, long Length, ExtentPacking Packing, long Logical, long StoredBytes, long WholeBytes, long Offset, ReadOnlyMemory<byte>? Inline)
{
    private const byte InlineType = 0, RegularType = 1, ReservedType = 2;

    public long End => Start + Length;

    /// <summary>Nothing is stored, or nothing was written to what is reserved.</summary>
    public bool IsHole => Inline is null && Logical == 0;

    /// <param name="start">The key's offset.</param>
    /// <param name="item">What the item holds.</param>
    /// <exception cref="EvidenceFormatException">A field cannot be.</exception>
    public static FileExtent Parse(ulong start, ReadOnlyMemory<byte> item)
    {
        ReadOnlySpan<byte> b = item.Span;
        Check(b.Length >= BtrfsLayout.InlineExtentBytes && start <= long.MaxValue, "it breaks off");
        byte packing = b[16], type = b[20];
        Check(packing <= (byte)ExtentPacking.Zstd, $"its compression is {packing}, which is not known");
        Check(b[17] == 0 && b.U16(18) == 0, "it is encrypted, or encoded in a way that is not known");
        ulong whole = b.U64(8);
        if (type == InlineType)
        {
            Check(whole is > 0 and <= BtrfsLayout.MaxUnpackedBytes, $"it claims {whole} bytes in its record");
            ReadOnlyMemory<byte> stored = item[BtrfsLayout.InlineExtentBytes..];
            return new FileExtent((long)start, (long)whole, (ExtentPacking)packing, 0, stored.Length, (long)whole, 0, stored);
        }
        Check(type is RegularType or ReservedType, $"its type is {type}, which is not known");
        Check(b.Length >= BtrfsLayout.ExtentBytes, "it breaks off");
        ulong logical = b.U64(21), stored2 = b.U64(29), offset = b.U64(37), length = b.U64(45);
        Check(length > 0 && length <= long.MaxValue - start && (logical | stored2 | offset | whole) <= long.MaxValue,
            $"it claims {length} bytes from {start} on");
        bool isHole = logical == 0 || type == ReservedType;
        Check(isHole || (offset <= whole && length <= whole - offset), $"it claims {length} bytes from {offset} on of an extent of {whole}");
        Check(isHole || packing != 0 || logical <= long.MaxValue - offset - length, $"it claims to lie at {logical}");
        Check(isHole || packing == 0 || (whole <= BtrfsLayout.MaxUnpackedBytes && stored2 <= BtrfsLayout.MaxUnpackedBytes),
            $"it claims {whole} bytes packed in {stored2}");
        return new FileExtent((long)start, (long)length, (ExtentPacking)packing, isHole ? 0 : (long)logical, (long)stored2, (long)whole, (long)offset, null);
    }

    private static void Check(bool holds, string message)
    {
        if (!holds)
            throw BtrfsProblems.Bad(BtrfsProblems.Extent, "a record of the file's bytes is damaged: " + message);
    }
}
