using System.Buffers.Binary;
using StoreForensics.Evidence;
using StoreForensics.Ingest.Disks;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.FileSystems.Ext4;

/// <summary>The superblock (globals.rst, "Super Block"): every field that is divided or indexed by has been checked.</summary>
internal sealed record SuperBlock
{
    public required uint InodeCount { get; init; }
    public required long BlockCount { get; init; }
    public required uint FirstDataBlock { get; init; }
    public required int BlockBytes { get; init; }

    /// <summary>Blocks that one bit of a bitmap stands for: 1 without bigalloc.</summary>
    public required int ClusterBlocks { get; init; }
    public required uint BlocksPerGroup { get; init; }
    public required uint InodesPerGroup { get; init; }
    public required int InodeBytes { get; init; }
    public required int DescriptorBytes { get; init; }
    public required uint FirstMetaGroup { get; init; }
    public required Compatible Compatible { get; init; }
    public required Incompatible Incompatible { get; init; }
    public required ReadOnlyCompatible ReadOnlyCompatible { get; init; }
    public required uint JournalInode { get; init; }
    /// <summary>The journal's block field and size as of when it was made (<c>s_jnl_blocks</c>); empty where they were not kept.</summary>
    public required byte[] JournalCopy { get; init; }
    public required uint BackupGroup1 { get; init; }
    public required uint BackupGroup2 { get; init; }
    public required uint ChecksumSeed { get; init; }

    /// <summary>Seeds the older checksums of the descriptors of groups: that of the UUID.</summary>
    public required ushort GroupChecksumSeed { get; init; }

    /// <summary>The journal's device; null where the journal is a file here, or there is none.</summary>
    public required string? JournalUuid { get; init; }

    /// <summary>It is not the first superblock, which was damaged, but a copy: whether the journal is to be played back is not in those.</summary>
    public bool IsCopy { get; init; }

    public required bool IsChecksumRight { get; init; }
    public required ushort GroupNumber { get; init; }

    /// <summary>Revision 0 has no such number: its copies say 0.</summary>
    public required bool HasGroupNumber { get; init; }
    public required FileSystemFacts Facts { get; init; }

    public long GroupCount => (BlockCount - FirstDataBlock + BlocksPerGroup - 1) / BlocksPerGroup;

    public int DescriptorsPerBlock => BlockBytes / DescriptorBytes;

    public bool Has(Incompatible feature) => (Incompatible & feature) != 0;

    public bool Has(ReadOnlyCompatible feature) => (ReadOnlyCompatible & feature) != 0;

    public bool Has(Compatible feature) => (Compatible & feature) != 0;

    /// <summary>Null when there is no superblock of this kind.</summary>
    /// <exception cref="EvidenceFormatException">There is one, and a field of it cannot be.</exception>
    public static SuperBlock? Parse(ReadOnlySpan<byte> b)
    {
        if (b.Length < Ext4Layout.SuperBlockBytes || U16(b, 0x38) != Ext4Layout.Magic)
            return null;
        uint logBlock = U32(b, 0x18), revision = U32(b, 0x4C);
        Check(logBlock <= 6, $"s_log_block_size is {logBlock}: blocks of more than 64 KiB do not exist");
        int blockBytes = 1024 << (int)logBlock;
        var incompatible = (Incompatible)(revision == 0 ? 0 : U32(b, 0x60));
        var readOnly = (ReadOnlyCompatible)(revision == 0 ? 0 : U32(b, 0x64));
        bool is64 = (incompatible & Incompatible.Bits64) != 0;
        int inodeBytes = revision == 0 ? Ext4Layout.SmallInodeBytes : U16(b, 0x58);
        Check(inodeBytes >= Ext4Layout.SmallInodeBytes && inodeBytes <= blockBytes && (inodeBytes & (inodeBytes - 1)) == 0, $"s_inode_size is {inodeBytes}");
        int descriptorBytes = is64 ? Math.Max((int)U16(b, 0xFE), 32) : 32;
        Check(descriptorBytes <= blockBytes && (descriptorBytes & (descriptorBytes - 1)) == 0, $"s_desc_size is {descriptorBytes}");
        uint blocksPerGroup = U32(b, 0x20), inodesPerGroup = U32(b, 0x28), first = U32(b, 0x14);
        Check(blocksPerGroup is > 0 and <= 1 << 28, $"s_blocks_per_group is {blocksPerGroup}");
        Check(inodesPerGroup > 0 && (long)inodesPerGroup * inodeBytes <= (long)blocksPerGroup * blockBytes, $"s_inodes_per_group is {inodesPerGroup}");
        long blocks = U32(b, 0x04) | (is64 ? (long)U32(b, 0x150) << 32 : 0);
        Check(blocks > first && blocks <= long.MaxValue / blockBytes, $"s_blocks_count is {blocks}");
        var compatible = (Compatible)(revision == 0 ? 0 : U32(b, 0x5C));
        return new SuperBlock
        {
            InodeCount = U32(b, 0x00),
            BlockCount = blocks,
            FirstDataBlock = first,
            BlockBytes = blockBytes,
            ClusterBlocks = (readOnly & ReadOnlyCompatible.BigAllocation) == 0 ? 1 : 1 << (int)Math.Clamp((long)U32(b, 0x1C) - logBlock, 0, 16),
            BlocksPerGroup = blocksPerGroup,
            InodesPerGroup = inodesPerGroup,
            InodeBytes = inodeBytes,
            DescriptorBytes = descriptorBytes,
            FirstMetaGroup = U32(b, 0x104),
            Compatible = compatible,
            Incompatible = incompatible,
            ReadOnlyCompatible = readOnly,
            JournalInode = U32(b, 0xE0),
            JournalCopy = b[0xFD] == 1 ? b.Slice(0x10C, 17 * sizeof(uint)).ToArray() : [],
            BackupGroup1 = U32(b, 0x24C),
            BackupGroup2 = U32(b, 0x250),
            ChecksumSeed = (incompatible & Incompatible.ChecksumSeed) != 0 ? U32(b, 0x270) : Crc32C.Append(~0u, b.Slice(0x68, 16)),
            GroupChecksumSeed = GroupDescriptor.Crc16(ushort.MaxValue, b.Slice(0x68, 16)),
            JournalUuid = U32(b, 0xE0) == 0 && (compatible & Compatible.HasJournal) != 0 && b.Slice(0xD0, 16).ContainsAnyExcept((byte)0)
                ? new Guid(b.Slice(0xD0, 16), bigEndian: true).ToString() : null,
            IsChecksumRight = (readOnly & ReadOnlyCompatible.MetadataChecksums) == 0 || Crc32C.Append(~0u, b[..0x3FC]) == U32(b, 0x3FC),
            GroupNumber = U16(b, 0x5A),
            HasGroupNumber = revision > 0,
            Facts = new FileSystemFacts
            {
                Kind = Kind(compatible, incompatible, readOnly),
                Label = Text(b.Slice(0x78, 16)),
                Uuid = new Guid(b.Slice(0x68, 16), bigEndian: true).ToString(),
                LastMounted = Text(b.Slice(0x88, 64)),
                Created = Time(U32(b, 0x108), b[0x276]),
                MountedAt = Time(U32(b, 0x2C), b[0x275]),
                WrittenAt = Time(U32(b, 0x30), b[0x274]),
            },
        };
    }

    private static string Kind(Compatible compatible, Incompatible incompatible, ReadOnlyCompatible readOnly)
    {
        bool is4 = (incompatible & ~(Incompatible.Compression | Incompatible.FileType | Incompatible.Recover | Incompatible.JournalDevice
            | Incompatible.MetaGroups)) != 0
            || ((uint)readOnly & ~0x7u) != 0;
        return is4 ? "ext4" : (compatible & Compatible.HasJournal) != 0 ? "ext3" : "ext2";
    }

    private static Timestamp? Time(uint low, byte high) => low == 0 && high == 0 ? null : new Timestamp(low | ((long)high << 32), 0);

    private static string? Text(ReadOnlySpan<byte> field)
    {
        int end = field.IndexOf((byte)0);
        ReadOnlySpan<byte> text = end < 0 ? field : field[..end];
        return text.IsEmpty ? null : DisplayText.Escape(text);
    }

    private static void Check(bool holds, string message)
    {
        if (!holds)
            throw Ext4Problems.Bad(Ext4Problems.SuperBlock, "the superblock is damaged: " + message);
    }

    private static ushort U16(ReadOnlySpan<byte> b, int at) => BinaryPrimitives.ReadUInt16LittleEndian(b[at..]);

    private static uint U32(ReadOnlySpan<byte> b, int at) => BinaryPrimitives.ReadUInt32LittleEndian(b[at..]);
}
