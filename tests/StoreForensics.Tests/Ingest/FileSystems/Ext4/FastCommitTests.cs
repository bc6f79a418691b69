using System.Buffers.Binary;
using StoreForensics.Ingest.FileSystems.Ext4;
using StoreForensics.Ingest.FileSystems.Ext4.FastCommits;
using StoreForensics.Primitives;

namespace StoreForensics.Tests.Ingest.FileSystems.Ext4;

/// <summary>Images copied from under a mount, with fast commits behind the transactions (Fixtures/make-fast.py), against what the kernel shows once it played
/// them back.</summary>
public sealed class FastCommitTests
{
    private static IEnumerable<string> Names =>
        ["fast-1k-0", "fast-4k-1", "fast-plain-2", "fast-inline-0", "fast-small-1"];

    [TestCaseSource(nameof(Names))]
    public void Files_are_those_that_the_kernel_sees(string name)
    {
        var problems = new ProblemLog();
        using ReadExt4 files = Ext4Fixtures.Open(name + ".img", problems);
        Assert.Multiple(() =>
        {
            Assert.That(KernelAccount.Actual(files.Tree).Select(Plain), Is.EqualTo(KernelAccount.Expected(name).Select(Plain)));
            Assert.That(KernelAccount.ActualSums(files), Is.EqualTo(KernelAccount.ExpectedSums(name)));
            Assert.That(problems.Sorted().Where(p => p.Severity != ProblemSeverity.Note), Is.Empty);
            Assert.That(files.FileSystem.Facts.Replay, Does.Match(", then [1-9][0-9]* fast commits$"));
        });
    }

    [Test]
    public void One_whose_checksum_is_wrong_is_told_and_those_before_count()
    {
        byte[] image = Image("fast-1k-0");
        int[] tails = [.. Tails(image)];
        image[tails[2] + 8] ^= 1;

        var problems = new ProblemLog();
        using var files = new ReadExt4(new MemoryBlocks(image), "x", problems);

        Assert.Multiple(() =>
        {
            Assert.That(tails, Has.Length.GreaterThan(3));
            Assert.That(files.FileSystem.Facts.Replay, Does.EndWith(", then 2 fast commits"));
            Problem[] warnings = [.. problems.Sorted().Where(p => p.Severity == ProblemSeverity.Warning)];
            Assert.That(warnings.Select(p => (p.Code, p.Message.Contains("after 2", StringComparison.Ordinal))),
                Is.EqualTo(new[] { (Ext4Problems.Journal, true) }));
        });
    }

    /// <summary>An area of hundreds of megabytes is nobody's; what it would cost to keep its ranges in order grows with the square.</summary>
    [Test]
    public void Endless_records_end()
    {
        int reads = 0;
        var log = new FastCommitLog(i =>
        {
            reads++;
            return Records(isFirst: i == 0);
        }, uint.MaxValue, transaction: 7);
        log.Read();
        Assert.That((log.Fault, log.Count, log.Tags.Count), Is.EqualTo(("they are more than 65536", 0, 0)));
        Assert.That(reads, Is.LessThan(400));
    }

    // A block of ranges, behind a head in the first.
    private static byte[] Records(bool isFirst)
    {
        byte[] block = new byte[4096];
        int at = 0;
        if (isFirst)
        {
            Write(block, ref at, FastCommitKind.Head, 8);
            block[FastCommitTag.HeaderBytes + 4] = 7;
        }
        while (at + 20 <= block.Length)
            Write(block, ref at, FastCommitKind.AddRange, 16);
        Write(block, ref at, FastCommitKind.Pad, (ushort)(block.Length - at - FastCommitTag.HeaderBytes));
        return block;
    }

    private static void Write(byte[] block, ref int at, FastCommitKind kind, ushort length)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(block.AsSpan(at), (ushort)kind);
        BinaryPrimitives.WriteUInt16LittleEndian(block.AsSpan(at + 2), length);
        at += FastCommitTag.HeaderBytes + length;
    }

    [Test]
    public void Features_that_are_not_known_are_told()
    {
        byte[] image = Image("fast-1k-0");
        image[Area(image) + FastCommitTag.HeaderBytes] = 1;

        var problems = new ProblemLog();
        using var files = new ReadExt4(new MemoryBlocks(image), "x", problems);

        Assert.That(problems.Sorted().Where(p => p.Severity == ProblemSeverity.Warning).Select(p => p.Message),
            Has.One.Contains("features that are not known (0x1)"));
        Assert.That(files.FileSystem.Facts.Replay, Does.Not.Contain("fast"));
    }

    [Test]
    public void Any_byte_of_the_area_may_be_damaged()
    {
        byte[] image = Image("fast-plain-2");
        int area = Area(image), end = Tails(image).Last() + 12;
        var random = new Random(1);
        for (int i = 0; i < 60; i++)
        {
            byte[] damaged = [.. image];
            int at = random.Next(area, end);
            damaged[at] ^= (byte)(1 << random.Next(8));
            DamagedImage.ReadAll(problems => new ReadExt4(new MemoryBlocks(damaged), "x", problems), $"byte {at}");
        }
    }

    /// <summary>Ranges as a list of blocks, by a table.</summary>
    [Test]
    public void Ranges_that_overlap_leave_what_was_said_last()
    {
        var random = new Random(7);
        var ranges = new FileRanges();
        long[] table = new long[200];
        Array.Fill(table, -1);
        for (int step = 0; step < 500; step++)
        {
            int first = random.Next(200), blocks = random.Next(1, 201 - first), physical = random.Next(3) == 0 ? 0 : random.Next(1, 100_000);
            ranges.Set(first, blocks, physical);
            for (int i = 0; i < blocks; i++)
                table[first + i] = physical == 0 ? 0 : physical + i;
            Assert.That(Enumerable.Range(0, 200).Select(b => ranges.Find(b, out _) is { } r ? r.Physical == 0 ? 0 : r.Physical + b - r.Start : -1L),
                Is.EqualTo(table));
        }
    }

    // The kernel gives directories the time of its replay, and one link to those that it makes.
    private static string Plain(string line)
    {
        string[] f = line.Split('|');
        if (f[0] == "d")
            f[5] = f[6] = f[7] = f[8] = f[9] = "";
        return string.Join('|', f);
    }

    private static byte[] Image(string name) => File.ReadAllBytes(Ext4Fixtures.PathOf(name + ".img"));

    // A head stands at the beginning of the area alone: kind 9, 8 bytes.
    private static int Area(byte[] image)
    {
        for (int at = 0; at < image.Length; at += 1024)
        {
            if (image.AsSpan(at, 8).SequenceEqual((ReadOnlySpan<byte>)[9, 0, 8, 0, 0, 0, 0, 0]))
                return at;
        }
        throw new InvalidOperationException("there is no head");
    }

    private static IEnumerable<int> Tails(byte[] image)
    {
        uint transaction = BinaryPrimitives.ReadUInt32LittleEndian(image.AsSpan(Area(image) + 8));
        for (int at = Area(image); at < image.Length;)
        {
            int kind = BinaryPrimitives.ReadUInt16LittleEndian(image.AsSpan(at)), length = BinaryPrimitives.ReadUInt16LittleEndian(image.AsSpan(at + 2));
            if (kind is 0 or > 9)
                yield break;
            if (kind == 8 && BinaryPrimitives.ReadUInt32LittleEndian(image.AsSpan(at + 4)) == transaction)
                yield return at;
            at += 4 + length;
        }
    }
}
