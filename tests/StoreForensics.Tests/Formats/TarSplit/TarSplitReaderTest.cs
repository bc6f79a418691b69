using System.Text;
using StoreForensics.Formats.TarSplit;
using StoreForensics.Primitives;
using StoreForensics.Tests.Evidence;
using static StoreForensics.Tests.Formats.TarSplit.TarSplitSample;

namespace StoreForensics.Tests.Formats.TarSplit;

public sealed class TarSplitReaderTest
{
    /// <summary>The example of docker-storage-formats.md section 6, plain and packed.</summary>
    [Test]
    public void TheExampleOfTheSpecification([Values] bool isPacked)
    {
        byte[] lines = Lines(Segment(0, Header("etc/motd", 6)), """{"type":1,"name":"etc/motd","size":6,"payload":"YUw+7uLYEAA=","position":1}""", Segment(2, new byte[506 + 1024]));

        List<TarSplitEntry> entries = Read(isPacked ? Gzip(lines) : lines, out IReadOnlyList<Problem> problems);

        Assert.That(problems, Is.Empty);
        Assert.That(entries.Select(e => (e.IsFile, e.Name.ToString(), e.Size, e.Crc64, e.Segment.Length, e.Position)), Is.EqualTo(new[]
        {
            (false, "", 0L, (ulong?)null, 512, 0L), (true, "etc/motd", 6L, Crc64.Of("hello\n"u8), 0, 1L), (false, "", 0L, null, 1530, 2L),
        }));
        Assert.That(entries[1].Offset, Is.EqualTo(Segment(0, Header("etc/motd", 6)).Length + 1));
    }

    /// <summary>What writers of 2015 did: empty names and sizes in segments, an empty last segment, zero sizes spelled out.</summary>
    [Test]
    public void OldSpellings()
    {
        List<TarSplitEntry> entries = Read(Lines(
            """{"type":1,"name":"a/","name_raw":null,"size":0,"payload":"AAAAAAAAAAA=","position":0}""",
            """{"type":2,"name":"","size":0,"payload":"","position":1}""",
            """{"type":2,"name":"","size":0,"payload":null,"position":2,"later":{"x":[1,2]}}"""), out IReadOnlyList<Problem> problems);

        Assert.That(problems, Is.Empty);
        Assert.That(entries.Select(e => (e.IsFile, e.Size, e.Crc64, e.Segment.Length)),
            Is.EqualTo(new[] { (true, 0L, (ulong?)null, 0), (false, 0L, null, 0), (false, 0L, null, 0) }));
    }

    [Test]
    public void AGzipThatBreaksOffIsDamageBehindWhatWasRead()
    {
        byte[] packed = Gzip(Lines(File(0, "a", ""), Segment(1, new byte[100_000].Select((_, i) => (byte)(i * 7919 >> 3)).ToArray())));

        Read([.. packed[..(packed.Length / 2)], 0xff, 0xff, 0xff, 0xff], out IReadOnlyList<Problem> problems);

        Assert.That(problems.Select(p => (p.Code, p.Severity)), Does.Contain(("SF-TARSPLIT-0001", ProblemSeverity.Damage)));
    }

    [Test]
    public void NamesThatAreNotUtf8AreExact()
    {
        byte[] name = [0x68, 0xE9, 0x21];

        TarSplitEntry entry = Read(Lines($$"""{"type":1,"name_raw":"{{Convert.ToBase64String(name)}}","payload":null,"position":0}"""), out _).Single();

        Assert.That(entry.Name.Bytes.ToArray(), Is.EqualTo(name));
    }

    [TestCase("{\"type\":1", TestName = "cut JSON")]
    [TestCase("[]", TestName = "no object")]
    [TestCase("{\"type\":3,\"position\":1}", TestName = "unknown type")]
    [TestCase("{\"type\":\"1\",\"position\":1}", TestName = "type as text")]
    [TestCase("{\"type\":1,\"size\":-1,\"position\":1}", TestName = "negative size")]
    [TestCase("{\"type\":1,\"size\":1e3,\"position\":1}", TestName = "size no integer")]
    [TestCase("{\"type\":2,\"payload\":\"!\",\"position\":1}", TestName = "payload no base64")]
    [TestCase("{\"type\":1,\"name\":7,\"position\":1}", TestName = "name no text")]
    [TestCase("{\"type\":2,\"position\":1} {}", TestName = "two values")]
    public void ALineThatIsNoEntryIsDamageAndTheRestIsRead(string line)
    {
        List<TarSplitEntry> entries = Read(Lines(File(0, "a", ""), line, File(2, "b", "")), out IReadOnlyList<Problem> problems, out bool isWhole);

        Assert.That(entries.Select(e => e.Name.ToString()), Is.EqualTo(new[] { "a", "b" }));
        Assert.That(problems.Select(p => p.Code).Order(), Is.EqualTo(new[] { "SF-TARSPLIT-0002", "SF-TARSPLIT-0003" }));
        Assert.That(isWhole, Is.False);
    }

    [Test]
    public void AMissingLineShows()
    {
        Read(Lines(File(0, "a", ""), File(2, "b", ""), File(3, "c", "")), out IReadOnlyList<Problem> problems, out bool isWhole);

        Assert.That(problems.Select(p => p.Code), Is.EqualTo(new[] { "SF-TARSPLIT-0003" }));
        Assert.That(isWhole, Is.False);
    }

    /// <summary>As Go's decoder does, which wrote the lines and reads them: names in any case,
    /// the last of two, U+FFFD for what is no Unicode, null for what is not set.</summary>
    [TestCase("""{"type":1,"name":"a\ud800","position":0}""", "a\uFFFD")]
    [TestCase("""{"\ud800":"\udfff","TYPE":1,"Name":"a","\u0070osition":0}""", "a")]
    [TestCase("""{"type":2,"type":1,"name":"b","name":"a","size":null,"position":0}""", "a")]
    [TestCase("""{"type":1,"name_raw":"Yg==","name_raw":"YQ==","name":"c","position":0}""", "a")]
    [TestCase("""{"type":1,"name_raw":"Yg==","name_raw":null,"name":"a","position":0}""", "a")]
    public void LinesAreReadAsGoReadsThem(string line, string name)
    {
        List<TarSplitEntry> entries = Read(Lines(line), out IReadOnlyList<Problem> problems);

        Assert.That(problems, Is.Empty);
        Assert.That(entries.Select(e => (e.IsFile, Encoding.UTF8.GetString(e.Name.Bytes))), Is.EqualTo(new[] { (true, name) }));
    }

    [Test]
    public void ARecordOfNothingIsNotWhole([Values] bool isPacked)
    {
        Read(isPacked ? Gzip([]) : [], out IReadOnlyList<Problem> problems, out bool isWhole);

        Assert.That(problems.Select(p => p.Code), Is.EqualTo(new[] { "SF-TARSPLIT-0008" }));
        Assert.That(isWhole, Is.False);
    }

    [Test]
    public void ADamagedPackIsReadAsFarAsItGoes()
    {
        byte[] packed = Gzip(Lines([.. Enumerable.Range(0, 5000).Select(i => File(i, $"file{i * 7919 % 5000}", $"{i * 104729}"))]));

        List<TarSplitEntry> entries = Read(packed[..(packed.Length / 2)], out IReadOnlyList<Problem> problems, out bool isWhole);

        Assert.That(entries, Has.Count.InRange(1000, 4999));
        Assert.That(problems, Is.Not.Empty);
        Assert.That(isWhole, Is.False);
    }

    [Test]
    public void AnyDamageEndsWithoutAnException()
    {
        byte[] sample = Lines(Segment(0, Pax('x', ("mtime", "1.5")), Header("a", 1)), File(1, "a", "x"), Segment(2, new byte[511 + 1024]));
        for (int at = 0; at < sample.Length; at++)
        {
            foreach (byte value in (ReadOnlySpan<byte>)[0, (byte)'"', (byte)'9', (byte)'A', 0xFF, (byte)(sample[at] ^ 1)])
            {
                byte[] bytes = [.. sample];
                bytes[at] = value;
                Assert.That(Members(bytes), Is.LessThanOrEqualTo(3));
                Assert.That(Read(bytes[..at], out _), Has.Count.LessThanOrEqualTo(3));
            }
        }
    }

    private static int Members(byte[] bytes) =>
        TarSplitMembers.Read(new TarSplitReader(new MemoryStream(bytes), new ProblemLog(), new Origin("test", "t"))).Count();

    private static List<TarSplitEntry> Read(byte[] file, out IReadOnlyList<Problem> problems) => Read(file, out problems, out _);

    private static List<TarSplitEntry> Read(byte[] file, out IReadOnlyList<Problem> problems, out bool isWhole)
    {
        var log = new ProblemLog();
        var reader = new TarSplitReader(OneFile.Plain("tar-split", file), log, new Origin("test", "tar-split.json.gz"));
        List<TarSplitEntry> entries = [.. reader.Read()];
        problems = log.Sorted();
        isWhole = reader.IsWhole;
        return entries;
    }
}
