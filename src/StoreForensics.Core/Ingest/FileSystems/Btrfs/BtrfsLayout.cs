namespace StoreForensics.Ingest.FileSystems.Btrfs;

/// <summary>Numbers of the format (Linux include/uapi/linux/btrfs_tree.h).</summary>
internal static class BtrfsLayout
{
    public const int ChecksumBytes = 32;
    public const int SuperBytes = 4096;

    /// <summary>Where the superblock stands, and its two copies.</summary>
    public const long SuperAt = 64 << 10, FirstCopyAt = 64L << 20, SecondCopyAt = 256L << 30;

    public const int NodeHeaderBytes = 101, ItemBytes = 25, PointerBytes = 33, KeyBytes = 17;
    public const int MaxLevels = 8;

    public const ulong RootTree = 1, ExtentTree = 2, TopSubvolume = 5, RootDirectory = 6, ChecksumTree = 7, FirstFree = 256, LastFree = ulong.MaxValue - 255;
    public const ulong ChunkObject = 256;

    /// <summary>Whose items in the tree of logs are the logs of subvolumes.</summary>
    public const ulong LogObject = unchecked((ulong)-6);

    /// <summary>Whose items in the tree of checksums are those of files' bytes.</summary>
    public const ulong ChecksumObject = unchecked((ulong)-10);

    /// <summary>What the kernel shows in place of a subvolume that a snapshot does not hold.</summary>
    public const ulong EmptySubvolumeInode = 2;

    public const int ChunkBytes = 48, StripeBytes = 32;
    public const int RootItemBytes = 239, InodeBytes = 160, DirectoryItemBytes = 30, RootReferenceBytes = 18;
    public const int InlineExtentBytes = 21, ExtentBytes = 53;

    /// <summary>No extent that is compressed is larger unpacked than 128 KiB; some room is left for what may come.</summary>
    public const int MaxUnpackedBytes = 1 << 20;
    public const int MaxTargetBytes = 65536;
}

/// <summary>What an item of a tree is.</summary>
internal static class ItemType
{
    public const byte Inode = 1, Reference = 12, ExtendedReference = 13, Xattr = 24, LoggedIndexes = 72;
    public const byte DirectoryHash = 84, DirectoryIndex = 96, Extent = 108, ExtentChecksum = 128;
    public const byte Root = 132, AllocatedExtent = 168, AllocatedNode = 169, RootBackReference = 144, RootReference = 156, Chunk = 228;
}

/// <summary><c>incompat_flags</c>.</summary>
[Flags]
internal enum IncompatibleFeatures : ulong
{
    MixedBackReferences = 0x1,
    DefaultSubvolume = 0x2,
    MixedGroups = 0x4,
    Lzo = 0x8,
    Zstd = 0x10,
    BigMetadata = 0x20,
    ExtendedInodeReferences = 0x40,
    Raid56 = 0x80,
    SkinnyMetadata = 0x100,
    NoHoles = 0x200,
    MetadataUuid = 0x400,
    Raid1C34 = 0x800,
    Zoned = 0x1000,
    ExtentTree2 = 0x2000,
    RaidStripeTree = 0x4000,
    SimpleQuota = 0x10000,
    Known = MixedBackReferences | DefaultSubvolume | MixedGroups | Lzo | Zstd | BigMetadata | ExtendedInodeReferences | Raid56 | SkinnyMetadata | NoHoles
        | MetadataUuid | Raid1C34 | SimpleQuota,
}
