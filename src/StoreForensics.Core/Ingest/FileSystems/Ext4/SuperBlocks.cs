using StoreForensics.Ingest.Disks;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.FileSystems.Ext4;

/// <summary>Finds a superblock that can be used: the first, else one of its copies, which stand in other groups (globals.rst, "Block Groups").</summary>
internal static class SuperBlocks
{
    private static readonly int[] s_groups = [1, 3, 5, 7, 9, 25, 27, 49];

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
                problems?.Damage(Ext4Problems.SuperBlock, origin with { Offset = Ext4Layout.SuperBlockOffset }, "the superblock's checksum is wrong, and no copy of it was found; it is used as it is");
            return first;
        }
        problems?.Damage(Ext4Problems.Backup, origin with { Offset = Ext4Layout.SuperBlockOffset }, $"the superblock is damaged ({fault ?? "its checksum is wrong"}); its copy at byte {offset} is used");
        return copy;
    }

    private static SuperBlock? Backup(IBlockSource blocks, out long offset)
    {
        offset = 0;
        for (int blockBytes = 1024; blockBytes <= 65536; blockBytes *= 2)
        {
            foreach (int group in s_groups)
            {
                // A full group is what one block of bits can count.
                offset = ((long)group * blockBytes * 8 * blockBytes) + (blockBytes == 1024 ? 1024 : 0);
                if (Read(blocks, offset, out _) is { IsChecksumRight: true } super && super.BlockBytes == blockBytes && super.GroupNumber == group)
                    return super;
            }
        }
        return null;
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
