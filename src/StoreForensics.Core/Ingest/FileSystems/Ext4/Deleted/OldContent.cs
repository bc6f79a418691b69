using System.Collections;
using StoreForensics.Ingest.FileSystems.Contents;

namespace StoreForensics.Ingest.FileSystems.Ext4.Deleted;

/// <summary>Where the bytes of a deleted file lay, and which of its blocks somebody else got since.</summary>
internal sealed class OldContent
{
    private BitArray? _lost;

    public required Incarnation Of { get; init; }

    /// <summary>Blocks of the file in order.</summary>
    public required List<BlockRun> Runs { get; init; }

    /// <summary>Blocks that it has bytes in; holes do not count.</summary>
    public required long Blocks { get; init; }

    /// <summary>How many of those are lost.</summary>
    public long Lost { get; private set; }

    /// <summary>Blocks that transactions after this one wrote are lost.</summary>
    public long Until => (Of.Ended - 1) ?? Of.Last;

    /// <param name="ordinal">Counts the blocks that have bytes.</param>
    public void Lose(long ordinal)
    {
        _lost ??= new BitArray((int)Math.Min(Blocks, int.MaxValue));
        if (ordinal >= _lost.Length || _lost[(int)ordinal])
            return;
        _lost[(int)ordinal] = true;
        Lost++;
    }

    /// <summary>The map of what is left: lost blocks are holes.</summary>
    public OldMap Left()
    {
        var left = new List<BlockRun>();
        long ordinal = 0;
        foreach (BlockRun run in Runs)
        {
            if (run.Physical == 0 || _lost is null)
            {
                left.Add(run);
                ordinal += run.Physical == 0 ? 0 : run.Blocks;
                continue;
            }
            for (long i = 0; i < run.Blocks; ordinal++, i++)
                Append(left, ordinal < _lost.Length && _lost[(int)ordinal] ? 0 : run.Physical + i);
        }
        return new OldMap(left);
    }

    private static void Append(List<BlockRun> runs, long block)
    {
        BlockRun last = runs.Count > 0 ? runs[^1] : default;
        if (last.Blocks > 0 && (block == 0 ? last.Physical == 0 : last.Physical != 0 && last.Physical + last.Blocks == block))
            runs[^1] = last with { Blocks = last.Blocks + 1 };
        else
            runs.Add(new BlockRun(block, 1));
    }
}

/// <summary>A map that is a list of runs. Thread-safe.</summary>
internal sealed class OldMap : IBlockMap
{
    private readonly BlockRun[] _runs;
    private readonly long[] _starts;

    public OldMap(IReadOnlyList<BlockRun> runs)
    {
        _runs = [.. runs];
        _starts = new long[_runs.Length];
        for (int i = 1; i < _runs.Length; i++)
            _starts[i] = _starts[i - 1] + _runs[i - 1].Blocks;
    }

    public IReadOnlyList<BlockRun> Runs => _runs;

    public BlockRun Find(long block)
    {
        int at = Array.BinarySearch(_starts, block);
        at = at < 0 ? ~at - 1 : at;
        if (at < 0 || block - _starts[at] >= _runs[at].Blocks)
            throw Ext4Problems.Bad(Ext4Problems.Extents, $"block {block} lies past the end of the deleted file's map");
        long inRun = block - _starts[at];
        return new BlockRun(_runs[at].Physical == 0 ? 0 : _runs[at].Physical + inRun, _runs[at].Blocks - inRun);
    }
}
