using StoreForensics.Ingest.Disks;
using StoreForensics.Primitives;

namespace StoreForensics.Tests.Ingest.Disks;

/// <summary>Ways to open a disk and to hold its medium against another.</summary>
internal static class Media
{
    public static OpenedDisk Open(string path, ProblemLog? problems = null, string? diskDirectory = null) =>
        DiskOpener.Open(path, new DiskOptions { Problems = problems ?? new ProblemLog(), DiskDirectory = diskDirectory });

    public static byte[] ReadAll(IBlockSource source, int step = 1 << 20)
    {
        byte[] bytes = new byte[source.Length];
        for (int at = 0; at < bytes.Length; at += step)
            source.ReadAt(at, bytes.AsSpan(at, Math.Min(step, bytes.Length - at)));
        return bytes;
    }

    /// <summary>In one go, in odd steps, at random, and at random from several threads.</summary>
    public static void AssertSame(IBlockSource source, byte[] truth)
    {
        Assert.That(source.Length, Is.EqualTo(truth.Length));
        AssertBytes(ReadAll(source), truth, "one read a megabyte");
        AssertBytes(ReadAll(source, 3001), truth, "reads of 3001 bytes");
        AssertHoles(source, truth);
        ReadRandomly(source, truth, 1);
        Parallel.For(2, 6, seed => ReadRandomly(source, truth, seed));
    }

    public static void AssertBytes(byte[] found, byte[] truth, string how)
    {
        int differs = found.AsSpan().CommonPrefixLength(truth);
        Assert.That(differs, Is.EqualTo(truth.Length), $"{how}: sector {differs / 512} differs");
    }

    /// <summary>Whatever is told to be a hole is zeros; from wherever it is asked.</summary>
    private static void AssertHoles(IBlockSource source, byte[] truth)
    {
        foreach (int step in (int[])[int.MaxValue, 1000])
        {
            for (long at = 0; at < truth.Length;)
            {
                DataRun run = source.NextData(at);
                long start = run.IsEmpty ? truth.Length : run.Start;
                Assert.That(truth.AsSpan((int)at, (int)(start - at)).ContainsAnyExcept((byte)0), Is.False, $"bytes {at} to {start} are told to be a hole");
                Assert.That(run.End, Is.LessThanOrEqualTo(truth.Length));
                at = start == truth.Length ? start : Math.Min(run.End, start + step);
            }
        }
    }

    private static void ReadRandomly(IBlockSource source, byte[] truth, int seed)
    {
        var random = new Random(seed);
        byte[] buffer = new byte[300_000];
        for (int i = 0; i < 150; i++)
        {
            int at = random.Next(truth.Length), count = random.Next(Math.Min(i % 3 == 0 ? buffer.Length : 5000, truth.Length - at) + 1);
            source.ReadAt(at, buffer.AsSpan(0, count));
            if (!buffer.AsSpan(0, count).SequenceEqual(truth.AsSpan(at, count)))
                throw new InvalidDataException($"bytes {at} to {at + count} differ (seed {seed})");
        }
    }
}
