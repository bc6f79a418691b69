namespace StoreForensics.Ingest.FileSystems.Erofs;

/// <summary>
/// Sizes and places of an EROFS image (Linux fs/erofs/erofs_fs.h, 6.12 and 6.15; Documentation/filesystems/erofs.rst). All numbers little-endian.
/// </summary>
internal static class ErofsLayout
{
    public const int SuperOffset = 1024, SuperBytes = 128;
    public const uint Magic = 0xE0F5E1E2;

    /// <summary>Node numbers count slots of this size from the first block of metadata on.</summary>
    public const int SlotBytes = 32;

    public const int CompactBytes = 32, ExtendedBytes = 64;
    public const int EntryBytes = 12;
    public const int XattrHeaderBytes = 12, XattrEntryBytes = 4;
    public const int DeviceSlotBytes = 128;

    /// <summary>A block number that stands for a hole.</summary>
    public const uint NullBlock = uint.MaxValue;

    public const int MinBlockBits = 9, MaxBlockBits = 16;
}

/// <summary>Features without which an image cannot be read right (erofs_fs.h, EROFS_FEATURE_INCOMPAT_*).</summary>
[Flags]
internal enum IncompatibleFeatures : uint
{
    ZeroPadding = 0x1,
    BigClusters = 0x2,
    ChunkedFiles = 0x4,
    DeviceTable = 0x8,
    TailPacking = 0x10,
    Fragments = 0x20,
    XattrPrefixes = 0x40,
    Is48Bit = 0x80,

    /// <summary>Those of compression concern files that are compressed, which are told of one by one.</summary>
    Known = ZeroPadding | BigClusters | ChunkedFiles | DeviceTable | TailPacking | Fragments | XattrPrefixes | Is48Bit,
}
