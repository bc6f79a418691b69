using StoreForensics.Ingest.FileSystems.Btrfs.Trees;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.FileSystems.Btrfs.Inodes;

/// <summary>The path of an inode in its subvolume, by its first name.</summary>
internal static class InodePath
{
    private const int MostDirectories = 256;
    private const int NameAt = 10;

    /// <summary>Begins without a slash; empty for the subvolume's root. What cannot be read of it is left out at the beginning.</summary>
    public static EvidencePath Of(Subvolume subvolume, ulong inode)
    {
        var path = new List<byte>();
        try
        {
            for (int i = 0; i < MostDirectories && inode != BtrfsLayout.FirstFree; i++)
            {
                Item? reference = subvolume.Items.Range(new Key(inode, ItemType.Reference, 0), new Key(inode, ItemType.Reference, ulong.MaxValue), null)
                    .Cast<Item?>().FirstOrDefault();
                if (reference is not { } item || item.Data.Length < NameAt || item.Data.Length < NameAt + item.Bytes.U16(8))
                    break;
                if (path.Count > 0)
                    path.Insert(0, (byte)'/');
                path.InsertRange(0, item.Bytes.Slice(NameAt, item.Bytes.U16(8)).ToArray());
                inode = item.Key.Offset;
            }
        }
        catch (EvidenceFormatException)
        {
            // what is known will do
        }
        return new EvidencePath(path.ToArray());
    }
}
