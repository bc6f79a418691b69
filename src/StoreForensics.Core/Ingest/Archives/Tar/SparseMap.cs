namespace StoreForensics.Ingest.Archives.Tar;

/// <summary>Which parts of a sparse file were stored: the data of all of them lies in the archive one after another; the rest are zeros.</summary>
/// <param name="Starts">Offsets in the expanded file, ascending.</param>
/// <param name="Ends">One past each part's last byte.</param>
/// <param name="PackedStarts">Where each part begins in the stored data; one more than there are parts: the last is all stored bytes.</param>
internal sealed record SparseMap(long[] Starts, long[] Ends, long[] PackedStarts)
{
    public int Count => Starts.Length;

    public long PackedBytes => PackedStarts[^1];

    /// <summary>The part that holds the offset or is the next one after it; <see cref="Count"/> when only a hole remains.</summary>
    public int FirstEndingAfter(long offset)
    {
        int low = 0, high = Count;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (Ends[middle] > offset)
                high = middle;
            else
                low = middle + 1;
        }
        return low;
    }
}
