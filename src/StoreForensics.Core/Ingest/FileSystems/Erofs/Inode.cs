using System.Buffers.Binary;
using StoreForensics.Evidence;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.FileSystems.Erofs;

/// <summary>Where a file's bytes are (erofs_fs.h, enum erofs_inode_datalayout).</summary>
internal enum DataLayout
{
    Plain = 0,
    CompressedFull = 1,
    Inline = 2,
    CompressedCompact = 3,
    Chunks = 4,
}

/// <summary>An inode in either of its forms: 32 bytes, whose time is the image's, or 64.</summary>
internal readonly record struct Inode
{
    public required ulong Number { get; init; }

    /// <summary>Of the inode in the image.</summary>
    public required long Offset { get; init; }

    /// <summary>Bytes of it, with its own attributes: what is inline follows.</summary>
    public required int HeadBytes { get; init; }

    /// <summary>Bytes of its own attributes.</summary>
    public required int XattrBytes { get; init; }

    public required DataLayout Layout { get; init; }

    public required ushort Mode { get; init; }

    public required uint Uid { get; init; }

    public required uint Gid { get; init; }

    public required uint Links { get; init; }

    public required long Size { get; init; }

    public required Timestamp Modified { get; init; }

    /// <summary>First block, device number, or the form of chunks: by kind and layout.</summary>
    public required uint Union { get; init; }

    public required ushort StartHigh { get; init; }

    public bool IsCompressed => Layout is DataLayout.CompressedFull or DataLayout.CompressedCompact;

    /// <summary>Null for a mode that is no kind of file.</summary>
    public EntryKind? Kind => (Mode & 0xF000) switch
    {
        0x8000 => EntryKind.File,
        0x4000 => EntryKind.Directory,
        0xA000 => EntryKind.Symlink,
        0x2000 => EntryKind.CharDevice,
        0x6000 => EntryKind.BlockDevice,
        0x1000 => EntryKind.Fifo,
        0xC000 => EntryKind.Socket,
        _ => null,
    };

    /// <summary>As the kernel's new_decode_dev does (include/linux/kdev_t.h).</summary>
    public (uint Major, uint Minor) Device => ((Union & 0xFFF00) >> 8, (Union & 0xFF) | ((Union >> 12) & 0xFFF00));

    /// <exception cref="EvidenceFormatException">Its form is unknown.</exception>
    public static Inode Parse(ReadOnlySpan<byte> bytes, ulong number, long offset, SuperBlock super)
    {
        ushort format = BinaryPrimitives.ReadUInt16LittleEndian(bytes);
        bool isExtended = (format & 1) != 0, is48 = (super.Incompatible & IncompatibleFeatures.Is48Bit) != 0;
        var layout = (DataLayout)((format >> 1) & 7);
        if (layout > DataLayout.Chunks)
            throw ErofsProblems.Bad(ErofsProblems.Inode, $"node {number} has a layout of data that is not known ({(int)layout})", offset);
        ushort icount = BinaryPrimitives.ReadUInt16LittleEndian(bytes[2..]), shared = BinaryPrimitives.ReadUInt16LittleEndian(bytes[6..]);
        int own = isExtended ? ErofsLayout.ExtendedBytes : ErofsLayout.CompactBytes;
        int xattrs = icount == 0 ? 0 : ErofsLayout.XattrHeaderBytes + ((icount - 1) * sizeof(uint));
        // With 48-bit blocks a compact inode of one name keeps the upper bits of its first block where the count of names was.
        bool isOne = !isExtended && is48 && (format & 0x10) != 0;
        ulong size = isExtended ? BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]) : BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]);
        if (size > long.MaxValue)
            throw ErofsProblems.Bad(ErofsProblems.Inode, $"node {number} claims {size} bytes", offset);
        return new Inode
        {
            Number = number,
            Offset = offset,
            HeadBytes = own + xattrs,
            XattrBytes = xattrs,
            Layout = layout,
            Mode = BinaryPrimitives.ReadUInt16LittleEndian(bytes[4..]),
            Uid = isExtended ? BinaryPrimitives.ReadUInt32LittleEndian(bytes[24..]) : BinaryPrimitives.ReadUInt16LittleEndian(bytes[24..]),
            Gid = isExtended ? BinaryPrimitives.ReadUInt32LittleEndian(bytes[28..]) : BinaryPrimitives.ReadUInt16LittleEndian(bytes[26..]),
            Links = isExtended ? BinaryPrimitives.ReadUInt32LittleEndian(bytes[44..]) : isOne ? 1u : shared,
            Size = (long)size,
            Modified = TimeOf(bytes, isExtended, is48, super),
            Union = BinaryPrimitives.ReadUInt32LittleEndian(bytes[16..]),
            StartHigh = is48 && (isExtended || isOne) ? shared : (ushort)0,
        };
    }

    private static Timestamp TimeOf(ReadOnlySpan<byte> bytes, bool isExtended, bool is48, SuperBlock super)
    {
        if (isExtended)
            return new Timestamp(BinaryPrimitives.ReadInt64LittleEndian(bytes[32..]),
                SuperBlock.Nanoseconds(BinaryPrimitives.ReadUInt32LittleEndian(bytes[40..])));
        long after = is48 ? BinaryPrimitives.ReadUInt32LittleEndian(bytes[12..]) : 0;
        return new Timestamp(unchecked(super.Epoch + after), super.FixedNanoseconds);
    }
}
