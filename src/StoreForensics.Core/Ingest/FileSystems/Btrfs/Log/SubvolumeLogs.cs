using StoreForensics.Ingest.FileSystems.Btrfs.Trees;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.FileSystems.Btrfs.Log;

/// <summary>
/// What was synced after the last whole commit: a tree with the root of a log for each subvolume (Linux fs/btrfs/tree-log.c, btrfs_recover_log_trees). Only a
/// file system that was not unmounted has it. Nothing is written: what a log says stands in memory before what the subvolume has.
/// </summary>
internal sealed class SubvolumeLogs(BtrfsVolume btrfs)
{
    private int _inodes;
    private int _logs;
    private bool _isDamaged;

    /// <summary>The logs that were played back. They have the checksums of what was written since the last whole commit, too.</summary>
    public IReadOnlyList<Tree> Trees { get; private set; } = [];

    /// <summary>The subvolume's items with its log played back; those items themselves where there is no log of it.</summary>
    public ITree Replayed(ulong subvolume, Tree items)
    {
        if (btrfs.Super.LogRoot.Logical == 0 || Root(subvolume) is not { } root)
            return items;
        var tree = new ReplayedTree(items);
        var log = new Tree(btrfs.Blocks, root);
        Trees = [.. Trees, log];
        var replay = new LogReplay(tree, log, (uint)btrfs.Super.SectorBytes, e => Damaged(subvolume, e));
        try
        {
            replay.Run();
        }
        catch (Exception e) when (Containment.Holds(e))
        {
            btrfs.Fault(e);
        }
        _logs++;
        _inodes += replay.Inodes;
        return tree;
    }

    /// <summary>Says what was played back, once all subvolumes have been opened.</summary>
    public void Tell()
    {
        if (_logs > 0)
            btrfs.Note(BtrfsProblems.Replayed,
                $"the file system was not unmounted: what was synced after its last whole commit was read from its log tree ({_inodes} inodes of {_logs} subvolumes), in memory");
        else if (btrfs.Super.LogRoot.Logical != 0 && !_isDamaged)
            btrfs.Damage(BtrfsProblems.Log,
                "the file system was not unmounted, and the tree of logs that its superblock names has none of a subvolume that is there: what was synced last may be missing");
    }

    private TreeRoot? Root(ulong subvolume)
    {
        try
        {
            // The tree of logs and its logs are of the transaction that was not committed.
            if (new Tree(btrfs.Blocks, btrfs.Super.LogRoot).Get(new Key(BtrfsLayout.LogObject, ItemType.Root, subvolume)) is not { } item)
                return null;
            if (item.Data.Length < BtrfsLayout.RootItemBytes || item.Bytes[238] >= BtrfsLayout.MaxLevels)
                throw BtrfsProblems.Bad(BtrfsProblems.Log, "its record is damaged");
            return new TreeRoot(item.Bytes.U64(176), item.Bytes[238], item.Bytes.U64(160));
        }
        catch (EvidenceFormatException e)
        {
            Damaged(subvolume, e);
            return null;
        }
    }

    private void Damaged(ulong subvolume, EvidenceFormatException e)
    {
        _isDamaged = true;
        btrfs.Damage(BtrfsProblems.Log,
            $"the log of subvolume {subvolume} cannot be read whole: {e.Message}: what was synced last may be missing or older than it was", e.Offset);
    }
}
