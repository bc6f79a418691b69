using StoreForensics.Ingest.FileSystems.Xfs.Extents;
using StoreForensics.Ingest.FileSystems.Xfs.Inodes;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.FileSystems.Xfs.Deleted;

/// <summary>Who had which blocks, as the log says: files by their extents, and what was logged as metadata.</summary>
internal sealed class BlockClaims(XfsVolume xfs)
{
    private const int Most = 1 << 21, LongestPiece = 1024;

    // Each with the last record that says so.
    private readonly Dictionary<(long Start, long Count, ulong Inode, uint? Generation), ulong> _claims = [];
    private Claim[]? _sorted;

    /// <summary>Whether there were more than are kept: then nothing is proven.</summary>
    public bool IsFull => _claims.Count >= Most;

    /// <summary>A list of extents of an inode, as it was then.</summary>
    public void Take(in Inode inode, ulong lsn)
    {
        if (inode.Format != ForkFormat.Extents)
            return;
        int count = (int)Math.Min(inode.ExtentCount, (ulong)(inode.DataFork.Length / Extent.Bytes));
        TakeRecords(inode.DataFork[..(count * Extent.Bytes)], inode.Number, inode.Generation, lsn);
    }

    /// <summary>A block of metadata; a leaf of a tree of extents claims what it maps, too.</summary>
    public void Take(long offset, ReadOnlySpan<byte> bytes, long length, ulong lsn)
    {
        Add(offset / xfs.Super.BlockBytes, Math.Max(1, length / xfs.Super.BlockBytes), 0, 0, lsn);
        if (bytes.Length < XfsLayout.NewMapBlockHeaderBytes || bytes.U32(0) != XfsLayout.NewMapBlockMagic || bytes.U16(4) != 0)
            return;
        int count = Math.Min(bytes.U16(6), (bytes.Length - XfsLayout.NewMapBlockHeaderBytes) / Extent.Bytes);
        TakeRecords(bytes.Slice(XfsLayout.NewMapBlockHeaderBytes, count * Extent.Bytes), bytes.U64(56), null, lsn);
    }

    /// <summary>Whether something else had a block after a record.</summary>
    public bool IsTakenAfter(long block, InodeUse use, ulong lsn)
    {
        if (_sorted is null)
        {
            _sorted = [.. _claims.Select(c => new Claim(c.Key.Start, c.Key.Count, c.Key.Inode, c.Key.Generation, c.Value))];
            Array.Sort(_sorted, (a, b) => a.Start.CompareTo(b.Start));
        }
        int low = 0, high = _sorted.Length;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (_sorted[middle].Start <= block - LongestPiece)
                low = middle + 1;
            else
                high = middle;
        }
        for (; low < _sorted.Length && _sorted[low].Start <= block; low++)
        {
            Claim claim = _sorted[low];
            bool isOwn = claim.Inode == use.Number && (claim.Generation is not uint generation || generation == use.Generation);
            if (block < claim.Start + claim.Count && claim.Lsn >= lsn && !isOwn)
                return true;
        }
        return false;
    }

    private void TakeRecords(ReadOnlySpan<byte> records, ulong inode, uint? generation, ulong lsn)
    {
        for (int at = 0; at + Extent.Bytes <= records.Length; at += Extent.Bytes)
        {
            var extent = Extent.Parse(records[at..]);
            try
            {
                if (extent.Count > 0)
                    Add(xfs.Linear(extent.Block, extent.Count), extent.Count, inode, generation, lsn);
            }
            catch (EvidenceFormatException)
            {
                return; // bytes that were never a list
            }
        }
    }

    // In pieces, so that who had a block is found near it.
    private void Add(long start, long count, ulong inode, uint? generation, ulong lsn)
    {
        for (; count > 0 && _claims.Count < Most; start += LongestPiece, count -= LongestPiece)
            _claims[(start, Math.Min(count, LongestPiece), inode, generation)] = lsn;
        _sorted = null;
    }

    private readonly record struct Claim(long Start, long Count, ulong Inode, uint? Generation, ulong Lsn);
}
