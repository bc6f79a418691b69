using StoreForensics.Primitives;

namespace StoreForensics.Evidence;

/// <summary>Files whose holes count.</summary>
internal static class HoleyFiles
{
    /// <summary>Bytes of a file that are holes; counting ends once there are more than asked for.</summary>
    /// <param name="nextData">See <see cref="IHoles.NextData"/>.</param>
    /// <param name="size">Bytes of the file.</param>
    /// <param name="most">How many are worth counting.</param>
    public static long Count(Func<long, DataRun> nextData, long size, long most)
    {
        long holes = 0;
        for (long at = 0; at < size && holes <= most;)
        {
            DataRun run = nextData(at);
            holes += Math.Min(size, run.IsEmpty ? size : run.Start) - at;
            at = run.IsEmpty ? size : run.End;
        }
        return holes;
    }

    /// <summary>Opens a file whose every byte is to go into a digest; null, after a
    /// warning, when that would read more zeros of holes than are allowed.</summary>
    /// <exception cref="EvidenceFormatException">It cannot be opened.</exception>
    public static StoredFile? OpenWithin(this IEvidenceSource source, int node, HoleAllowance allowance, ProblemLog problems)
    {
        StoredFile stream = StoredFile.Open(source, node);
        if (allowance.Refusal(stream.NextData, source.Tree[source.Tree.FirstLink(node)].Size) is not { } refusal)
            return stream;
        stream.Dispose();
        problems.Warn(HoleAllowance.Code, new Origin(source.Name, source.Tree.PathOf(node)), refusal);
        return null;
    }
}
