using System.Buffers.Binary;
using StoreForensics.Ingest.Disks;

namespace StoreForensics.Ingest.FileSystems.Ext4.Journal;

/// <summary>A transaction that was committed.</summary>
/// <param name="Sequence">Its number.</param>
/// <param name="Writes">What it wrote: the tag, and the block of the journal that has the bytes.</param>
/// <param name="Revoked">Blocks of the file system whose earlier contents in the journal no longer count.</param>
internal sealed record Transaction(uint Sequence, IReadOnlyList<(JournalTag Tag, uint At)> Writes, IReadOnlyList<long> Revoked);

/// <summary>
/// Reads the transactions of a journal from its start, as the kernel's first pass does (Linux fs/jbd2/recovery.c, do_one_pass): the log ends at the first block
/// that does not belong to the next transaction, or whose checksum is wrong. What was not committed is left out.
/// </summary>
/// <param name="super">The journal's superblock.</param>
/// <param name="read">Reads a block of the journal.</param>
/// <param name="ended">Told when the log ends at damage.</param>
internal sealed class JournalLog(JournalSuperBlock super, Func<uint, byte[]> read, Action<string> ended)
{
    private readonly List<(JournalTag Tag, uint At)> _writes = [];
    private readonly List<long> _revoked = [];
    private uint _at = super.Start;
    private uint _visited;

    public IEnumerable<Transaction> Transactions()
    {
        uint sequence = super.Sequence;
        while (_visited < super.End)
        {
            byte[] block = Next(out _);
            if (!JournalBlock.TryParse(block, out JournalBlock header) || header.Sequence != sequence)
                yield break;
            if (!IsChecksumRight(header, block))
            {
                ended($"the checksum of a block of transaction {sequence} is wrong; it and what follows is not played back");
                yield break;
            }
            switch (header.Type)
            {
                case JournalBlock.Descriptor:
                    if (!TakeWrites(block, sequence))
                        yield break;
                    break;
                case JournalBlock.Revoke:
                    TakeRevoked(block);
                    break;
                case JournalBlock.Commit:
                    yield return new Transaction(sequence++, [.. _writes], [.. _revoked]);
                    _writes.Clear();
                    _revoked.Clear();
                    break;
                default:
                    yield break;
            }
        }
    }

    private bool TakeWrites(byte[] descriptor, uint sequence)
    {
        foreach (JournalTag tag in JournalTag.ParseAll(super, descriptor))
        {
            if (_visited >= super.End)
                return false;
            byte[] data = Next(out uint at);
            if (tag.Checksum is uint recorded && !IsChecksumRight(data, sequence, recorded))
            {
                ended($"the checksum of what transaction {sequence} wrote to block {tag.Block} is wrong; it and what follows is not played back");
                return false;
            }
            _writes.Add((tag, at));
        }
        return true;
    }

    private void TakeRevoked(ReadOnlySpan<byte> block)
    {
        int width = super.Has(JournalFeatures.Bits64) ? 8 : 4;
        int used = (int)Math.Min(BinaryPrimitives.ReadUInt32BigEndian(block[JournalBlock.HeaderBytes..]), (uint)block.Length - (super.HasChecksums ? 4u : 0u));
        for (int at = JournalBlock.HeaderBytes + 4; at <= used - width; at += width)
            _revoked.Add(width == 8 ? (long)(BinaryPrimitives.ReadUInt64BigEndian(block[at..]) & long.MaxValue)
                : BinaryPrimitives.ReadUInt32BigEndian(block[at..]));
    }

    private byte[] Next(out uint at)
    {
        at = _at;
        _visited++;
        _at = _at + 1 >= super.End ? super.First : _at + 1;
        return read(at);
    }

    /// <summary>Of a block that is not data.</summary>
    public bool IsChecksumRight(in JournalBlock header, ReadOnlySpan<byte> block)
    {
        if (!super.HasChecksums)
            return true;
        // In a commit block the sum stands in the header; in the others in the last four bytes. It counts as zero itself.
        int at = header.Type == JournalBlock.Commit ? 0x10 : block.Length - 4;
        Span<byte> zeros = stackalloc byte[4];
        zeros.Clear();
        uint crc = Crc32C.Append(Crc32C.Append(super.ChecksumSeed, block[..at]), zeros);
        return Crc32C.Append(crc, block[(at + 4)..]) == BinaryPrimitives.ReadUInt32BigEndian(block[at..]);
    }

    /// <summary>Of what a transaction wrote, by its tag.</summary>
    public bool IsChecksumRight(ReadOnlySpan<byte> data, uint sequence, uint recorded)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(number, sequence);
        uint crc = Crc32C.Append(Crc32C.Append(super.ChecksumSeed, number), data);
        return super.Has(JournalFeatures.Checksum3) ? crc == recorded : (crc & 0xFFFF) == recorded;
    }
}
