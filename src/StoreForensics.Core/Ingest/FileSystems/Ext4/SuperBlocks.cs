using StoreForensics.Ingest.Disks;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.FileSystems.Ext4;

/// <summary>Finds a superblock that can be used: the first, else one of its copies, which stand in other groups (globals.rst, "Block Groups").</summary>
internal static class SuperBlocks
{
    private const long ScanBytes = 16 << 20;
    private const int ScanPieceBytes = 64 * 1024;

    /// <summary>A block of bits counts blocks of the same size: the smallest group is one of blocks of 1 KiB. With bigalloc it counts clusters.</summary>
    private const long SmallestGroup = 8L * 1024 * 1024;

    private static readonly long[] s_groups = [1, 3, 5, 7, 9, 25, 27, 49];

    /// <summary>Null when there is none. Tells of damage where there is a log to tell.</summary>
    public static SuperBlock? Find(IBlockSource blocks, ProblemLog? problems, Origin origin)
    {
        SuperBlock? first = Read(blocks, Ext4Layout.SuperBlockOffset, out string? fault);
        if (first is { IsChecksumRight: true })
            return first;
        SuperBlock? copy = Backup(blocks, out long offset);
        if (copy is null)
        {
            if (first is not null)
                problems?.Damage(Ext4Problems.SuperBlock, origin with { Offset = Ext4Layout.SuperBlockOffset },
                    "the superblock's checksum is wrong, and no copy of it was found; it is used as it is");
            return first;
        }
        problems?.Damage(Ext4Problems.Backup, origin with { Offset = Ext4Layout.SuperBlockOffset },
            $"the superblock is damaged ({fault ?? "its checksum is wrong"}); its copy at byte {offset} is used");
        return copy;
    }

    private static SuperBlock? Backup(IBlockSource blocks, out long offset)
    {
        for (long groupBytes = SmallestGroup; groupBytes < blocks.Length; groupBytes *= 2)
        {
            // The last group has one with sparse_super2.
            foreach (long group in s_groups.Append((blocks.Length - 1) / groupBytes))
            {
                offset = group * groupBytes;
                if ((At(blocks, offset) ?? At(blocks, offset += 1024)) is { } super)
                    return super;
            }
        }
        return Scan(blocks, out offset);
    }

    // The copy that should stand there, by what it says itself.
    private static SuperBlock? At(IBlockSource blocks, long offset) => Read(blocks, offset, out _) is { IsChecksumRight: true } super
        && (super.HasGroupNumber ? super.GroupNumber : GroupAt(super, offset)) is var group and > 0
        && offset == (super.FirstDataBlock + (group * super.BlocksPerGroup)) * super.BlockBytes ? super with { IsCopy = true } : null;

    private static long GroupAt(SuperBlock super, long offset) => ((offset / super.BlockBytes) - super.FirstDataBlock) / super.BlocksPerGroup;

    // Groups may have been made smaller: the copy then says itself where it should stand.
    private static SuperBlock? Scan(IBlockSource blocks, out long offset)
    {
        byte[] piece = new byte[ScanPieceBytes];
        for (long start = 0; start < Math.Min(ScanBytes, blocks.Length); start += piece.Length)
        {
            Span<byte> read = piece.AsSpan(0, (int)Math.Min(piece.Length, blocks.Length - start));
            if (!TryRead(blocks, start, read))
                continue;
            for (int at = 0; at + Ext4Layout.SuperBlockBytes <= read.Length; at += 1024)
            {
                offset = start + at;
                if (read[at + 0x38] == 0x53 && read[at + 0x39] == 0xEF && At(blocks, offset) is { } super)
                    return super;
            }
        }
        offset = 0;
        return null;
    }

    private static bool TryRead(IBlockSource blocks, long offset, Span<byte> target)
    {
        try
        {
            blocks.ReadAt(offset, target);
            return true;
        }
        catch (EvidenceFormatException)
        {
            return false;
        }
    }

    private static SuperBlock? Read(IBlockSource blocks, long offset, out string? fault)
    {
        fault = "it is not there";
        if (blocks.Length < offset + Ext4Layout.SuperBlockBytes)
            return null;
        byte[] bytes = new byte[Ext4Layout.SuperBlockBytes];
        try
        {
            blocks.ReadAt(offset, bytes);
            return SuperBlock.Parse(bytes);
        }
        catch (EvidenceFormatException e)
        {
            fault = e.Message;
            return null;
        }
    }
}
