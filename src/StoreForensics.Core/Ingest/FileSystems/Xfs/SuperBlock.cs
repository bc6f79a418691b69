using StoreForensics.Evidence;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.FileSystems.Xfs;

/// <summary>The superblock (<c>xfs_dsb</c>): every field that is divided or indexed by has been checked.</summary>
internal sealed record SuperBlock
{
    private const uint HasFileType2 = 0x200;

    public required int BlockBytes { get; init; }
    public required long BlockCount { get; init; }
    public required Guid Uuid { get; init; }

    /// <summary>What blocks of metadata bear: the first UUID that the file system had.</summary>
    public required Guid MetadataUuid { get; init; }

    /// <summary>First block of the log, as a block number of the file system; 0: it lies on another device.</summary>
    public required ulong LogStart { get; init; }
    public required uint LogBlocks { get; init; }
    public required ulong RootInode { get; init; }
    public required uint AgBlocks { get; init; }
    public required uint AgCount { get; init; }

    /// <summary>The low four bits of <c>sb_versionnum</c>: 5 has checksums and larger inodes.</summary>
    public required int Version { get; init; }
    public required int SectorBytes { get; init; }
    public required int InodeBytes { get; init; }

    /// <summary>Binary logarithms of inodes a block, and of blocks of an allocation group, rounded up.</summary>
    public required int InodesPerBlockLog { get; init; }

    /// <inheritdoc cref="InodesPerBlockLog"/>
    public required int AgBlocksLog { get; init; }

    /// <summary>Bytes of a block of a directory.</summary>
    public required int DirectoryBlockBytes { get; init; }
    public required IncompatibleFeatures Incompatible { get; init; }

    /// <summary>Whether directories tell what each name is, in a byte behind it.</summary>
    public required bool HasFileTypes { get; init; }
    public required bool IsChecksumRight { get; init; }
    public required FileSystemFacts Facts { get; init; }

    public bool HasChecksums => Version == 5;

    /// <summary>Bytes of the fields of an inode before what it holds.</summary>
    public int InodeCoreBytes => HasChecksums ? XfsLayout.NewInodeCoreBytes : XfsLayout.OldInodeCoreBytes;

    /// <summary>Null when there is no superblock of this kind.</summary>
    /// <param name="b">A sector of 512 bytes or more, as large as the file system's for the checksum.</param>
    /// <exception cref="EvidenceFormatException">There is one, and a field of it cannot be.</exception>
    public static SuperBlock? Parse(ReadOnlySpan<byte> b)
    {
        if (b.Length < XfsLayout.SuperBytes || b.U32(0) != XfsLayout.SuperMagic)
            return null;
        int version = b.U16(100) & 0xF, sector = b.U16(102), inode = b.U16(104);
        uint blockBytes = b.U32(4);
        Check(version is 4 or 5, $"its version is {version}, and 4 and 5 are known");
        Check(IsPower(blockBytes) && blockBytes is >= 512 and <= 65536, $"sb_blocksize is {blockBytes}");
        Check(IsPower((uint)sector) && sector is >= 512 and <= 32768, $"sb_sectsize is {sector}");
        Check(IsPower((uint)inode) && inode is >= 256 and <= 2048 && inode <= blockBytes, $"sb_inodesize is {inode}");
        ulong blocks = b.U64(8);
        uint agBlocks = b.U32(84), agCount = b.U32(88);
        Check(agBlocks > 0 && agCount > 0 && blocks > 0 && blocks <= (ulong)(long.MaxValue / blockBytes)
            && blocks <= (ulong)agBlocks * agCount && blocks > (ulong)agBlocks * (agCount - 1), $"{agCount} groups of {agBlocks} blocks, {blocks} in all");
        int agLog = b[124], directoryLog = b[192];
        Check(agLog is > 0 and <= 32 && 1UL << agLog >= agBlocks && (agLog == 1 || 1UL << (agLog - 1) < agBlocks), $"sb_agblklog is {agLog}");
        Check(blockBytes << Math.Min(directoryLog, 20) is var directory && directoryLog <= 7 && directory <= 65536, $"sb_dirblklog is {directoryLog}");
        var incompatible = (IncompatibleFeatures)(version == 5 ? b.U32(216) : 0);
        bool hasMore = (b.U16(100) & 0x8000) != 0;
        return new SuperBlock
        {
            BlockBytes = (int)blockBytes,
            BlockCount = (long)blocks,
            Uuid = new Guid(b.Slice(32, 16), bigEndian: true),
            MetadataUuid = new Guid(b.Slice((incompatible & IncompatibleFeatures.MetaUuid) != 0 ? 248 : 32, 16), bigEndian: true),
            LogStart = b.U64(48),
            LogBlocks = b.U32(96),
            RootInode = b.U64(56),
            AgBlocks = agBlocks,
            AgCount = agCount,
            Version = version,
            SectorBytes = sector,
            InodeBytes = inode,
            InodesPerBlockLog = System.Numerics.BitOperations.Log2(blockBytes / (uint)inode),
            AgBlocksLog = agLog,
            DirectoryBlockBytes = (int)directory,
            Incompatible = incompatible,
            HasFileTypes = version == 5 ? (incompatible & IncompatibleFeatures.FileType) != 0 : hasMore && (b.U32(200) & HasFileType2) != 0,
            IsChecksumRight = version == 4 || (b.Length >= sector && b[..sector].IsChecksumRight(224)),
            Facts = new FileSystemFacts
            {
                Kind = "xfs",
                Label = Text(b.Slice(108, 12)),
                Uuid = new Guid(b.Slice(32, 16), bigEndian: true).ToString(),
            },
        };
    }

    private static bool IsPower(uint value) => value != 0 && (value & (value - 1)) == 0;

    private static string? Text(ReadOnlySpan<byte> field)
    {
        int end = field.IndexOf((byte)0);
        ReadOnlySpan<byte> text = end < 0 ? field : field[..end];
        return text.IsEmpty ? null : DisplayText.Escape(text);
    }

    private static void Check(bool holds, string message)
    {
        if (!holds)
            throw XfsProblems.Bad(XfsProblems.SuperBlock, "the superblock is damaged: " + message);
    }
}
