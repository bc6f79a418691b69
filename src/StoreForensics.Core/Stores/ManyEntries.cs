using StoreForensics.Evidence;
using StoreForensics.Primitives;

namespace StoreForensics.Stores;

/// <summary>Reads many small records of a store, on all cores where that pays, with the same result as one after the other.</summary>
internal static class ManyEntries
{
    // Below this, starting threads takes longer than reading.
    private const int Few = 200;

    // Records that one thread reads in a row.
    private const int Chunk = 64;

    /// <summary>What is read of each entry, in the order given. Problems come in that order too.</summary>
    /// <param name="files">Where the entries lie.</param>
    /// <param name="entries">Nodes of the tree.</param>
    /// <param name="reader">Makes what reads with the files given, which have a log of problems of their own; called on any thread.</param>
    public static T[] Read<T>(EvidenceFiles files, IReadOnlyList<int> entries, Func<EvidenceFiles, Func<int, T>> reader)
    {
        var read = new T[entries.Count];
        if (entries.Count < Few)
        {
            ReadRange(reader(files), entries, read, 0);
            return read;
        }
        var logs = new ProblemLog[(entries.Count + Chunk - 1) / Chunk];
        Parallel.For(0, logs.Length, chunk =>
        {
            logs[chunk] = new ProblemLog();
            ReadRange(reader(files.With(logs[chunk])), entries, read.AsSpan(chunk * Chunk, Math.Min(Chunk, read.Length - (chunk * Chunk))), chunk * Chunk);
        });
        foreach (ProblemLog log in logs)
            files.Problems.AddAll(log);
        return read;
    }

    private static void ReadRange<T>(Func<int, T> read, IReadOnlyList<int> entries, Span<T> into, int start)
    {
        for (int i = 0; i < into.Length; i++)
            into[i] = read(entries[start + i]);
    }
}
