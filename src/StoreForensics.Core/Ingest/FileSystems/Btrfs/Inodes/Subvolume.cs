using StoreForensics.Ingest.FileSystems.Btrfs.Trees;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.FileSystems.Btrfs.Inodes;

/// <summary>A tree of files: a subvolume or snapshot. Inode numbers count in it alone. Thread-safe.</summary>
/// <param name="Id">Its tree's number.</param>
/// <param name="Items">Its items.</param>
internal sealed record Subvolume(ulong Id, ITree Items)
{
    /// <exception cref="EvidenceFormatException">There is no such inode, or it cannot be read.</exception>
    public Inode ReadInode(ulong number)
    {
        if (Items.Get(new Key(number, ItemType.Inode, 0)) is not { } item)
            throw BtrfsProblems.Bad(BtrfsProblems.Inode, $"there is no inode {number} in tree {Id}");
        return item.Data.Length >= BtrfsLayout.InodeBytes ? new Inode(number, item.Data)
            : throw BtrfsProblems.Bad(BtrfsProblems.Inode, $"inode {number} of tree {Id} has {item.Data.Length} bytes");
    }
}
