using StoreForensics.Ingest.FileSystems.Btrfs.Inodes;
using StoreForensics.Ingest.FileSystems.Btrfs.Trees;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.FileSystems.Btrfs.Deleted;

/// <summary>Which subvolumes and inodes are there now. What cannot be told counts as there: nothing live is called deleted.</summary>
internal sealed class LiveTrees(BtrfsVolume btrfs)
{
    private readonly Dictionary<ulong, (bool IsLive, Subvolume? Subvolume)> _trees = [];

    /// <summary>Whether a tree is there, and not only what is left of it. All but those of files are.</summary>
    public bool IsLive(ulong tree) => (tree != BtrfsLayout.TopSubvolume && tree is < BtrfsLayout.FirstFree or > BtrfsLayout.LastFree) || Open(tree).IsLive;

    /// <summary>Null for one that was removed, or cannot be read.</summary>
    public Subvolume? Subvolume(ulong tree) => Open(tree).Subvolume;

    /// <summary>Whether an inode is there.</summary>
    public bool Has(ulong tree, ulong inode)
    {
        (bool isLive, Subvolume? subvolume) = Open(tree);
        if (!isLive || subvolume is null)
            return isLive;
        try
        {
            return subvolume.Items.Get(new Key(inode, ItemType.Inode, 0)) is not null;
        }
        catch (EvidenceFormatException)
        {
            return true;
        }
    }

    // Nothing refers to one that was removed and not yet taken apart (btrfs_root_item, refs).
    private (bool IsLive, Subvolume? Subvolume) Open(ulong tree)
    {
        if (_trees.TryGetValue(tree, out (bool, Subvolume?) known))
            return known;
        (bool, Subvolume?) found = (true, null);
        try
        {
            bool isThere = btrfs.Roots.Last(new Key(tree, ItemType.Root, ulong.MaxValue)) is { } item && item.Key.Object == tree
                && item.Key.Type == ItemType.Root && (item.Data.Length < BtrfsLayout.RootItemBytes || item.Bytes.U32(216) > 0);
            found = (isThere, isThere ? btrfs.Subvolumes.Open(tree) : null);
        }
        catch (EvidenceFormatException)
        {
            // it is there, as far as can be told
        }
        return _trees[tree] = found;
    }
}
