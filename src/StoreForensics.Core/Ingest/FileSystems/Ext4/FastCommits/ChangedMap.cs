using StoreForensics.Ingest.FileSystems.Contents;

namespace StoreForensics.Ingest.FileSystems.Ext4.FastCommits;

/// <summary>A file's map where fast commits changed stretches of it.</summary>
internal sealed class ChangedMap(IBlockMap map, FileRanges ranges, long blockCount) : IBlockMap
{
    public BlockRun Find(long block)
    {
        if (ranges.Find(block, out long next) is not { } range)
        {
            BlockRun run = map.Find(block);
            return run with { Blocks = Math.Min(run.Blocks, next - block) };
        }
        if (range.Physical != 0 && range.Physical > blockCount - (range.End - range.Start))
            throw Ext4Problems.Bad(Ext4Problems.Extents, $"a fast commit's extent at block {range.Physical} lies outside of the file system");
        return new BlockRun(range.Physical == 0 ? 0 : range.Physical + block - range.Start, range.End - block);
    }
}
