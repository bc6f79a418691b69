namespace StoreForensics.Ingest.Disks.Vmdk;

/// <summary>
/// Offsets and flags of sparse extents, as specified in VMware's "Virtual Disk Format 5.0" (hosted sparse extents, stream-optimized compressed sparse extents,
/// ESX Server sparse extents). All numbers are little-endian, places and sizes in sectors of 512 bytes.
/// </summary>
internal static class VmdkLayout
{
    public const int SectorBytes = 512;

    /// <summary>Text; a descriptor in a sparse extent is rarely more than 20 sectors.</summary>
    public const int MaxDescriptorBytes = 1 << 20;

    public const uint SparseMagic = 0x564D_444B; // "KDMV"
    public const uint EsxMagic = 0x4457_4F43; // "COWD"

    // SparseExtentHeader
    public const int VersionAt = 4;
    public const int FlagsAt = 8;
    public const int CapacityAt = 12;
    public const int GrainSizeAt = 20;
    public const int DescriptorOffsetAt = 28;
    public const int DescriptorSizeAt = 36;
    public const int EntriesPerTableAt = 44;
    public const int RedundantDirectoryAt = 48;
    public const int DirectoryAt = 56;
    public const int UncleanAt = 72;
    public const int NewlinesAt = 73;
    public const int CompressionAt = 77;

    public const uint ValidNewlines = 1;
    public const uint ZeroedGrains = 1 << 2;
    public const uint CompressedGrains = 1 << 16;

    /// <summary>GD_AT_END: the directory's place stands in a copy of the header near the file's end.</summary>
    public const ulong DirectoryAtEnd = ulong.MaxValue;

    // COWDisk_Header
    public const int EsxCapacityAt = 12;
    public const int EsxGrainSizeAt = 16;
    public const int EsxDirectoryAt = 20;
    public const int EsxEntriesPerTable = 4096;

    public const int MaxEntriesPerTable = 1 << 16;

    /// <summary>2 MiB; products write 64 KiB.</summary>
    public const int MaxGrainSectors = 4096;

    /// <summary>A grain's marker before its data: 8 bytes of sector number, 4 of length.</summary>
    public const int GrainMarkerBytes = 12;
}
