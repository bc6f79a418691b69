using StoreForensics.Ingest.FileSystems.Btrfs.Chunks;
using StoreForensics.Ingest.FileSystems.Btrfs.Trees;
using StoreForensics.Ingest.FileSystems.Unused;

namespace StoreForensics.Ingest.FileSystems.Btrfs.Space;

/// <summary>Which logical addresses belong to something now, by the tree of extents (<c>BTRFS_EXTENT_ITEM_KEY</c>, <c>BTRFS_METADATA_ITEM_KEY</c>).</summary>
internal sealed class AllocatedSpace
{
    private readonly List<(ulong Start, ulong End)> _spans = [];

    private AllocatedSpace()
    {
    }

    /// <summary>Whether all of the tree could be read. If not, nothing counts as free.</summary>
    public bool IsWhole { get; private set; } = true;

    public static AllocatedSpace Read(BtrfsVolume btrfs)
    {
        var space = new AllocatedSpace();
        if (btrfs.TreeOf(BtrfsLayout.ExtentTree) is not { } tree)
        {
            space.IsWhole = false;
            return space;
        }
        foreach (Item item in tree.Range(default, Key.Last, _ => space.IsWhole = false))
        {
            if (item.Key.Type is not (ItemType.AllocatedExtent or ItemType.AllocatedNode))
                continue;
            ulong length = item.Key.Type == ItemType.AllocatedNode ? (ulong)btrfs.Super.NodeBytes : item.Key.Offset;
            if (length <= long.MaxValue && item.Key.Object <= long.MaxValue - length)
                space.Add(item.Key.Object, item.Key.Object + length);
        }
        return space;
    }

    /// <summary>Whether nothing has any of these bytes.</summary>
    public bool IsFree(ulong start, ulong length)
    {
        int at = After(start);
        return IsWhole && (at == 0 || _spans[at - 1].End <= start) && (at == _spans.Count || _spans[at].Start >= start + length);
    }

    /// <summary>What is free in chunks that hold files' bytes, in sectors.</summary>
    public IEnumerable<BlockSpan> Free(ChunkMap chunks, int sectorBytes)
    {
        foreach (Chunk chunk in chunks.All.Where(c => IsWhole && c.HoldsData))
        {
            ulong at = chunk.Logical;
            for (int i = Math.Max(0, After(at) - 1); i < _spans.Count && _spans[i].Start < chunk.End; i++)
            {
                if (_spans[i].Start > at)
                    yield return Sectors(at, _spans[i].Start, sectorBytes);
                at = Math.Max(at, _spans[i].End);
            }
            if (at < chunk.End)
                yield return Sectors(at, chunk.End, sectorBytes);
        }
    }

    private static BlockSpan Sectors(ulong from, ulong to, int sectorBytes)
    {
        long first = ((long)from + sectorBytes - 1) / sectorBytes;
        return new BlockSpan(first, Math.Max(0, ((long)to / sectorBytes) - first));
    }

    // Keys come in order.
    private void Add(ulong start, ulong end)
    {
        if (_spans.Count > 0 && start <= _spans[^1].End)
            _spans[^1] = (_spans[^1].Start, Math.Max(end, _spans[^1].End));
        else
            _spans.Add((start, end));
    }

    // The first span that begins behind an address.
    private int After(ulong address)
    {
        int low = 0, high = _spans.Count;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (_spans[middle].Start <= address)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }
}
