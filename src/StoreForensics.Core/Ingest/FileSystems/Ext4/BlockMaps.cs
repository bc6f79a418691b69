using StoreForensics.Ingest.FileSystems.Contents;

namespace StoreForensics.Ingest.FileSystems.Ext4;

/// <summary>Chooses how an inode tells where its blocks lie.</summary>
internal static class BlockMaps
{
    public static IBlockMap Of(Ext4Blocks ext4, in Inode inode)
    {
        IBlockMap map = inode.Has(InodeFlags.Extents) ? new ExtentMap(ext4, inode) : new IndirectMap(ext4, inode);
        return WithChanges(ext4, inode, map);
    }

    /// <summary>The map with what fast commits changed in it.</summary>
    public static IBlockMap WithChanges(Ext4Blocks ext4, in Inode inode, IBlockMap map)
    {
        return ext4.FastCommits is { } changes ? changes.Over(map, inode.Number, ext4.Super.BlockCount) : map;
    }
}
