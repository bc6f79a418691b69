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

    private JournalHistory(JournalFile file, JournalSuperBlock super)
    {
        (_file, _super) = (file, super);
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

    /// <exception cref="EvidenceFormatException">The journal's superblock cannot be read.</exception>
    public static JournalHistory Read(Ext4Blocks ext4)
    {
        Inode inode = ext4.ReadInode(ext4.Super.JournalInode);
        var file = new JournalFile(ext4, inode);
        JournalSuperBlock super = JournalSuperBlock.Parse(file.Read(0));
        if (super.BlockBytes != ext4.Super.BlockBytes)
            throw Ext4Problems.Bad(Ext4Problems.Journal, $"its blocks have {super.BlockBytes} bytes, those of the file system {ext4.Super.BlockBytes}");
        var history = new JournalHistory(file, super);
        history.Scan(ext4.Super.BlockCount);
        return history;
    }

    private void Scan(long blockCount)
    {
        for (uint at = _super.First; at < _super.End; at++)
        {
            if (TryRead(at) is not { } block || !JournalBlock.TryParse(block, out JournalBlock header) || !_sums.IsChecksumRight(header, block))
                continue;
            long sequence = (long)_newest + (int)(header.Sequence - _newest);
            if (sequence > _newest)
                continue; // never committed
            if (header.Type == JournalBlock.Descriptor)
                TakeCopies(block, at, header.Sequence, sequence, blockCount);
            else if (header.Type == JournalBlock.Commit)
                TakeTime(block, sequence);
        }
        // Stable: what one transaction wrote stays in its order.
        JournalCopy[] sorted = [.. _copies.OrderBy(c => c.Sequence)];
        _copies.Clear();
        _copies.AddRange(sorted);
    }

    private void TakeCopies(byte[] descriptor, uint at, uint number, long sequence, long blockCount)
    {
        uint next = at;
        foreach (JournalTag tag in JournalTag.ParseAll(_super, descriptor))
        {
            bool wraps = next + 1 >= _super.End;
            next = wraps ? _super.First : next + 1;
            // Without sums nothing tells what was written over since; only the live part may go round.
            if (tag.Checksum is null && wraps && (int)(number - _super.Sequence) < 0)
                return;
            if (TryRead(next) is not { } data)
                continue;
            if (tag.Checksum is uint recorded ? !_sums.IsChecksumRight(data, number, recorded) : JournalBlock.TryParse(data, out _))
                continue;
            if (tag.Block >= 0 && tag.Block < blockCount)
                _copies.Add(new JournalCopy(tag.Block, sequence, next, new ReplacedBlock(_file.PhysicalOffset(next), tag.IsEscaped)));
        }
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
