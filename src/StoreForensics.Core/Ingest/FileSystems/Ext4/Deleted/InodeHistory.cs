using System.Buffers.Binary;
using StoreForensics.Ingest.FileSystems.Ext4.Journal;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.FileSystems.Ext4.Deleted;

/// <summary>Uses of inodes that ended, from the copies of the inode tables in the journal.</summary>
internal sealed class InodeHistory
{
    /// <summary>More than this are not kept: what a journal of a gigabyte can hold at most is more than memory should.</summary>
    private const int MostKept = 1 << 20;

    private readonly Dictionary<uint, List<Incarnation>> _of = [];
    private readonly List<Incarnation> _all = [];
    private readonly Dictionary<uint, long> _firstOfLive = [];
    private readonly Timestamp? _start;
    private readonly Ext4Blocks _ext4;
    private readonly JournalHistory _journal;
    private readonly InodeTables _tables;

    public InodeHistory(Ext4Blocks ext4, JournalHistory journal, InodeTables tables)
    {
        (_ext4, _journal, _tables, _start) = (ext4, journal, tables, journal.Start);
        byte[] block = new byte[ext4.Super.BlockBytes];
        foreach (JournalCopy copy in journal.Copies)
        {
            if (tables.FirstInode(copy.Block) is not uint first)
                continue;
            ext4.Blocks.ReadAt(copy.Bytes.Offset, block);
            for (int slot = 0; slot < block.Length / ext4.Super.InodeBytes; slot++)
                Take(copy, first + (uint)slot, block.AsMemory(slot * ext4.Super.InodeBytes, ext4.Super.InodeBytes));
        }
    }

    /// <summary>Files without a name that something still has open: nothing of them was freed, and their inode is as they left it.</summary>
    public void TakeOpen()
    {
        foreach (Incarnation one in _all)
        {
            if (one is { Removed: null, Kind: Evidence.EntryKind.File } && _tables.Now(one.Number) is { Links: 0 } now && now.Generation == one.Generation
                && RemovedAt(now) is null)
                (one.IsOpen, one.Alive, one.Bytes, one.At) = (true, one.Alive ?? one.First, now.Bytes.ToArray(), null);
        }
    }

    /// <summary>In the order in which they were met; those found later by <see cref="At"/> too.</summary>
    public IReadOnlyList<Incarnation> All => _all;

    /// <summary>Whether there were more than are kept.</summary>
    public bool IsFull => _all.Count >= MostKept;

    /// <summary>
    /// What an inode was when a transaction was committed: a use that ended; null for what is live, and where that cannot be told
    /// (<paramref name="isLive"/> says which).
    /// </summary>
    public Incarnation? At(uint number, long sequence, out bool isLive)
    {
        isLive = false;
        if (_tables.Now(number) is not { } now)
            return null;
        List<Incarnation> known = _of.GetValueOrDefault(number) ?? [];
        // A live inode that the journal never wrote was there before all of it.
        if (now.Links > 0 && now.Kind is not null && (!_firstOfLive.TryGetValue(number, out long first) || Began(first, now.Born, sequence, known.Count == 0)))
        {
            isLive = true;
            return null;
        }
        for (int i = known.Count - 1; i >= 0; i--)
        {
            if (Began(known[i].First, known[i].Born, sequence, i == 0))
                return known[i].Ended is not long ended || sequence < ended ? known[i] : null;
        }
        return known.Count == 0 && now.Links == 0 && now.Kind is not null && Left(now) is { Removed: { } removed } left
            && (_journal.Committed(sequence) is not { } by || by <= new Timestamp(removed.Seconds + 1, 0)) ? Keep(left) : null;
    }

    // A transaction that makes an inode writes its block: the first copy is that, unless it was made before the oldest transaction that is left. Times alone do
    // not tell, for the next transaction runs while one is committed.
    private bool Began(long first, Timestamp? born, long sequence, bool isOldest) =>
        first <= sequence || (born is { } at && _start is { } start ? at <= start : isOldest);

    private void Take(in JournalCopy copy, uint number, ReadOnlyMemory<byte> bytes)
    {
        var inode = new Inode(number, bytes);
        if (inode.Kind is not { } kind || IsReserved(number) || inode.Has(InodeFlags.AttributeInode))
            return;
        List<Incarnation>? known = _of.GetValueOrDefault(number);
        foreach (Incarnation other in known ?? [])
        {
            if (other.Generation != inode.Generation || other.Kind != kind)
                other.Ended ??= copy.Sequence;
        }
        if (_tables.Now(number) is { } now && now.Links > 0 && now.Generation == inode.Generation && now.Kind == kind)
        {
            _firstOfLive.TryAdd(number, copy.Sequence);
            return;
        }
        Incarnation? own = known?.Find(k => k.Generation == inode.Generation && k.Kind == kind);
        if (own is null && !IsFull)
        {
            own = Keep(new Incarnation
            {
                Number = number,
                Generation = inode.Generation,
                Kind = kind,
                Born = inode.Born,
                First = copy.Sequence,
                Bytes = inode.Bytes.ToArray(),
                At = copy.At,
            });
        }
        if (own is null)
            return;
        if (inode.Links > 0)
            (own.Alive, own.Bytes, own.At, own.Ended) = (copy.Sequence, inode.Bytes.ToArray(), copy.At, null);
        else
            (own.Ended, own.Removed) = (own.Ended ?? copy.Sequence, RemovedAt(inode) ?? own.Removed);
    }

    private Incarnation Keep(Incarnation found)
    {
        if (!_of.TryGetValue(found.Number, out List<Incarnation>? list))
            _of[found.Number] = list = [];
        list.Add(found);
        _all.Add(found);
        if (_tables.Now(found.Number) is { } now && now.Generation == found.Generation && now.Links == 0)
            found.Removed ??= RemovedAt(now);
        return found;
    }

    // A slot of the inode table that nothing uses and of which the journal has no copy.
    private Incarnation? Left(in Inode now) => IsReserved(now.Number) || IsFull ? null : new Incarnation
    {
        Number = now.Number,
        Generation = now.Generation,
        Kind = now.Kind!.Value,
        Born = now.Born,
        First = _journal.Oldest - 1,
        Bytes = now.Bytes.ToArray(),
        At = null,
        Ended = _journal.Newest + 1,
        Removed = RemovedAt(now),
    };

    private static bool IsReserved(uint number) => number < 11 && number != Ext4Layout.RootInode;

    // The field holds the number of the next orphan while a file without a name is still open (Linux fs/ext4/namei.c, ext4_orphan_add).
    private static Timestamp? RemovedAt(in Inode inode)
    {
        uint seconds = BinaryPrimitives.ReadUInt32LittleEndian(inode.Bytes[0x14..]);
        return seconds != 0 && seconds >= (uint)inode.Changed.Seconds ? new Timestamp(seconds, 0) : null;
    }
}
