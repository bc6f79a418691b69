using StoreForensics.Ingest.FileSystems.Contents;

namespace StoreForensics.Ingest.FileSystems.Ext4;

/// <summary>Chooses how an inode tells where its blocks lie.</summary>
internal static class BlockMaps
{
    public static IBlockMap Of(Ext4Blocks volume, in Inode inode) =>
        inode.Has(InodeFlags.Extents) ? new ExtentMap(volume, inode) : new IndirectMap(volume, inode);
}
