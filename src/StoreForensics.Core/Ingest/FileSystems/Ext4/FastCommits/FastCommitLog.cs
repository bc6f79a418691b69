using System.Buffers.Binary;
using StoreForensics.Ingest.Disks;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.FileSystems.Ext4.FastCommits;

/// <summary>
/// Reads the fast commits behind the journal's transactions, as the kernel's scan does (Linux fs/ext4/fast_commit.c, ext4_fc_replay_scan): records up to the
/// last tail whose transaction and checksum are right. What an earlier transaction left there is not read.
/// </summary>
/// <param name="read">A block of the fast commit area.</param>
/// <param name="blocks">Blocks of it.</param>
/// <param name="transaction">The one that is not committed: that after the last in the journal.</param>
internal sealed class FastCommitLog(Func<uint, byte[]> read, uint blocks, uint transaction)
{
    // The area has 256 blocks by default.
    private const uint MostBlocks = 1 << 16;

    // As many as the usual area of 1 MiB can hold of the shortest with a range; ranges of one file are kept in order, which costs the square.
    private const int MostRecords = 1 << 16;
    private const int CheckedOfTail = FastCommitTag.HeaderBytes + 4;

    private readonly List<FastCommitTag> _tags = [];
    private int _committed;
    private uint _crc;

    /// <summary>Records of fast commits that were written whole, in their order.</summary>
    public IReadOnlyList<FastCommitTag> Tags => _tags;

    public int Count { get; private set; }

    /// <summary>Why reading ended, if at damage and not at what is left of older ones.</summary>
    public string? Fault { get; private set; }

    /// <summary>To be called once.</summary>
    public void Read()
    {
        try
        {
            for (uint i = 0; i < Math.Min(blocks, MostBlocks) && Take(read(i), i == 0); i++)
            {
            }
        }
        catch (EvidenceFormatException e)
        {
            Fault = e.Message;
        }
        _tags.RemoveRange(_committed, _tags.Count - _committed);
    }

    // Records do not go over the end of a block. False: it was the last.
    private bool Take(byte[] block, bool isFirst)
    {
        for (int at = 0; at <= block.Length - FastCommitTag.HeaderBytes;)
        {
            var kind = (FastCommitKind)BinaryPrimitives.ReadUInt16LittleEndian(block.AsSpan(at));
            int length = BinaryPrimitives.ReadUInt16LittleEndian(block.AsSpan(at + 2)), end = at + FastCommitTag.HeaderBytes + length;
            if (FastCommitTag.LeastBytes(kind) is not { } least || length < least || end > block.Length || (isFirst && at == 0 && kind != FastCommitKind.Head))
                return false;
            var tag = new FastCommitTag(kind, block.AsMemory(at + FastCommitTag.HeaderBytes, length));
            if (kind == FastCommitKind.Head && !IsOurs(tag))
                return false;
            if (_tags.Count >= MostRecords)
            {
                Fault = $"they are more than {MostRecords}";
                return false;
            }
            _crc = Crc32C.Append(_crc, block.AsSpan(at, kind == FastCommitKind.Tail ? CheckedOfTail : end - at));
            if (kind != FastCommitKind.Tail)
                _tags.Add(tag);
            else if (!Commit(tag))
                return false;
            at = end;
        }
        return true;
    }

    private bool IsOurs(FastCommitTag head)
    {
        if (head.Transaction == transaction && head.Features != 0)
            Fault = $"they use features that are not known (0x{head.Features:x})";
        return head.Transaction == transaction && head.Features == 0;
    }

    private bool Commit(FastCommitTag tail)
    {
        if (tail.Transaction != transaction)
            return false;
        if (tail.Checksum != _crc)
        {
            Fault = $"the checksum of the one after {Count} is wrong";
            return false;
        }
        (_committed, _crc) = (_tags.Count, 0);
        Count++;
        return true;
    }
}
