namespace StoreForensics.Ingest.FileSystems.Xfs;

/// <summary>Numbers of the on-disk format (Linux 6.12, fs/xfs/libxfs/xfs_format.h and xfs_da_format.h).</summary>
internal static class XfsLayout
{
    public const uint SuperMagic = 0x58465342; // XFSB
    public const int SuperBytes = 264; // the fields up to sb_meta_uuid

    /// <summary>Disk addresses and the log count in basic blocks.</summary>
    public const int BasicBlockBytes = 512;

    public const ushort InodeMagic = 0x494E; // IN
    public const int OldInodeCoreBytes = 100, NewInodeCoreBytes = 176;
    public const int InodeChecksumAt = 100;

    public const uint MapBlockMagic = 0x424D4150, NewMapBlockMagic = 0x424D4133; // BMAP, BMA3
    public const int MapBlockHeaderBytes = 24, NewMapBlockHeaderBytes = 72;
    public const int MapBlockChecksumAt = 64;

    /// <summary>More levels than a map of 2^54 blocks can need.</summary>
    public const int MaxMapLevels = 12;

    public const uint DirectoryBlockMagic = 0x58443242, NewDirectoryBlockMagic = 0x58444233; // XD2B, XDB3: all of a directory
    public const uint DirectoryDataMagic = 0x58443244, NewDirectoryDataMagic = 0x58444433; // XD2D, XDD3: some of its names
    public const int DirectoryHeaderBytes = 16, NewDirectoryHeaderBytes = 64;
    public const int DirectoryChecksumAt = 4;

    /// <summary>Names lie in the first 32 GiB of a directory, hashes and free space behind.</summary>
    public const long DirectoryNameBytes = 1L << 35;

    public const ushort AttributeLeafMagic = 0xFBEE, NewAttributeLeafMagic = 0x3BEE;
    public const ushort NodeMagic = 0xFEBE, NewNodeMagic = 0x3EBE;
    public const int NodeChecksumAt = 12;

    public const uint RemoteValueMagic = 0x5841524D; // XARM
    public const uint LinkMagic = 0x58534C4D; // XSLM

    /// <summary>Of both.</summary>
    public const int RemoteHeaderBytes = 56, RemoteChecksumAt = 12;

    public const int MaxTargetBytes = 1024;
    public const int MaxValueBytes = 65536;
}

/// <summary><c>sb_features_incompat</c>.</summary>
[Flags]
internal enum IncompatibleFeatures : uint
{
    FileType = 0x1,
    SparseInodes = 0x2,
    MetaUuid = 0x4,
    BigTime = 0x8,
    NeedsRepair = 0x10,
    LargeExtentCounts = 0x20,
    ExchangeRange = 0x40,
    ParentPointers = 0x80,
    MetadataDirectory = 0x100,
    Zoned = 0x200,
    ZoneGaps = 0x400,
    Known = FileType | SparseInodes | MetaUuid | BigTime | NeedsRepair | LargeExtentCounts | ExchangeRange | ParentPointers | MetadataDirectory,
}
