using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Ingest.FileSystems.Btrfs.Trees;

namespace StoreForensics.Ingest.FileSystems.Btrfs.Inodes;

/// <summary>Reads the extended attributes of an inode: they lie as programs see them, access control lists too.</summary>
internal sealed class InodeAttributes(Action<string, string> tell)
{
    // Values of one file together: more is hostile.
    private const long MaxBytes = 64L << 20;

    /// <summary>Null for none.</summary>
    public List<ExtendedAttribute>? Read(Subvolume subvolume, ulong inode)
    {
        List<ExtendedAttribute>? read = null;
        long bytes = 0;
        foreach (Item item in subvolume.Items.Range(new Key(inode, ItemType.Xattr, 0), new Key(inode, ItemType.Xattr, ulong.MaxValue),
            e => tell(e.Code, $"inode {inode} of tree {subvolume.Id}: attributes are missing: {e.Message}")))
        {
            var records = new NamedItems(item.Bytes);
            while (bytes <= MaxBytes && records.MoveNext())
            {
                bytes += records.Value.Length;
                (read ??= []).Add(new ExtendedAttribute(Encoding.UTF8.GetString(records.Name), records.Value.ToArray()));
            }
            if (records.IsDamaged || bytes > MaxBytes)
                tell(BtrfsProblems.Xattr, $"inode {inode} of tree {subvolume.Id}: {(records.IsDamaged ? "its attributes break off"
                    : $"its attributes have more than {MaxBytes} bytes: the rest is left out")}");
            if (bytes > MaxBytes)
                break;
        }
        return read;
    }
}
