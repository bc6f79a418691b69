using StoreForensics.Ingest.FileSystems.Contents;
using StoreForensics.Ingest.FileSystems.Xfs.Extents;
using StoreForensics.Ingest.FileSystems.Xfs.Inodes;
using StoreForensics.Ingest.FileSystems.Xfs.Space;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.FileSystems.Xfs.Deleted;

/// <summary>Where the bytes of a deleted file lay, and what of it is left.</summary>
/// <param name="Left">Runs of the file's blocks; those that were lost, and holes, from 0.</param>
/// <param name="Blocks">Blocks that it had bytes in.</param>
/// <param name="Lost">How many of them something else got.</param>
internal sealed record OldRuns(List<BlockRun> Left, long Blocks, long Lost)
{
    private const int MostRuns = 1 << 20;

    /// <summary>Null where that cannot be told: its list of extents is not known, or not that of the time.</summary>
    public static OldRuns? Of(XfsVolume xfs, InodeUse use, LogReading log, FreeBlocks free, ref long left)
    {
        Inode inode = use.Inode(xfs.Super.InodeCoreBytes);
        if (inode.Format != ForkFormat.Extents || !use.HasFork || inode.IsRealtime || inode.ExtentCount > (ulong)(inode.DataFork.Length / Extent.Bytes))
            return null;
        try
        {
            return Of(xfs, use, inode, log, free, ref left);
        }
        catch (EvidenceFormatException)
        {
            return null; // it names what cannot be
        }
    }

    private static OldRuns? Of(XfsVolume xfs, InodeUse use, Inode inode, LogReading log, FreeBlocks free, ref long left)
    {
        var runs = new List<BlockRun>();
        long blocks = (inode.Size / xfs.Super.BlockBytes) + (inode.Size % xfs.Super.BlockBytes > 0 ? 1 : 0), at = 0, mapped = 0, bytes = 0, lost = 0;
        ulong from = use.Ended ?? (use.Alive!.Value + 1);
        for (int i = 0; i < (int)inode.ExtentCount; i++)
        {
            var extent = Extent.Parse(inode.DataFork[(i * Extent.Bytes)..]);
            if (extent.First < at || extent.Count == 0)
                return null;
            long physical = xfs.Linear(extent.Block, extent.Count);
            mapped += extent.Count;
            Append(runs, 0, Math.Min(extent.First, blocks) - Math.Min(at, blocks));
            long inside = Math.Min(extent.Count, Math.Max(0, blocks - extent.First));
            if ((left -= inside) < 0)
                return null;
            for (long block = 0; block < inside; block++)
            {
                bool isLost = !use.IsOpen && !extent.IsUnwritten
                    && (free.FreeFrom(physical + block, 1) == 0 || log.Claims.IsTakenAfter(physical + block, use, from));
                (bytes, lost) = extent.IsUnwritten ? (bytes, lost) : (bytes + 1, lost + (isLost ? 1 : 0));
                Append(runs, isLost || extent.IsUnwritten ? 0 : physical + block, 1);
            }
            at = extent.First + extent.Count;
            if (runs.Count > MostRuns)
                return null;
        }
        // An inode counts its blocks: a list that has another sum is of another time. Attributes in blocks count, too.
        if ((ulong)mapped > inode.BlockCount || (inode.AttributeFormat is ForkFormat.Local or ForkFormat.Device && (ulong)mapped != inode.BlockCount))
            return null;
        Append(runs, 0, blocks - Math.Min(at, blocks));
        return new OldRuns(runs, bytes, lost);
    }

    private static void Append(List<BlockRun> runs, long physical, long count)
    {
        if (count <= 0)
            return;
        BlockRun last = runs.Count > 0 ? runs[^1] : default;
        if (last.Blocks > 0 && (physical == 0 ? last.Physical == 0 : last.Physical != 0 && last.Physical + last.Blocks == physical))
            runs[^1] = last with { Blocks = last.Blocks + count };
        else
            runs.Add(new BlockRun(physical, count));
    }
}
