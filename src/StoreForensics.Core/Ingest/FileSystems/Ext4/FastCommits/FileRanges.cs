namespace StoreForensics.Ingest.FileSystems.Ext4.FastCommits;

/// <summary>Stretches of a file whose place changed; they do not overlap.</summary>
internal sealed class FileRanges
{
    private readonly SortedList<long, (long End, long Physical)> _ranges = [];

    /// <summary>Where a stretch lies from now on.</summary>
    /// <param name="first">Its first block in the file.</param>
    /// <param name="blocks">How many.</param>
    /// <param name="physical">The first block on the volume; 0: it is a hole.</param>
    public void Set(long first, long blocks, long physical)
    {
        if (blocks <= 0)
            return;
        long end = first + blocks;
        int at = IndexBefore(first);
        if (at >= 0 && _ranges.GetValueAtIndex(at).End > first)
            Cut(_ranges.GetKeyAtIndex(at), first, end);
        for (at = IndexBefore(end - 1); at >= 0 && _ranges.GetKeyAtIndex(at) >= first; at = IndexBefore(end - 1))
            Cut(_ranges.GetKeyAtIndex(at), first, end);
        _ranges[first] = (end, physical);
    }

    /// <summary>The stretch that holds a block, or null and where the next begins.</summary>
    public (long Start, long End, long Physical)? Find(long block, out long next)
    {
        int at = IndexBefore(block);
        next = at + 1 < _ranges.Count ? _ranges.GetKeyAtIndex(at + 1) : long.MaxValue;
        if (at < 0 || _ranges.GetValueAtIndex(at) is var range && range.End <= block)
            return null;
        return (_ranges.GetKeyAtIndex(at), _ranges.GetValueAtIndex(at).End, _ranges.GetValueAtIndex(at).Physical);
    }

    // Leaves of a stretch what lies outside of another.
    private void Cut(long start, long first, long end)
    {
        (long oldEnd, long physical) = _ranges[start];
        _ranges.Remove(start);
        if (start < first)
            _ranges[start] = (first, physical);
        if (oldEnd > end)
            _ranges[end] = (oldEnd, physical == 0 ? 0 : physical + end - start);
    }

    // The last stretch that begins at or before a block; -1: none does.
    private int IndexBefore(long block)
    {
        int low = 0, high = _ranges.Count - 1;
        while (low <= high)
        {
            int middle = (low + high) >>> 1;
            if (_ranges.GetKeyAtIndex(middle) > block)
                high = middle - 1;
            else
                low = middle + 1;
        }
        return high;
    }
}
