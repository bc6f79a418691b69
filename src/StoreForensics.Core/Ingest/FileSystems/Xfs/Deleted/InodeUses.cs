using System.Buffers.Binary;
using StoreForensics.Ingest.FileSystems.Xfs.Inodes;
using StoreForensics.Ingest.FileSystems.Xfs.Log;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.FileSystems.Xfs.Deleted;

/// <summary>Uses of inodes that ended, from what the log has of inodes, transaction by transaction.</summary>
internal sealed class InodeUses(XfsVolume xfs)
{
    /// <summary>More than these are not kept: what a log of two gigabytes can hold at most is more than memory should.</summary>
    private const int MostKept = 1 << 18;

    private readonly Dictionary<ulong, List<InodeUse>> _of = [];
    private readonly Dictionary<ulong, Timestamp> _directoryTimes = [];
    private readonly Dictionary<ulong, ulong> _firstOfLive = [];
    private readonly List<InodeUse> _all = [];

    /// <summary>In the order in which they were met.</summary>
    public IReadOnlyList<InodeUse> All => _all;

    public bool IsFull => _all.Count >= MostKept;

    /// <summary>The inode as it is now; null where it cannot be read.</summary>
    public Inode? Now(ulong number)
    {
        try
        {
            return xfs.ReadInode(number);
        }
        catch (EvidenceFormatException)
        {
            return null; // its chunk was given back, too
        }
    }

    /// <summary>Takes what a transaction says of an inode.</summary>
    /// <returns>The inode as it was then, with the forks that are known; null for an item that makes no sense.</returns>
    public Inode? Take(LogItem item, in LoggedForks logged, ulong lsn)
    {
        byte[] bytes = Merged(item, logged, out InodeUse? own, out bool hasFork);
        var inode = new Inode(logged.Number, 0, bytes, xfs.Super.InodeCoreBytes);
        End(inode, lsn);
        if (inode.Kind is not { } kind)
            return inode;
        if (kind == Evidence.EntryKind.Directory)
            _directoryTimes[inode.Number] = inode.Modified;
        if (IsLive(inode))
        {
            _firstOfLive.TryAdd(inode.Number, lsn);
            return inode;
        }
        if (own is null)
        {
            if (IsFull)
                return inode;
            own = Keep(new InodeUse { Number = inode.Number, Generation = inode.Generation, Kind = kind, First = lsn, Bytes = bytes });
        }
        if (inode.Links > 0)
            (own.Alive, own.Bytes, own.HasFork, own.HasAttributes) = (lsn, bytes, hasFork, logged.HasAttributes || own.HasAttributes);
        else
            (own.Ended, own.Removed) = (own.Ended ?? lsn, own.Removed ?? inode.Changed);
        return inode;
    }

    /// <summary>What an inode is as far as was read: a use that ended later; null for one that is live, or of which nothing was read yet.</summary>
    public InodeUse? Current(ulong number, out bool isLive)
    {
        List<InodeUse>? known = _of.GetValueOrDefault(number);
        InodeUse? open = known is [.., { Ended: null } last] ? last : null;
        isLive = open is null && _firstOfLive.ContainsKey(number);
        return open;
    }

    /// <summary>The use that there was when a directory was changed before anything of the inode was read: one that was made before that.</summary>
    public InodeUse? Before(ulong number, Timestamp changed) =>
        _of.GetValueOrDefault(number) is [{ } first, ..] && first.Inode(xfs.Super.InodeCoreBytes).Born is { } born && born <= changed
            && !(_firstOfLive.TryGetValue(number, out ulong live) && live < first.First) ? first : null;

    /// <summary>Whether an inode is a directory that is there, and the log says of no other use of its number.</summary>
    public bool IsLiveDirectory(ulong number) =>
        !_of.ContainsKey(number) && Now(number) is { Kind: Evidence.EntryKind.Directory, Links: > 0 };

    /// <summary>When a directory was last changed as far as was read; null where that is not known.</summary>
    public Timestamp? ChangedOf(ulong directory) => _directoryTimes.TryGetValue(directory, out Timestamp time) ? time : null;

    /// <summary>After all was read: those that the log leaves open ended, or are open still; their forks, where the log has none, may be on disk.</summary>
    public void Finish()
    {
        foreach (InodeUse use in _all)
        {
            if (Now(use.Number) is not { } now)
                continue;
            if (use.Generation == now.Generation && now.Kind == use.Kind && now.Links == 0)
                (use.IsOpen, use.Bytes, use.HasFork, use.HasAttributes) = (true, BytesOf(now), true, true);
            else if (now.Kind is null && now.Generation == use.Generation + 1)
                TakeLeft(use, now);
        }
    }

    // A freed inode has no extents any more by its count, and their records are not erased (xfs_iflush_fork copies as many as there are).
    private void TakeLeft(InodeUse use, in Inode now)
    {
        use.Removed ??= now.Changed;
        Inode own = use.Inode(xfs.Super.InodeCoreBytes);
        if (use.HasFork || own.Format != ForkFormat.Extents)
            return;
        int core = xfs.Super.InodeCoreBytes, count = (int)Math.Min(own.ExtentCount * 16, (ulong)own.DataFork.Length);
        BytesOf(now).AsSpan(core, count).CopyTo(use.Bytes.AsSpan(core));
        use.HasFork = true;
    }

    private byte[] BytesOf(in Inode inode)
    {
        byte[] bytes = new byte[xfs.Super.InodeBytes];
        xfs.Blocks.ReadAt(inode.Offset, bytes);
        return bytes;
    }

    private byte[] Merged(LogItem item, in LoggedForks logged, out InodeUse? own, out bool hasFork)
    {
        byte[] bytes = new byte[xfs.Super.InodeBytes];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, XfsLayout.InodeMagic);
        LoggedInode.CopyTo(item.Regions[1], bytes, xfs.Super.HasChecksums);
        var inode = new Inode(logged.Number, 0, bytes, xfs.Super.InodeCoreBytes);
        (uint generation, Evidence.EntryKind? kind) = (inode.Generation, inode.Kind);
        own = _of.GetValueOrDefault(logged.Number)?.Find(u => u.Generation == generation && u.Kind == kind);
        hasFork = logged.HasData;
        if (own is not null)
        {
            Inode before = own.Inode(xfs.Super.InodeCoreBytes);
            own.Bytes.AsSpan(xfs.Super.InodeCoreBytes).CopyTo(bytes.AsSpan(xfs.Super.InodeCoreBytes));
            hasFork |= own.HasFork && before.ExtentCount == inode.ExtentCount && before.Format == inode.Format && before.BlockCount == inode.BlockCount
                && before.DataFork.Length == inode.DataFork.Length;
        }
        if (!logged.Put(item, bytes, xfs.Super))
            hasFork = false;
        return bytes;
    }

    private void End(in Inode inode, ulong lsn)
    {
        foreach (InodeUse other in _of.GetValueOrDefault(inode.Number) ?? [])
        {
            if (other.Generation == inode.Generation && other.Kind == inode.Kind)
                continue;
            other.Ended ??= lsn;
            if (inode.Kind is null && inode.Generation == other.Generation + 1)
                other.Removed ??= inode.Changed;
        }
    }

    private bool IsLive(in Inode inode) => Now(inode.Number) is { Links: > 0 } now && now.Generation == inode.Generation && now.Kind == inode.Kind;

    private InodeUse Keep(InodeUse use)
    {
        if (!_of.TryGetValue(use.Number, out List<InodeUse>? list))
            _of[use.Number] = list = [];
        list.Add(use);
        _all.Add(use);
        return use;
    }
}
