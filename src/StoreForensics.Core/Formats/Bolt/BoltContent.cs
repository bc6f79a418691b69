using StoreForensics.Primitives;

namespace StoreForensics.Formats.Bolt;

/// <summary>A database in memory.</summary>
/// <param name="Bytes">From its start on.</param>
/// <param name="FileBytes">Of the whole file; more than <paramref name="Bytes"/> where a hole ends it.</param>
internal readonly record struct BoltBytes(ReadOnlyMemory<byte> Bytes, long FileBytes);

/// <summary>Takes a whole database into memory, save the hole that ends it: pages are wanted in any order, and streams of evidence only go forward.</summary>
internal static class BoltContent
{
    /// <summary>More is not read. Databases of large hosts have some tens of megabytes; a sparse file can claim terabytes.</summary>
    public const int MaxBytes = 1 << 30;

    /// <summary>Smaller files are read as they are, holes and all.</summary>
    private const int SmallBytes = 64 << 20;

    // What a page that begins in data may reach into the hole: values that end in zeros.
    private const int MarginBytes = 1 << 20;

    private const int FirstBuffer = 64 * 1024;

    /// <summary>Reads data and passes over holes. A read error keeps what was read before it and is recorded.</summary>
    public static BoltBytes Read(Stream content, ProblemLog problems, Origin origin, int maxBytes = MaxBytes)
    {
        var runs = new List<DataRun>();
        DataRun next = content.NextData(0);
        for (; !next.IsEmpty && next.Start < maxBytes && next.End < long.MaxValue; next = content.NextData(next.End))
            runs.Add(next with { End = Math.Min(next.End, maxBytes) });
        long length = next.Start; // at the end, where only a hole is left
        if (next.End == long.MaxValue || (next.IsEmpty && length <= SmallBytes))
            return ReadOn(content, problems, origin, maxBytes);
        long end = runs.Count == 0 ? 0 : runs[^1].End, kept = Math.Min(length, Math.Min(maxBytes, end + MarginBytes));
        bool isCut = !next.IsEmpty || (end == maxBytes && length > maxBytes);
        if (isCut)
            problems.Damage("SF-BOLT-0006", origin, $"the database is larger than {maxBytes} bytes; only the first {maxBytes} were read");
        else if (kept < length)
            problems.Warn("SF-BOLT-0020", origin with { Offset = end }, $"the last {length - end} of {length} bytes are a hole, in which no page can be");
        ReadOnlyMemory<byte> bytes = ReadRuns(content, runs, (int)kept, problems, origin);
        return new BoltBytes(bytes, isCut ? maxBytes : bytes.Length < kept ? bytes.Length : length);
    }

    // The memory of holes is never touched, and so costs nothing.
    private static ReadOnlyMemory<byte> ReadRuns(Stream content, List<DataRun> runs, int length, ProblemLog problems, Origin origin)
    {
        byte[] bytes = new byte[length];
        int at = 0;
        try
        {
            foreach (DataRun run in runs)
            {
                if (run.Start > at)
                    content.Position = run.Start;
                at = (int)run.Start;
                for (int got; at < run.End && (got = content.Read(bytes, at, (int)run.End - at)) > 0;)
                    at += got;
                if (at < run.End)
                    return bytes.AsMemory(0, at);
            }
            return bytes;
        }
        catch (Exception e) when (IsDamage(e))
        {
            Tell(e, at, problems, origin);
            return bytes.AsMemory(0, at);
        }
    }

    // Grows with the bytes that really come.
    private static BoltBytes ReadOn(Stream content, ProblemLog problems, Origin origin, int maxBytes)
    {
        byte[] buffer = new byte[FirstBuffer];
        int used = 0;
        try
        {
            for (int got; (got = content.Read(buffer, used, buffer.Length - used)) > 0;)
            {
                used += got;
                if (used > maxBytes)
                {
                    problems.Damage("SF-BOLT-0006", origin, $"the database is larger than {maxBytes} bytes; only the first {maxBytes} were read");
                    return new BoltBytes(buffer.AsMemory(0, maxBytes), maxBytes);
                }
                if (used == buffer.Length)
                    Array.Resize(ref buffer, (int)Math.Min(used * 2L, maxBytes + 1L));
            }
        }
        catch (Exception e) when (IsDamage(e))
        {
            Tell(e, used, problems, origin);
        }
        return new BoltBytes(buffer.AsMemory(0, used), used);
    }

    private static bool IsDamage(Exception e) => e is IOException or InvalidDataException or EvidenceFormatException;

    private static void Tell(Exception e, int at, ProblemLog problems, Origin origin) =>
        problems.Damage("SF-BOLT-0008", origin with { Offset = at }, $"the database could not be read to its end: {DisplayText.Escape(e.Message)}");
}
