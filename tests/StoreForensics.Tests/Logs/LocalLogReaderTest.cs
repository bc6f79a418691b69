using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using StoreForensics.Logs;
using StoreForensics.Primitives;
using StoreForensics.Tests.Evidence;
using StoreForensics.Tests.Stores;

namespace StoreForensics.Tests.Logs;

public sealed class LocalLogReaderTest
{
    private static readonly Origin Origin = new("test", "container.log");

    /// <summary>The worked example of docker-storage-formats.md section 5.5.</summary>
    private const string SpecificationFrame = "00000019 0a 06 73 74 64 6f 75 74 10 95 86 de fa e5 a5 e0 94 18 1a 05 68 65 6c 6c 6f 00000019";

    [Test]
    public void TheFrameOfTheSpecification()
    {
        LocalLogEntry entry = Read(Hex(SpecificationFrame), out IReadOnlyList<Problem> problems).Single();

        Assert.That(problems, Is.Empty);
        Assert.That((entry.Stream, entry.Time.ToString(), Text(entry.Line), entry.IsPartial, entry.Offset),
            Is.EqualTo(("stdout", "2025-03-04T05:06:07.123456789Z", "hello", false, 0L)));
    }

    [Test]
    public void ManyFramesAcrossTheWindow()
    {
        byte[] log = Join([.. Enumerable.Range(0, 3000).Select(i => Frame("stdout", i * 1_000_000_000L, new string('x', i % 300)))]);

        List<LocalLogEntry> entries = Read(log, out IReadOnlyList<Problem> problems);

        Assert.That(problems, Is.Empty);
        Assert.That(entries.Select(e => e.Line.Length), Is.EqualTo(Enumerable.Range(0, 3000).Select(i => i % 300)));
        Assert.That(entries[^1].Time, Is.EqualTo(new Timestamp(2999, 0)));
    }

    [Test]
    public void TimesBeforeTheEpoch() =>
        Assert.That(Read(Frame("stdout", -1, "a"), out _).Single().Time, Is.EqualTo(new Timestamp(-1, 999_999_999)));

    [Test]
    public void ARecordOfAMegabyteAndNoMore()
    {
        Assert.That(Read(Frame("stdout", 1, new string('x', 999_900)), out _), Has.Count.EqualTo(1));
        Assert.That(Read(Frame("stdout", 1, new string('x', 1_000_001)), out IReadOnlyList<Problem> problems), Is.Empty);
        Assert.That(problems.Single().Code, Is.EqualTo("SF-LOCALLOG-0005"));
    }

    [TestCase("00", TestName = "zero bytes between")]
    [TestCase("ff", TestName = "other bytes between")]
    [TestCase("0000000500000005", TestName = "something like a frame between")]
    [TestCase("00000002 0801 00000002", TestName = "a whole frame of another message between")]
    public void ReadingGoesOnBehindDamage(string garbage)
    {
        byte[] first = Frame("stdout", 1, "one"), middle = Hex(string.Concat(Enumerable.Repeat("00000007", 3)) + garbage);

        List<LocalLogEntry> entries = Read(Join(first, middle, Frame("stderr", 2, "two"), Frame("stdout", 3, "three")), out IReadOnlyList<Problem> problems);

        Assert.That(entries.Select(e => Text(e.Line)), Is.EqualTo(new[] { "one", "two", "three" }));
        Assert.That(problems.Select(p => (p.Code, p.Severity, p.Origin.Offset)),
            Is.EqualTo(new[] { ("SF-LOCALLOG-0001", ProblemSeverity.Damage, (long?)first.Length) }));
        Assert.That(problems[0].Message, Does.StartWith($"{middle.Length} bytes"));
    }

    [Test]
    public void ADamagedRecordInAnIntactFrameIsPassedOver()
    {
        byte[] bad = Hex("00000003 1aff00 00000003");

        List<LocalLogEntry> entries = Read(Join(bad, Frame("stdout", 1, "next")), out IReadOnlyList<Problem> problems);

        Assert.That(entries.Select(e => Text(e.Line)), Is.EqualTo(new[] { "next" }));
        Assert.That(problems.Select(p => p.Code), Is.EqualTo(new[] { "SF-LOCALLOG-0002" }));
    }

    [TestCase(1)]
    [TestCase(4)]
    [TestCase(20)]
    public void ATornEndIsAWarning(int missing)
    {
        byte[] last = Frame("stdout", 2, "torn off");

        List<LocalLogEntry> entries = Read(Join(Frame("stdout", 1, "whole"), last[..^missing]), out IReadOnlyList<Problem> problems);

        Assert.That(entries.Select(e => Text(e.Line)), Is.EqualTo(new[] { "whole" }));
        Assert.That(problems.Select(p => (p.Code, p.Severity)), Is.EqualTo(new[] { ("SF-LOCALLOG-0005", ProblemSeverity.Warning) }));
    }

    [Test]
    public void NulBytesAreToldByTheirPlaceAndLength()
    {
        byte[] first = Frame("stdout", 1, "one"), second = Frame("stdout", 2, "two"), torn = Frame("stdout", 3, "torn off by the power cut")[..20];

        List<LocalLogEntry> entries = Read(Join(new byte[3_000_000], first, new byte[7], second, torn, new byte[4096], first, new byte[5000]),
            out IReadOnlyList<Problem> problems);

        Assert.That(entries.Select(e => Text(e.Line)), Is.EqualTo(new[] { "one", "two", "one" }));
        int middle = 3_000_000 + first.Length, behind = middle + 7 + second.Length, end = behind + torn.Length + 4096 + first.Length;
        Assert.That(problems.OrderBy(p => p.Origin.Offset).Select(p => (p.Code, p.Severity, p.Origin.Offset, p.Message.Split(' ')[0])), Is.EqualTo(new[]
        {
            ("SF-LOCALLOG-0007", ProblemSeverity.Damage, (long?)0, "3000000"), ("SF-LOCALLOG-0007", ProblemSeverity.Damage, middle, "7"),
            ("SF-LOCALLOG-0001", ProblemSeverity.Damage, behind, $"{torn.Length + 4096}"),
            ("SF-LOCALLOG-0007", ProblemSeverity.Damage, behind + torn.Length, "4096"), ("SF-LOCALLOG-0007", ProblemSeverity.Damage, end, "5000"),
        }));
    }

    [Test]
    public void UnknownFieldsOfLaterVersionsDoNotHarm()
    {
        byte[] frame = Wrap([.. Message("stdout", 1, "new"), 0x38, 0x01, 0x42, 0x01, 0x00]);

        Assert.That(Text(Read(frame, out IReadOnlyList<Problem> problems).Single().Line), Is.EqualTo("new"));
        Assert.That(problems, Is.Empty);
    }

    [Test]
    public void AnyDamageEndsWithoutAnException()
    {
        byte[] sample = Join(Frame("stdout", 1, "one"), Frame("stderr", 2, "two", "id", 1, false), Frame("stderr", 3, "three", "id", 2, true));
        for (int length = 0; length < sample.Length; length++)
            Read(sample[..length], out _);
        for (int at = 0; at < sample.Length; at++)
        {
            for (int value = 0; value < 256; value += 5)
            {
                byte[] log = [.. sample];
                log[at] = (byte)value;
                Assert.That(Read(log, out _), Has.Count.LessThanOrEqualTo(3));
            }
        }
    }

    /// <summary>Every sixth byte begins a frame that is none only at its very end: without a bound this would take hours.</summary>
    [Test]
    [CancelAfter(60_000)]
    public void AForgedLogCannotHoldTheReader()
    {
        byte[] log = new byte[6 * 200_000];
        for (int at = 0; at + 6 <= log.Length; at += 6)
            Hex("1a04 00017702").CopyTo(log, at);

        Assert.That(Read(log, out IReadOnlyList<Problem> problems), Is.Empty);
        Assert.That(problems.Select(p => p.Code), Is.EqualTo(new[] { "SF-LOCALLOG-0004" }));
    }

    [Test]
    public void RealLogAgreesWithTheEngine()
    {
        KeyValuePair<string, byte[]> log = SharedEvidence.Files("evidence/shop/shop.tar.gz").Single(f =>
            f.Key.EndsWith("local-logs/container.log", StringComparison.Ordinal));

        List<LocalLogEntry> entries = Read(log.Value, out IReadOnlyList<Problem> problems);

        Assert.That(problems, Is.Empty);
        Assert.That(entries.Select(e => $"{e.Stream} {Text(e.Line)}"), Is.EqualTo(new[] { "stdout binary log driver", "stderr err" }));
        Assert.That(entries.All(e => e.Time!.Value.ToString().StartsWith("2026-11-24T04:00:", StringComparison.Ordinal)));
    }

    [Test]
    public void RotatedLogsAreDecompressedInSpiteOfTheOddHeader()
    {
        byte[] rotated = Gzip(Hex(SpecificationFrame), """{"lastTime":"2025-03-04T05:06:07.123456789Z"}""");

        using Stream plain = OneFile.Plain("container.log.1.gz", rotated);
        List<LocalLogEntry> entries = [.. new LocalLogReader(plain, new ProblemLog(), Origin).Read()];

        Assert.That(Text(entries.Single().Line), Is.EqualTo("hello"));
        Assert.That(LocalLogArchive.LastTime(rotated)!.Value.Time.ToString(), Is.EqualTo("2025-03-04T05:06:07.123456789Z"));
    }

    [Test]
    public void WhatIsNotCompressedStaysAsItIs()
    {
        using Stream plain = OneFile.Plain("container.log", Hex(SpecificationFrame));

        Assert.That(new LocalLogReader(plain, new ProblemLog(), Origin).Read().Count(), Is.EqualTo(1));
    }

    [Test]
    public void ADamagedRotatedLogKeepsWhatCameBeforeAndItsLastTime()
    {
        byte[] log = Join([.. Enumerable.Range(0, 2000).Select(i => Frame("stdout", i, Guid(i)))]);
        byte[] rotated = Gzip(log, """{"lastTime":"2025-03-04T05:06:07Z"}""");
        rotated = rotated[..(rotated.Length / 2)];
        var problems = new ProblemLog();

        using Stream plain = OneFile.Plain("container.log.1.gz", rotated);
        int count = new LocalLogReader(plain, problems, Origin).Read().Count();

        Assert.That(count, Is.InRange(200, 1999));
        Assert.That(problems.Sorted(), Is.Not.Empty);
        Assert.That(LocalLogArchive.LastTime(rotated), Is.Not.Null);
    }

    [TestCase("")]
    [TestCase("1f8b08")]
    [TestCase("1f8b08000000000000030000", TestName = "no extra field")]
    [TestCase("1f8b0804000000000003ff007b7d", TestName = "extra field cut")]
    [TestCase("1f8b080400000000000302007b7d", TestName = "other JSON")]
    [TestCase("1f8b0804000000000003020041 42", TestName = "a real extra field")]
    public void OtherHeadersHaveNoLastTime(string hex) => Assert.That(LocalLogArchive.LastTime(Hex(hex)), Is.Null);

    internal static byte[] Frame(string stream, long nanoseconds, string line, string? partId = null, int number = 0, bool isLast = false)
    {
        byte[] message = Message(stream, nanoseconds, line);
        if (partId is null)
            return Wrap(message);
        byte[] part = [0x08, (byte)(isLast ? 1 : 0), 0x12, (byte)partId.Length, .. Encoding.ASCII.GetBytes(partId), 0x18, (byte)number];
        return Wrap([.. message, 0x20, 0x01, 0x2a, (byte)part.Length, .. part]);
    }

    internal static byte[] Join(params byte[][] parts)
    {
        var joined = new MemoryStream();
        foreach (byte[] part in parts)
            joined.Write(part);
        return joined.ToArray();
    }

    private static byte[] Message(string stream, long nanoseconds, string line) =>
        [0x0a, (byte)stream.Length, .. Encoding.ASCII.GetBytes(stream), 0x10, .. Number((ulong)nanoseconds), 0x1a, .. Number((ulong)line.Length),
            .. Encoding.ASCII.GetBytes(line)];

    private static byte[] Wrap(byte[] message)
    {
        byte[] length = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, message.Length);
        return [.. length, .. message, .. length];
    }

    private static IEnumerable<byte> Number(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
            yield return (byte)(value | 0x80);
        yield return (byte)value;
    }

    private static byte[] Gzip(byte[] content, string extra)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(content);
        byte[] bytes = packed.ToArray();
        bytes[3] |= 0x04;
        return [.. bytes[..10], (byte)extra.Length, 0, .. Encoding.ASCII.GetBytes(extra), .. bytes[10..]];
    }

    private static string Guid(int i) => string.Concat(Enumerable.Range(0, 8).Select(k => $"{unchecked((uint)((i * 2654435761) ^ (k * 40503 * (i + 7)))):x8}"));

    private static List<LocalLogEntry> Read(byte[] log, out IReadOnlyList<Problem> problems)
    {
        var found = new ProblemLog();
        List<LocalLogEntry> entries = [.. new LocalLogReader(new MemoryStream(log), found, Origin).Read()];
        problems = found.Sorted();
        return entries;
    }

    private static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);

    private static byte[] Hex(string text) => Convert.FromHexString(string.Concat(text.Where(char.IsAsciiHexDigit)));
}
