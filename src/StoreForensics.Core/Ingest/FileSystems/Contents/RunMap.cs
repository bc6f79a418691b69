using StoreForensics.Primitives;

namespace StoreForensics.Ingest.FileSystems.Contents;

/// <summary>A map that is a list of runs, from the file's first block on. Thread-safe.</summary>
internal sealed class RunMap : IBlockMap
{
    private readonly BlockRun[] _runs;
    private readonly long[] _starts;
    private readonly string _code;

    /// <param name="runs">Without gaps: holes are runs from 0.</param>
    /// <param name="code">Of the problem that a block behind the last is.</param>
    public RunMap(IReadOnlyList<BlockRun> runs, string code)
    {
        (_runs, _code) = ([.. runs], code);
        _starts = new long[_runs.Length];
        for (int i = 1; i < _runs.Length; i++)
            _starts[i] = _starts[i - 1] + _runs[i - 1].Blocks;
    }

    public BlockRun Find(long block)
    {
        int at = Array.BinarySearch(_starts, block);
        at = at < 0 ? ~at - 1 : at;
        if (at < 0 || block - _starts[at] >= _runs[at].Blocks)
            throw new EvidenceFormatException(_code, $"block {block} lies past the end of the deleted file's map");
        long inRun = block - _starts[at];
        return new BlockRun(_runs[at].Physical == 0 ? 0 : _runs[at].Physical + inRun, _runs[at].Blocks - inRun);
    }
}
