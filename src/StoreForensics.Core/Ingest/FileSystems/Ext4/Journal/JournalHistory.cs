using System.Buffers.Binary;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.FileSystems.Ext4.Journal;

/// <summary>A block of the file system as a transaction wrote it.</summary>
/// <param name="Block">Its number in the file system.</param>
/// <param name="Sequence">The transaction; later ones are greater.</param>
/// <param name="At">The block of the journal that has the bytes.</param>
/// <param name="Bytes">Where those lie on the volume.</param>
internal readonly record struct JournalCopy(long Block, long Sequence, uint At, ReplacedBlock Bytes);

/// <summary>
/// Everything that a journal still holds, also of transactions that were written back long ago: the space of a journal is used in turn, and nothing in it is
/// erased (Linux fs/jbd2/journal.c). Descriptor blocks are looked for in every block; what they describe counts where its checksum is right.
/// </summary>
internal sealed class JournalHistory
{
    private readonly Dictionary<long, Timestamp> _commits = [];
    private readonly List<JournalCopy> _copies = [];
    private readonly JournalFile _file;
    private readonly JournalSuperBlock _super;
    private readonly JournalLog _sums;
    private readonly uint _newest;
    private readonly uint _end;

    // Larger ones than the tools make (e2fsprogs lib/ext2fs/mkjournal.c) are hostile.
    private const uint MostBlocks = 10_240_000;

    private JournalHistory(JournalFile file, JournalSuperBlock super, long roomBlocks)
    {
        (_file, _super) = (file, super);
        _end = (uint)Math.Min(Math.Min(super.End, MostBlocks), Math.Max(super.First + 1L, roomBlocks));
        _sums = new JournalLog(super, file.Read, static _ => { });
        _newest = super.Sequence - 1;
        if (super.Start != 0)
            _newest += (uint)_sums.Transactions().Count();
    }

    /// <summary>By transaction, then as written.</summary>
    public IReadOnlyList<JournalCopy> Copies => _copies;

    /// <summary>The oldest transaction of which anything is left; that of an empty journal is the newest.</summary>
    public long Oldest => _copies.Count == 0 ? _newest : _copies[0].Sequence;

    public long Newest => _newest;

    /// <summary>When a transaction was committed; null where that block is gone.</summary>
    public Timestamp? Committed(long sequence) => _commits.TryGetValue(sequence, out Timestamp time) ? time : null;

    /// <summary>What was made by then may have been made before the oldest transaction that is left; null where no time of any is.</summary>
    public Timestamp? Start
    {
        get
        {
            long[] known = [.. _commits.Keys.Where(s => s >= Oldest)];
            return known.Length == 0 ? null : _commits[known.Min()];
        }
    }

    /// <exception cref="EvidenceFormatException">The journal's superblock cannot be read.</exception>
    public static JournalHistory Read(Ext4Blocks ext4)
    {
        Inode inode = ext4.ReadInode(ext4.Super.JournalInode);
        var file = new JournalFile(ext4, inode);
        JournalSuperBlock super = JournalSuperBlock.Parse(file.Read(0));
        if (super.BlockBytes != ext4.Super.BlockBytes)
            throw Ext4Problems.Bad(Ext4Problems.Journal, $"its blocks have {super.BlockBytes} bytes, those of the file system {ext4.Super.BlockBytes}");
        long bytes = Math.Min(inode.Size(hasLargeDirectories: false), ext4.Blocks.Length);
        var history = new JournalHistory(file, super, bytes / ext4.Super.BlockBytes);
        history.Scan(ext4.Super.BlockCount);
        return history;
    }

    private void Scan(long blockCount)
    {
        var descriptors = new List<(long Sequence, uint At, List<JournalTag> Tags)>();
        // The transaction that wrote each block of the journal last.
        long[] writer = new long[_end];
        long described = 0;
        Array.Fill(writer, long.MinValue);
        for (uint at = _super.First; at < _end; at++)
        {
            if (TryRead(at) is not { } block || !JournalBlock.TryParse(block, out JournalBlock header) || !_sums.IsChecksumRight(header, block))
                continue;
            long sequence = (long)_newest + (int)(header.Sequence - _newest);
            writer[at] = sequence;
            if (header.Type == JournalBlock.Descriptor && described <= 2L * _end)
            {
                descriptors.Add((sequence, at, JournalTag.ParseAll(_super, block)));
                described += descriptors[^1].Tags.Count; // each stands for a block of the journal
            }
            else if (header.Type == JournalBlock.Commit && sequence <= _newest)
                TakeTime(block, sequence);
        }
        descriptors.Sort((a, b) => a.Sequence.CompareTo(b.Sequence) is not 0 and var earlier ? earlier : a.At.CompareTo(b.At));
        foreach ((long sequence, uint at, List<JournalTag> tags) in descriptors)
        {
            for (int i = 0; i < tags.Count; i++)
                writer[Place(at, i)] = Math.Max(writer[Place(at, i)], sequence);
        }
        // What is newer than the newest was never committed.
        foreach ((long sequence, uint at, List<JournalTag> tags) in descriptors.Where(d => d.Sequence <= _newest))
        {
            for (int i = 0; i < tags.Count; i++)
            {
                if (writer[Place(at, i)] == sequence)
                    TakeCopy(tags[i], Place(at, i), sequence, blockCount);
            }
        }
    }

    // The blocks that a descriptor describes stand behind it, and go on at the journal's beginning.
    private uint Place(uint descriptor, int index)
    {
        uint room = _end - _super.First;
        return _super.First + (uint)((descriptor - _super.First + 1L + index) % room);
    }

    private void TakeCopy(JournalTag tag, uint at, long sequence, long blockCount)
    {
        if (tag.Block < 0 || tag.Block >= blockCount || TryRead(at) is not { } data)
            return;
        if (tag.Checksum is uint recorded ? _sums.IsChecksumRight(data, (uint)sequence, recorded) : !JournalBlock.TryParse(data, out _))
            _copies.Add(new JournalCopy(tag.Block, sequence, at, new ReplacedBlock(_file.PhysicalOffset(at), tag.IsEscaped)));
    }

    // journal.rst, "Commit Block": h_commit_sec, h_commit_nsec.
    private void TakeTime(ReadOnlySpan<byte> block, long sequence)
    {
        long seconds = BinaryPrimitives.ReadInt64BigEndian(block[0x30..]);
        uint nanoseconds = BinaryPrimitives.ReadUInt32BigEndian(block[0x38..]);
        if (seconds > 0 && seconds < 1L << 34 && nanoseconds < 1_000_000_000)
            _commits[sequence] = new Timestamp(seconds, (int)nanoseconds);
    }

    private byte[]? TryRead(uint at)
    {
        try
        {
            return _file.Read(at);
        }
        catch (EvidenceFormatException)
        {
            return null;
        }
    }
}
