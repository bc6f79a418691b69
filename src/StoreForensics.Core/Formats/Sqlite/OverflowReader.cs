using System.Buffers.Binary;

namespace StoreForensics.Formats.Sqlite;

/// <summary>
/// Puts a row together from its page and its overflow pages (file format, 1.6 "cell payload overflow pages"). All chains of a scan together take no more
/// pages than twice those that are there, so that forged rows that share a chain do not cost a chain each.
/// </summary>
internal sealed class OverflowReader(SqliteImage image)
{
    private const int LinkSize = 4;

    private readonly HashSet<uint> _used = [];
    private readonly HashSet<uint> _chain = [];
    private readonly List<ReadOnlyMemory<byte>> _parts = [];
    private long _left = 2 * image.Pages.Present;

    /// <summary>The record of a cell; null when it cannot be had. Faults are counted.</summary>
    public ReadOnlyMemory<byte>? Read(in TreePage page, in TreeCell cell, PageFaults faults)
    {
        ReadOnlyMemory<byte> local = page.Page.Bytes.Slice(cell.LocalAt, cell.LocalLength);
        if (cell.PayloadLength > SqliteLayout.MaxPayload)
            return Fail(faults, SqliteProblems.RowTooLong);
        if (cell.PayloadLength == (ulong)local.Length)
            return local;
        if (!TryFollow(cell.Overflow, (int)cell.PayloadLength - local.Length))
            return Fail(faults, SqliteProblems.ChainBroken);
        int before = _used.Count;
        _used.UnionWith(_chain);
        if (_used.Count < before + _chain.Count)
            faults.Add(SqliteProblems.ChainShared);
        return Join(local, (int)cell.PayloadLength);
    }

    // Collected before anything is allocated: a length alone is no reason to.
    private bool TryFollow(uint number, int remaining)
    {
        _chain.Clear();
        _parts.Clear();
        int most = image.Header.Usable - LinkSize;
        while (remaining > 0)
        {
            if (--_left < 0 || !_chain.Add(number) || !image.Pages.TryPage(number, out SqlitePage page))
                return false;
            int taken = Math.Min(remaining, most);
            if (page.Bytes.Length < LinkSize + taken)
                return false;
            _parts.Add(page.Bytes.Slice(LinkSize, taken));
            number = BinaryPrimitives.ReadUInt32BigEndian(page.Bytes.Span);
            remaining -= taken;
        }
        return true;
    }

    private byte[] Join(ReadOnlyMemory<byte> local, int length)
    {
        byte[] record = new byte[length];
        local.CopyTo(record);
        int at = local.Length;
        foreach (ReadOnlyMemory<byte> part in _parts)
        {
            part.CopyTo(record.AsMemory(at));
            at += part.Length;
        }
        return record;
    }

    private static ReadOnlyMemory<byte>? Fail(PageFaults faults, string code)
    {
        faults.Add(code);
        return null;
    }
}
