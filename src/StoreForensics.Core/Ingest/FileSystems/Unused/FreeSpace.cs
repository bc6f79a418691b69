using StoreForensics.Evidence.Unused;
using StoreForensics.Ingest.Disks;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.FileSystems.Unused;

/// <summary>Unused space by the blocks that a file system says are free, without those of deleted files that are known, and without holes.</summary>
/// <param name="name">See <see cref="IUnusedSpace.Name"/>.</param>
/// <param name="blocks">What blocks are counted on; stays open.</param>
/// <param name="blockBytes">Bytes of a block.</param>
/// <param name="free">Runs of free blocks, in ascending order.</param>
/// <param name="log">Those of the journal.</param>
/// <param name="known">Blocks of deleted files that have a place of their own.</param>
internal sealed class FreeSpace(string name, IBlockSource blocks, int blockBytes, IEnumerable<BlockSpan> free, IEnumerable<BlockSpan> log,
    KnownBlocks known) : IUnusedSpace
{
    public string Name => name;

    public int BlockBytes => blockBytes;

    public long HoleBytes { get; private set; }

    public IEnumerable<UnusedRun> Runs()
    {
        HoleBytes = 0;
        foreach (BlockSpan span in free.SelectMany(known.Without))
        {
            foreach (UnusedRun run in WithoutHoles(span, isLog: false))
                yield return run;
        }
        foreach (BlockSpan span in log)
        {
            foreach (UnusedRun run in WithoutHoles(span, isLog: true))
                yield return run;
        }
    }

    public void Read(long offset, Span<byte> target) => blocks.ReadAt(offset, target);

    private IEnumerable<UnusedRun> WithoutHoles(BlockSpan span, bool isLog)
    {
        long end = Math.Min((span.Start + span.Count) * blockBytes, blocks.Length / blockBytes * blockBytes);
        for (long at = span.Start * blockBytes; at < end;)
        {
            DataRun data = blocks.NextData(at);
            long from = Math.Max(at, data.Start / blockBytes * blockBytes);
            long to = Math.Min(end, data.End > long.MaxValue - blockBytes ? end : (data.End + blockBytes - 1) / blockBytes * blockBytes);
            if (data.IsEmpty || from >= end || to <= at)
            {
                HoleBytes += end - at;
                yield break;
            }
            HoleBytes += from - at;
            yield return new UnusedRun(from, to - from, isLog);
            at = to;
        }
    }
}

/// <summary>So many blocks from one on.</summary>
internal readonly record struct BlockSpan(long Start, long Count);

/// <summary>Blocks of deleted files that are known. Filled before it is asked.</summary>
internal sealed class KnownBlocks
{
    private readonly List<BlockSpan> _spans = [];
    private bool _isSorted;

    public void Add(long start, long count)
    {
        _spans.Add(new BlockSpan(start, count));
        _isSorted = false;
    }

    /// <summary>What of a span is not among them, in order.</summary>
    public IEnumerable<BlockSpan> Without(BlockSpan span)
    {
        Sort();
        long at = span.Start, end = span.Start + span.Count;
        for (int i = FirstBehind(at); i < _spans.Count && _spans[i].Start < end; i++)
        {
            if (_spans[i].Start > at)
                yield return new BlockSpan(at, _spans[i].Start - at);
            at = Math.Max(at, _spans[i].Start + _spans[i].Count);
        }
        if (at < end)
            yield return new BlockSpan(at, end - at);
    }

    /// <summary>Sorted, and joined where they touch, so that ends are in order too.</summary>
    private void Sort()
    {
        if (_isSorted)
            return;
        _spans.Sort((a, b) => a.Start.CompareTo(b.Start));
        int last = -1;
        for (int i = 0; i < _spans.Count; i++)
        {
            if (last >= 0 && _spans[i].Start <= _spans[last].Start + _spans[last].Count)
                _spans[last] = _spans[last] with { Count = Math.Max(_spans[last].Count, _spans[i].Start + _spans[i].Count - _spans[last].Start) };
            else
                _spans[++last] = _spans[i];
        }
        _spans.RemoveRange(last + 1, _spans.Count - last - 1);
        _isSorted = true;
    }

    // The first that ends behind the block.
    private int FirstBehind(long block)
    {
        int low = 0, high = _spans.Count;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (_spans[middle].Start + _spans[middle].Count <= block)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }
}
