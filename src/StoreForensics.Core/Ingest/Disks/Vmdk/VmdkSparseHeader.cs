using System.Buffers.Binary;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.Disks.Vmdk;

/// <summary>The header of a sparse extent, hosted or of ESX, in one vocabulary.</summary>
internal readonly record struct VmdkSparseHeader
{
    public required long CapacitySectors { get; init; }

    public required int GrainSectors { get; init; }

    public required int EntriesPerTable { get; init; }

    /// <summary>In sectors; <see cref="VmdkLayout.DirectoryAtEnd"/> where the footer says it.</summary>
    public required ulong Directory { get; init; }

    /// <summary>A second set of directory and tables; 0 for none.</summary>
    public ulong RedundantDirectory { get; init; }

    public bool IsCompressed { get; init; }

    public bool HasZeroedGrains { get; init; }

    public bool IsUnclean { get; init; }

    /// <summary>Whether the bytes that a transfer as text would change are whole.</summary>
    public bool HasWholeNewlines { get; init; }

    public ulong DescriptorSector { get; init; }

    public ulong DescriptorSectors { get; init; }

    /// <param name="bytes">A sector.</param>
    /// <exception cref="EvidenceFormatException">A field says what cannot be.</exception>
    public static VmdkSparseHeader Parse(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < VmdkLayout.SectorBytes)
            throw Bad("no whole header of a sparse extent", 0);
        return BinaryPrimitives.ReadUInt32LittleEndian(bytes) switch
        {
            VmdkLayout.SparseMagic => Checked(Hosted(bytes)),
            VmdkLayout.EsxMagic => Checked(Esx(bytes)),
            _ => throw Bad("no header of a sparse extent", 0),
        };
    }

    private static VmdkSparseHeader Hosted(ReadOnlySpan<byte> bytes)
    {
        uint version = BinaryPrimitives.ReadUInt32LittleEndian(bytes[VmdkLayout.VersionAt..]);
        if (version is 0 or > 3)
            throw Bad($"a sparse extent of version {version}", VmdkLayout.VersionAt);
        uint flags = BinaryPrimitives.ReadUInt32LittleEndian(bytes[VmdkLayout.FlagsAt..]);
        ushort compression = BinaryPrimitives.ReadUInt16LittleEndian(bytes[VmdkLayout.CompressionAt..]);
        bool isCompressed = (flags & VmdkLayout.CompressedGrains) != 0;
        if (isCompressed && compression != 1)
            throw Bad($"compression of type {compression}", VmdkLayout.CompressionAt);
        return new VmdkSparseHeader
        {
            CapacitySectors = Long(bytes, VmdkLayout.CapacityAt),
            GrainSectors = (int)Math.Min(int.MaxValue, Long(bytes, VmdkLayout.GrainSizeAt)),
            EntriesPerTable = (int)Math.Min(int.MaxValue, BinaryPrimitives.ReadUInt32LittleEndian(bytes[VmdkLayout.EntriesPerTableAt..])),
            Directory = BinaryPrimitives.ReadUInt64LittleEndian(bytes[VmdkLayout.DirectoryAt..]),
            RedundantDirectory = BinaryPrimitives.ReadUInt64LittleEndian(bytes[VmdkLayout.RedundantDirectoryAt..]),
            IsCompressed = isCompressed,
            HasZeroedGrains = (flags & VmdkLayout.ZeroedGrains) != 0,
            IsUnclean = bytes[VmdkLayout.UncleanAt] != 0,
            HasWholeNewlines = (flags & VmdkLayout.ValidNewlines) == 0 || bytes.Slice(VmdkLayout.NewlinesAt, 4).SequenceEqual("\n \r\n"u8),
            DescriptorSector = BinaryPrimitives.ReadUInt64LittleEndian(bytes[VmdkLayout.DescriptorOffsetAt..]),
            DescriptorSectors = BinaryPrimitives.ReadUInt64LittleEndian(bytes[VmdkLayout.DescriptorSizeAt..]),
        };
    }

    private static VmdkSparseHeader Esx(ReadOnlySpan<byte> bytes) => new()
    {
        CapacitySectors = BinaryPrimitives.ReadUInt32LittleEndian(bytes[VmdkLayout.EsxCapacityAt..]),
        GrainSectors = (int)Math.Min(int.MaxValue, BinaryPrimitives.ReadUInt32LittleEndian(bytes[VmdkLayout.EsxGrainSizeAt..])),
        EntriesPerTable = VmdkLayout.EsxEntriesPerTable,
        Directory = BinaryPrimitives.ReadUInt32LittleEndian(bytes[VmdkLayout.EsxDirectoryAt..]),
        HasWholeNewlines = true,
    };

    private static VmdkSparseHeader Checked(VmdkSparseHeader header)
    {
        if (header.CapacitySectors > long.MaxValue / VmdkLayout.SectorBytes)
            throw Bad($"a disk of {header.CapacitySectors} sectors", VmdkLayout.CapacityAt);
        if (header.GrainSectors is 0 or > VmdkLayout.MaxGrainSectors)
            throw Bad($"grains of {header.GrainSectors} sectors", VmdkLayout.GrainSizeAt);
        if (header.EntriesPerTable is 0 or > VmdkLayout.MaxEntriesPerTable)
            throw Bad($"{header.EntriesPerTable} entries in a grain table", VmdkLayout.EntriesPerTableAt);
        return header;
    }

    private static long Long(ReadOnlySpan<byte> bytes, int at)
    {
        ulong value = BinaryPrimitives.ReadUInt64LittleEndian(bytes[at..]);
        return value <= long.MaxValue ? (long)value : throw Bad($"a number of {value} sectors", at);
    }

    private static EvidenceFormatException Bad(string message, long offset) => new(DiskProblems.BadHeader, message, offset);
}
