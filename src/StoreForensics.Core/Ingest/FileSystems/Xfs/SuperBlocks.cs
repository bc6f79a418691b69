using StoreForensics.Ingest.Disks;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.FileSystems.Xfs;

/// <summary>Finds a superblock that can be used: the first, else one of its copies, which begin every allocation group.</summary>
internal static class SuperBlocks
{
    private const int SectorBytes = 32768; // the largest there is
    private const int MostGroups = 64;
    private const ulong NoInode = ulong.MaxValue;

    /// <summary>Null when there is none. Tells of damage where there is a log to tell.</summary>
    /// <param name="blocks">The volume.</param>
    /// <param name="problems">Null to tell nobody.</param>
    /// <param name="origin">The volume in the evidence.</param>
    /// <param name="isCopy">Whether a copy stands in for the first.</param>
    public static SuperBlock? Find(IBlockSource blocks, ProblemLog? problems, Origin origin, out bool isCopy)
    {
        SuperBlock? first = Read(blocks, 0, out string fault);
        isCopy = false;
        if (first is { IsChecksumRight: true })
            return first;
        if (first is not null)
            fault = "its checksum is wrong";
        if (Copy(blocks, first, out long offset) is { } copy)
        {
            problems?.Damage(XfsProblems.Backup, origin with { Offset = 0 }, $"the superblock is damaged ({fault}); its copy at byte {offset} is used");
            isCopy = true;
            return copy;
        }
        if (first is not null)
            problems?.Damage(XfsProblems.SuperBlock, origin with { Offset = 0 }, $"the superblock is damaged ({fault}), and no copy of it was found; it is used as it is");
        return first;
    }

    // mkfs.xfs divides a volume into equal groups, four of them or more; a copy knows itself where it should stand.
    private static SuperBlock? Copy(IBlockSource blocks, SuperBlock? first, out long offset)
    {
        if (first is not null && Usable(blocks, offset = (long)first.AgBlocks * first.BlockBytes) is { } second)
            return second;
        for (int blockBytes = 4096; blockBytes >= 512; blockBytes /= 2)
        {
            for (int groups = 2; groups <= MostGroups; groups++)
            {
                // Of the copies only the last and the middle one know the root directory.
                long perGroup = ((blocks.Length / blockBytes) + groups - 1) / groups;
                if (Usable(blocks, offset = perGroup * (groups - 1) * blockBytes) is { } last)
                    return last;
                if (Usable(blocks, offset = perGroup * ((groups - 1) / 2) * blockBytes) is { } middle)
                    return middle;
            }
        }
        offset = 0;
        return null;
    }

    private static SuperBlock? Usable(IBlockSource blocks, long offset) =>
        Read(blocks, offset, out _) is { IsChecksumRight: true } super && super.RootInode is not (0 or NoInode)
            && offset % ((long)super.AgBlocks * super.BlockBytes) == 0 ? super : null;

    private static SuperBlock? Read(IBlockSource blocks, long offset, out string fault)
    {
        fault = "it is not there";
        if (offset < 0 || blocks.Length - offset < XfsLayout.BasicBlockBytes)
            return null;
        try
        {
            byte[] bytes = new byte[XfsLayout.BasicBlockBytes];
            blocks.ReadAt(offset, bytes);
            if (SuperBlock.Parse(bytes) is not { } super || super.SectorBytes == bytes.Length)
                return SuperBlock.Parse(bytes);
            bytes = new byte[Math.Min(Math.Min(super.SectorBytes, SectorBytes), blocks.Length - offset)];
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
