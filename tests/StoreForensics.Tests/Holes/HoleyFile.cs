using StoreForensics.Primitives;

namespace StoreForensics.Tests.Holes;

/// <summary>The file of these tests: words at its start, in its middle and before its
/// end, and a tebibyte of hole between; and what is expected of who reads it.</summary>
internal static class HoleyFile
{
    public const long Bytes = (1L << 40) + 4096;

    /// <summary>Where the words stand; each is a block of 4,096 bytes.</summary>
    public static readonly long[] Places = [0, 1L << 39, 1L << 40];

    /// <summary>More than any place may take to store, and far less than the file.</summary>
    private const long MostStored = 8 << 20;

    // Whoever reads the hole is stopped, not waited for.
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(20);

    /// <summary>A block of words.</summary>
    public static byte[] Words(long place)
    {
        byte[] block = new byte[4096];
        for (int i = 0; i < block.Length; i++)
            block[i] = (byte)('a' + ((place / 4096) + i) % 23);
        return block;
    }

    /// <summary>Makes it as a file of this machine.</summary>
    public static void Create(string path)
    {
        using FileStream file = File.Create(path);
        file.SetLength(Bytes);
        foreach (long place in Places)
        {
            file.Position = place;
            file.Write(Words(place));
        }
    }

    /// <summary>Its holes are known, and what is left holds the words and otherwise zeros.</summary>
    public static void Check(Func<Stream> open) => Within(() =>
    {
        using Stream stream = open();
        var found = new List<long>();
        long stored = 0, at = 0;
        for (DataRun run; !(run = stream.NextData(at)).IsEmpty; at = run.End)
        {
            Assert.That(run.Start, Is.GreaterThanOrEqualTo(at));
            Assert.That(run.End, Is.LessThanOrEqualTo(Bytes));
            if (run.Start > at)
                stream.Position = run.Start;
            stored += run.End - run.Start;
            Assert.That(stored, Is.LessThan(MostStored), "bytes that are told to be data");
            CheckRun(stream, run, found);
        }
        Assert.That(found, Is.EqualTo(Places));
        Assert.That(stream.NextData(Bytes), Is.EqualTo(new DataRun(Bytes, Bytes)));
    });

    /// <summary>Runs something that must not read a tebibyte.</summary>
    public static void Within(Action work)
    {
        var task = Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        if (!Task.WhenAny(task, Task.Delay(s_limit)).GetAwaiter().GetResult().Equals(task))
            Assert.Fail($"Not done after {s_limit}: it reads the hole.");
        task.GetAwaiter().GetResult();
    }

    private static void CheckRun(Stream stream, DataRun run, List<long> found)
    {
        byte[] bytes = new byte[run.End - run.Start];
        stream.ReadExactly(bytes);
        foreach (long place in Places.Where(p => p >= run.Start && p < run.End))
        {
            found.Add(place);
            Span<byte> words = bytes.AsSpan((int)(place - run.Start), 4096);
            Assert.That(words.SequenceEqual(Words(place)), $"the words at {place}");
            words.Clear();
        }
        Assert.That(bytes.AsSpan().ContainsAnyExcept((byte)0), Is.False, "other bytes are zeros");
    }
}
