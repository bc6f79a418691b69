using StoreForensics.Ingest.FileSystems.Btrfs.Inodes;
using StoreForensics.Ingest.FileSystems.Btrfs.Trees;

namespace StoreForensics.Ingest.FileSystems.Btrfs.Extents;

/// <summary>Where the bytes of a file lie.</summary>
internal sealed class FileMap(Subvolume subvolume, ulong inode)
{
    /// <summary>The stretch that holds a byte of the file. What no record speaks of is a hole.</summary>
    /// <exception cref="Primitives.EvidenceFormatException">The map is damaged there.</exception>
    public FileExtent Find(long at)
    {
        long from = 0;
        if (subvolume.Items.Last(KeyOf(at)) is { } item && item.Key.Object == inode && item.Key.Type == ItemType.Extent)
        {
            var extent = FileExtent.Parse(item.Key.Offset, item.Data);
            if (at < extent.End)
                return extent;
            from = extent.End;
        }
        long end = long.MaxValue;
        foreach (Item next in subvolume.Items.Range(KeyOf(at), new Key(inode, ItemType.Extent, long.MaxValue), damaged: null))
        {
            if (next.Key.Offset <= (ulong)at)
                continue;
            end = (long)next.Key.Offset;
            break;
        }
        return new FileExtent(from, end - from, ExtentPacking.None, 0, 0, 0, 0, null);
    }

    private Key KeyOf(long at) => new(inode, ItemType.Extent, (ulong)at);
}
