namespace StoreForensics.Ingest.Disks.Vhdx;

/// <summary>Offsets and values of [MS-VHDX] "Virtual Hard Disk v2 (VHDX) File Format". All numbers are little-endian.</summary>
internal static class VhdxLayout
{
    public const int Kilobyte = 1024;
    public const int Megabyte = 1 << 20;

    // 2.2 Header Section
    public static readonly long[] Headers = [64 * Kilobyte, 128 * Kilobyte];
    public const int HeaderBytes = 4096;
    public static readonly long[] RegionTables = [192 * Kilobyte, 256 * Kilobyte];
    public const int RegionTableBytes = 64 * Kilobyte;
    public const int MaxRegions = 2047;
    public const int RegionEntryBytes = 32;

    public static readonly Guid BlockTableRegion = new("2DC27766-F623-4200-9D64-115E9BFD4A08");
    public static readonly Guid MetadataRegion = new("8B7CA206-4790-4B9A-B8FE-575F050F886E");

    // 2.3 Log
    public const int LogSectorBytes = 4096;
    public const int LogEntryHeaderBytes = 64;
    public const int LogDescriptorBytes = 32;

    /// <summary>Products write logs of 1 MiB. What is applied is held in memory.</summary>
    public const int MaxLogBytes = 128 * Megabyte;

    // 2.5 Block Allocation Table
    public const int StateMask = 7;
    public const ulong OffsetMask = ~0xFFFFFUL;
    public const int NotPresent = 0;
    public const int Undefined = 1;
    public const int Zero = 2;
    public const int Unmapped = 3;
    public const int FullyPresent = 6;
    public const int PartiallyPresent = 7;

    /// <summary>A sector bitmap block is 1 MiB and so covers 2^23 sectors: a chunk.</summary>
    public const long SectorsPerBitmap = 1L << 23;

    // 2.6 Metadata
    public const int MetadataTableBytes = 64 * Kilobyte;
    public const int MetadataEntryBytes = 32;
    public const int MaxMetadataEntries = 2047;
    public const int MaxMetadataItemBytes = Megabyte;

    public static readonly Guid FileParameters = new("CAA16737-FA36-4D43-B3B6-33F0AA44E76B");
    public static readonly Guid VirtualDiskSize = new("2FA54224-CD1B-4876-B211-5DBED83BF4B8");
    public static readonly Guid LogicalSectorSize = new("8141BF1D-A96F-4709-BA47-F233A8FAAB5F");
    public static readonly Guid PhysicalSectorSize = new("CDA348C7-445D-4471-9CC9-E9885251C556");
    public static readonly Guid Page83Data = new("BECA12AB-B2E6-4523-93EF-C309E000C746");
    public static readonly Guid ParentLocator = new("A8D35F2D-B30B-454D-ABF7-D3D84834AB0C");
    public static readonly Guid VhdxLocatorType = new("B04AEFB7-D19E-4A81-B789-25B8E9445913");

    /// <summary>2^46: 64 TiB, the format's limit.</summary>
    public const long MaxDiskBytes = 1L << 46;

    /// <summary>CRC-32C of a structure whose checksum, at byte 4, counts as zeros.</summary>
    public static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        uint crc = Crc32C.Append(uint.MaxValue, bytes[..4]);
        crc = Crc32C.Append(crc, [0, 0, 0, 0]);
        return ~Crc32C.Append(crc, bytes[8..]);
    }
}
