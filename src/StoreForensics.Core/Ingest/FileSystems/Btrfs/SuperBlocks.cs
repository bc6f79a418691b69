using StoreForensics.Ingest.Disks;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.FileSystems.Btrfs;

/// <summary>Finds a superblock that can be used: the first, else the newest of its copies.</summary>
internal static class SuperBlocks
{
    /// <summary>Null when there is none. Tells of damage where there is a log to tell.</summary>
    public static SuperBlock? Find(IBlockSource blocks, ProblemLog? problems, Origin origin)
    {
        SuperBlock? first = Read(blocks, BtrfsLayout.SuperAt, out string fault);
        if (first is { IsChecksumRight: true })
            return first;
        if (first is not null)
            fault = "its checksum is wrong";
        SuperBlock? copy = Newest(Read(blocks, BtrfsLayout.FirstCopyAt, out _), Read(blocks, BtrfsLayout.SecondCopyAt, out _));
        origin = origin with { Offset = BtrfsLayout.SuperAt };
        if (copy is not null)
            problems?.Damage(BtrfsProblems.Backup, origin, $"the superblock is damaged ({fault}); a copy of it is used");
        else if (first is not null)
            problems?.Damage(BtrfsProblems.SuperBlock, origin, $"the superblock is damaged ({fault}), and no copy of it was found; it is used as it is");
        return copy ?? first;
    }

    private static SuperBlock? Newest(SuperBlock? one, SuperBlock? other)
    {
        one = one is { IsChecksumRight: true } ? one : null;
        other = other is { IsChecksumRight: true } ? other : null;
        return one is null || other?.Generation > one.Generation ? other : one;
    }

    private static SuperBlock? Read(IBlockSource blocks, long offset, out string fault)
    {
        fault = "it is not there";
        if (blocks.Length - offset < BtrfsLayout.SuperBytes)
            return null;
        try
        {
            return SuperBlock.Parse(blocks.ReadBytes(offset, BtrfsLayout.SuperBytes), offset);
        }
        catch (EvidenceFormatException e)
        {
            fault = e.Message;
            return null;
        }
    }
}
