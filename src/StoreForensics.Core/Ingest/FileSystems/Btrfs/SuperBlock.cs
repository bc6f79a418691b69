using StoreForensics.Evidence;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.FileSystems.Btrfs;

/// <summary>The superblock (<c>btrfs_super_block</c>): every field that is divided or indexed by has been checked.</summary>
internal sealed record SuperBlock
{
    public required ulong Generation { get; init; }

    /// <summary>Logical address and level of the tree of trees.</summary>
    public required TreeRoot RootTree { get; init; }

    /// <summary>The same of the tree of chunks.</summary>
    public required TreeRoot ChunkTree { get; init; }

    /// <summary>The same of the tree of logs, which is of the transaction after this; address 0: there is none.</summary>
    public required TreeRoot LogRoot { get; init; }
    public required ulong TotalBytes { get; init; }
    public required ulong DeviceCount { get; init; }

    /// <summary>Bytes that this device should have.</summary>
    public required ulong DeviceBytes { get; init; }
    public required ulong DeviceId { get; init; }
    public required int SectorBytes { get; init; }
    public required int NodeBytes { get; init; }

    /// <summary>What blocks of metadata bear.</summary>
    public required Guid MetadataUuid { get; init; }
    public required IncompatibleFeatures Incompatible { get; init; }

    /// <summary>0: CRC-32C, the only kind that is checked.</summary>
    public required int ChecksumType { get; init; }
    public required bool IsChecksumRight { get; init; }

    /// <summary>Keys and chunks that hold the tree of chunks itself (<c>sys_chunk_array</c>).</summary>
    public required ReadOnlyMemory<byte> SystemChunks { get; init; }
    public required FileSystemFacts Facts { get; init; }

    /// <summary>Null when there is no superblock of this kind.</summary>
    /// <param name="bytes">4096 bytes.</param>
    /// <param name="at">Where they stand: a superblock knows.</param>
    /// <exception cref="EvidenceFormatException">There is one, and a field of it cannot be.</exception>
    public static SuperBlock? Parse(byte[] bytes, long at)
    {
        ReadOnlySpan<byte> b = bytes;
        if (b.Length < BtrfsLayout.SuperBytes || !b.Slice(64, 8).SequenceEqual("_BHRfS_M"u8))
            return null;
        uint sector = b.U32(144), node = b.U32(148), array = b.U32(160);
        Check(b.U64(48) == (ulong)at, $"it says that it stands at byte {b.U64(48)}");
        Check(IsPower(sector) && sector is >= 512 and <= 65536, $"sectorsize is {sector}");
        Check(IsPower(node) && node is >= 4096 and <= 65536, $"nodesize is {node}");
        Check(array <= 2048, $"sys_chunk_array_size is {array}");
        Check(b[198] < BtrfsLayout.MaxLevels && b[199] < BtrfsLayout.MaxLevels && b[200] < BtrfsLayout.MaxLevels,
            $"its trees have levels {b[198]}, {b[199]} and {b[200]}");
        var incompatible = (IncompatibleFeatures)b.U64(188);
        int checksumType = b.U16(196);
        return new SuperBlock
        {
            Generation = b.U64(72),
            RootTree = new TreeRoot(b.U64(80), b[198], b.U64(72)),
            ChunkTree = new TreeRoot(b.U64(88), b[199], b.U64(164)),
            LogRoot = new TreeRoot(b.U64(96), b[200], b.U64(72) + 1),
            TotalBytes = b.U64(112),
            DeviceCount = b.U64(136),
            DeviceId = b.U64(201),
            DeviceBytes = b.U64(209),
            SectorBytes = (int)sector,
            NodeBytes = (int)node,
            MetadataUuid = new Guid(b.Slice((incompatible & IncompatibleFeatures.MetadataUuid) != 0 ? 571 : 32, 16), bigEndian: true),
            Incompatible = incompatible,
            ChecksumType = checksumType,
            IsChecksumRight = checksumType != 0 || BtrfsBytes.IsChecksumRight(b),
            SystemChunks = bytes.AsMemory(811, (int)array),
            Facts = new FileSystemFacts
            {
                Kind = "btrfs",
                Label = Text(b.Slice(299, 256)),
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
            throw BtrfsProblems.Bad(BtrfsProblems.SuperBlock, "the superblock is damaged: " + message);
    }
}

/// <summary>Where a tree begins.</summary>
/// <param name="Logical">Logical address of its root.</param>
/// <param name="Level">0: the root is a leaf.</param>
/// <param name="Generation">Of the transaction that wrote it.</param>
internal readonly record struct TreeRoot(ulong Logical, int Level, ulong Generation);
