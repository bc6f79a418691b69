namespace StoreForensics.Ingest.FileSystems.Ext4;

/// <summary>
/// Numbers of the on-disk format of ext2, ext3 and ext4: Linux kernel, Documentation/filesystems/ext4 (globals, inodes, directory, attributes, journal), 6.12.
/// All integers are little-endian, those of the journal big-endian.
/// </summary>
internal static class Ext4Layout
{
    public const int SuperBlockOffset = 1024;
    public const int SuperBlockBytes = 1024;
    public const ushort Magic = 0xEF53;

    public const int RootInode = 2;
    public const int JournalInode = 8;
    public const int SmallInodeBytes = 128;

    public const ushort ExtentMagic = 0xF30A;
    public const int ExtentHeaderBytes = 12;
    public const int ExtentBytes = 12;
    public const int MaxExtentDepth = 5;

    /// <summary>An extent longer than this is one of so many less blocks that are allocated and not yet written.</summary>
    public const int MaxWrittenExtent = 32768;

    public const int DirectBlocks = 12;
    public const int BlockFieldBytes = 60;

    public const uint XattrMagic = 0xEA020000;
    public const int XattrBlockHeaderBytes = 32;
    public const int XattrEntryBytes = 16;

    /// <summary>Marks the checksum at the end of a directory block.</summary>
    public const byte DirectoryTailType = 0xDE;
    public const int DirectoryTailBytes = 12;
}

/// <summary>Features without which a file system cannot be read (<c>s_feature_incompat</c>).</summary>
[Flags]
internal enum Incompatible : uint
{
    Compression = 0x1,
    FileType = 0x2,
    Recover = 0x4,
    JournalDevice = 0x8,
    MetaGroups = 0x10,
    Extents = 0x40,
    Bits64 = 0x80,
    MultiMount = 0x100,
    FlexGroups = 0x200,
    AttributeInodes = 0x400,
    DirectoryData = 0x1000,
    ChecksumSeed = 0x2000,
    LargeDirectory = 0x4000,
    InlineData = 0x8000,
    Encryption = 0x10000,
    CaseFolding = 0x20000,
}

/// <summary>Features that matter to who writes (<c>s_feature_ro_compat</c>).</summary>
[Flags]
internal enum ReadOnlyCompatible : uint
{
    SparseSuper = 0x1,
    LargeFile = 0x2,
    HugeFile = 0x8,
    GroupChecksums = 0x10,
    BigAllocation = 0x200,
    MetadataChecksums = 0x400,
}

/// <summary>Features that may be ignored (<c>s_feature_compat</c>).</summary>
[Flags]
internal enum Compatible : uint
{
    HasJournal = 0x4,
    SparseSuper2 = 0x200,
    FastCommit = 0x400,
}

/// <summary><c>i_flags</c>.</summary>
[Flags]
internal enum InodeFlags : uint
{
    Encrypted = 0x800,
    Indexed = 0x1000,
    Extents = 0x80000,
    AttributeInode = 0x200000,
    InlineData = 0x10000000,
    CaseFolded = 0x40000000,
}
