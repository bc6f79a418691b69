using StoreForensics.Primitives;

namespace StoreForensics.Ingest.Disks.Vhdx;

/// <summary>A VHDX file as it would be once its log was applied. The file itself stays as it is, and is not owned.</summary>
internal sealed class VhdxPatches(IBlockSource file) : IBlockSource
{
    private const int PageBytes = VhdxLayout.LogSectorBytes;

    // Each costs every read of a changed place a comparison.
    private const int MaxZeroRuns = 4096;

    private readonly Dictionary<long, (byte[] Bytes, int Order)> _pages = [];
    private readonly List<(long Start, long End, int Order)> _zeros = [];
    private long _first = long.MaxValue;
    private long _end;
    private int _order;

    public long Length { get; private set; } = file.Length;

    /// <summary>Makes the file as long as an entry says that it was, which never cuts it.</summary>
    public void GrowTo(long length) => Length = Math.Max(Length, length);

    public void Write(long offset, byte[] page)
    {
        _pages[offset / PageBytes] = (page, _order++);
        Cover(offset, PageBytes);
    }

    /// <exception cref="EvidenceFormatException">More runs than can be kept.</exception>
    public void Zero(long offset, long length)
    {
        if (_zeros.Count >= MaxZeroRuns)
            throw new EvidenceFormatException(DiskProblems.BadLog, $"more than {MaxZeroRuns} runs of zeros in the log");
        _zeros.Add((offset, offset + length, _order++));
        Cover(offset, length);
    }

    public void ReadAt(long offset, Span<byte> target)
    {
        this.CheckRange(offset, target.Length);
        file.ReadOrZero(offset, target);
        if (offset >= _end || offset + target.Length <= _first)
            return;
        while (!target.IsEmpty)
        {
            int start = (int)(offset % PageBytes), count = Math.Min(target.Length, PageBytes - start);
            Patch(offset / PageBytes, start, target[..count]);
            target = target[count..];
            offset += count;
        }
    }

    public void Dispose()
    {
    }

    private void Patch(long page, int start, Span<byte> target)
    {
        int order = -1;
        if (_pages.TryGetValue(page, out (byte[] Bytes, int Order) written))
        {
            written.Bytes.AsSpan(start, target.Length).CopyTo(target);
            order = written.Order;
        }
        long at = page * PageBytes;
        foreach ((long first, long end, int zeroed) in _zeros)
        {
            if (first <= at && at < end && zeroed > order)
                target.Clear();
        }
    }

    private void Cover(long offset, long length)
    {
        _first = Math.Min(_first, offset);
        _end = Math.Max(_end, offset + length);
        Length = Math.Max(Length, offset + length);
    }
}
