using System.Buffers.Binary;
using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Ingest.Disks;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.FileSystems.Erofs;

/// <summary>What an image says of itself (erofs_fs.h, struct erofs_super_block).</summary>
internal sealed record SuperBlock
{
    private const uint HasChecksum = 0x1;

    public required int BlockBits { get; init; }

    public int BlockBytes => 1 << BlockBits;

    /// <summary>Blocks that the image has.</summary>
    public required long BlockCount { get; init; }

    public required ulong RootNode { get; init; }

    /// <summary>First byte of the metadata that node numbers are counted from.</summary>
    public required long MetadataOffset { get; init; }

    /// <summary>First byte of what shared attributes are counted from.</summary>
    public required long XattrOffset { get; init; }

    /// <summary>Seconds that the times of compact inodes are, or are counted from.</summary>
    public required long Epoch { get; init; }

    public required int FixedNanoseconds { get; init; }

    public required IncompatibleFeatures Incompatible { get; init; }

    /// <summary>Devices besides this image that files may lie on.</summary>
    public required int ExtraDevices { get; init; }

    public required FileSystemFacts Facts { get; init; }

    /// <summary>Null where there is none.</summary>
    /// <exception cref="EvidenceFormatException">There is one that cannot be used.</exception>
    public static SuperBlock? Parse(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < ErofsLayout.SuperBytes || BinaryPrimitives.ReadUInt32LittleEndian(bytes) != ErofsLayout.Magic)
            return null;
        int bits = bytes[12];
        if (bits is < ErofsLayout.MinBlockBits or > ErofsLayout.MaxBlockBits)
            throw ErofsProblems.Bad(ErofsProblems.SuperBlock, $"blocks of 2^{bits} bytes cannot be", ErofsLayout.SuperOffset);
        if (bytes[90] != 0)
            throw ErofsProblems.Bad(ErofsProblems.SuperBlock, "directory blocks of another size than blocks are not known", ErofsLayout.SuperOffset);
        var features = (IncompatibleFeatures)BinaryPrimitives.ReadUInt32LittleEndian(bytes[80..]);
        bool is48 = (features & IncompatibleFeatures.Is48Bit) != 0;
        ushort rootOrBlocks = BinaryPrimitives.ReadUInt16LittleEndian(bytes[14..]);
        return new SuperBlock
        {
            BlockBits = bits,
            BlockCount = BinaryPrimitives.ReadUInt32LittleEndian(bytes[36..]) + (is48 ? (long)rootOrBlocks << 32 : 0),
            RootNode = is48 ? BinaryPrimitives.ReadUInt64LittleEndian(bytes[112..]) : rootOrBlocks,
            MetadataOffset = (long)BinaryPrimitives.ReadUInt32LittleEndian(bytes[40..]) << bits,
            XattrOffset = (long)BinaryPrimitives.ReadUInt32LittleEndian(bytes[44..]) << bits,
            Epoch = BinaryPrimitives.ReadInt64LittleEndian(bytes[24..]),
            FixedNanoseconds = Nanoseconds(BinaryPrimitives.ReadUInt32LittleEndian(bytes[32..])),
            Incompatible = features,
            ExtraDevices = BinaryPrimitives.ReadUInt16LittleEndian(bytes[86..]),
            Facts = FactsOf(bytes),
        };
    }

    /// <summary>Whether the superblock's CRC-32C over the rest of its block is right, or is not kept.</summary>
    /// <param name="block">From the superblock to the end of its block.</param>
    public static bool IsChecksumRight(ReadOnlySpan<byte> block)
    {
        if ((BinaryPrimitives.ReadUInt32LittleEndian(block[8..]) & HasChecksum) == 0)
            return true;
        Span<byte> zeros = stackalloc byte[sizeof(uint)];
        zeros.Clear();
        uint crc = Crc32C.Append(Crc32C.Append(Crc32C.Append(~0u, block[..4]), zeros), block[8..]);
        return crc == BinaryPrimitives.ReadUInt32LittleEndian(block[4..]);
    }

    /// <summary>Nanoseconds that can be; others are 0.</summary>
    public static int Nanoseconds(uint value) => value < 1_000_000_000 ? (int)value : 0;

    private static FileSystemFacts FactsOf(ReadOnlySpan<byte> bytes)
    {
        string label = Encoding.UTF8.GetString(bytes.Slice(64, 16)).TrimEnd('\0');
        return new FileSystemFacts
        {
            Kind = "erofs",
            Label = label.Length == 0 ? null : DisplayText.Escape(label),
            Uuid = bytes.Slice(48, 16).ContainsAnyExcept((byte)0) ? new Guid(bytes.Slice(48, 16), bigEndian: true).ToString() : null,
        };
    }
}
