using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Logs;
using StoreForensics.Primitives;
using StoreForensics.Tests.Evidence;

namespace StoreForensics.Tests.Logs;

[TestFixture]
internal sealed class JsonFileLogTests
{
    private static readonly string s_record = """{"log":"whole\n","stream":"stdout","time":"2025-01-01T00:00:00Z"}""";

    /// <summary>As the engine's own decoder reads a line for <c>docker logs</c>.</summary>
    [TestCase("""{"log":"a\ud800b\n","stream":"stdout","time":"2025-01-01T00:00:00Z"}""", "stdout a\uFFFDb")]
    [TestCase("""{"\ud800":"\udfff","log":"a\n","stream":"stdout"}""", "stdout a")]
    [TestCase("""{"Log":"a\n","STREAM":"stderr"}""", "stderr a")]
    [TestCase("""{"log":"first\n","log":"a\n","stream":"stderr","stream":"stdout"}""", "stdout a")]
    [TestCase("""{"log":"a\n","log":null,"stream":"stdout","attrs":{"log":"other","\ud800":["log",{}]}}""", "stdout a")]
    [TestCase("""{"l\u006fg":"a\n","\u0073tream":"std\u006fut"}""", "stdout a")]
    public void A_line_is_read_as_Go_reads_it(string line, string expected)
    {
        (string[] lines, string[] problems) = Read(Encoding.UTF8.GetBytes(line + "\n"));

        Assert.That(lines, Is.EqualTo(new[] { expected }));
        Assert.That(problems, Is.Empty);
    }

    /// <summary>The engine's decoder asks for values, not for lines.</summary>
    [Test]
    public void A_second_record_of_a_line_is_read()
    {
        (string[] lines, string[] problems) = Read("""{"log":"a\n","stream":"stdout"}{"log":"b\n","stream":"stderr"}"""u8.ToArray());

        Assert.That(lines, Is.EqualTo(new[] { "stdout a", "stderr b" }));
        Assert.That(problems, Is.Empty);
    }

    [TestCase("""{"log":"torn of""")]
    [TestCase("""{"log":"torn off\n","stream":"stdo""")]
    [TestCase("""{"log":"torn off\n","stream":"stdout","attrs":{"tag":"x""")]
    [TestCase("""{"log":"\"{\"log\":\"","str""")]
    [TestCase("garbage")]
    [TestCase("""m"},"time":"2025-01-01T00:00:00Z"}""")]
    public void A_whole_record_behind_a_torn_one_is_read_and_the_torn_one_told(string torn)
    {
        var file = new OneFile("x-json.log", Encoding.UTF8.GetBytes($"{s_record}\n{torn}{s_record}\n{s_record}\n"));
        var problems = new ProblemLog();

        Assert.That(new JsonFileLog(new EvidenceFiles(file, problems)).Read(file.Node).Select(l => l.Offset),
            Is.EqualTo(new[] { 0, s_record.Length + 1 + torn.Length, (2 * (s_record.Length + 1)) + torn.Length }));
        Assert.That(problems.Sorted().Select(p => (p.Code, p.Severity, p.Origin.Offset)),
            Is.EqualTo(new[] { ("SF-LOG-0003", ProblemSeverity.Damage, (long?)(s_record.Length + 1)) }));
        Assert.That(problems.Sorted()[0].Message, Does.StartWith($"{torn.Length} bytes"));
    }

    /// <summary>Behind torn bytes what lacks the stream or the time is no record: a part of one that was overwritten may look like its beginning.</summary>
    [TestCase("""{"log":"x{"log":"a"}""")]
    [TestCase("""{"log":"x{"log":"a\n","stream":"stdout"}""")]
    public void What_is_not_complete_behind_a_torn_one_is_no_record(string line)
    {
        (string[] lines, string[] problems) = Read(Encoding.UTF8.GetBytes(line + "\n"));

        Assert.That(lines, Is.Empty);
        Assert.That(problems, Is.EqualTo(new[] { "SF-LOG-0003" }));
    }

    [Test]
    public void NUL_bytes_are_told_by_their_place_and_length()
    {
        byte[] record = Encoding.ASCII.GetBytes(s_record + "\n");
        byte[] log = [.. new byte[70_000], .. record, .. new byte[30], .. record, .. record[..10], .. new byte[9], .. record, .. new byte[4096]];
        var file = new OneFile("x-json.log", log);
        var problems = new ProblemLog();

        Assert.That(new JsonFileLog(new EvidenceFiles(file, problems)).Read(file.Node).Count(), Is.EqualTo(3));
        long first = 70_000 + record.Length, torn = first + 30 + record.Length, last = torn + 10 + 9 + record.Length;
        Problem[] told = [.. problems.Sorted().OrderBy(p => p.Origin.Offset)];
        Assert.That(told.Select(p => (p.Code, p.Severity, p.Origin.Offset, p.Message.Split(' ')[0])), Is.EqualTo(new[]
        {
            ("SF-LOG-0007", ProblemSeverity.Damage, (long?)0, "70000"), ("SF-LOG-0007", ProblemSeverity.Damage, first, "30"),
            ("SF-LOG-0003", ProblemSeverity.Damage, torn, "a"), ("SF-LOG-0007", ProblemSeverity.Damage, torn + 10, "9"),
            ("SF-LOG-0007", ProblemSeverity.Damage, last, "4096"),
        }));
    }

    /// <summary>More than fit into the longest line that is read.</summary>
    [Test]
    public void NUL_bytes_at_the_beginning_are_one_stretch_however_many()
    {
        var file = new OneFile("x-json.log", [.. new byte[25_000_000], .. Encoding.ASCII.GetBytes(s_record + "\n")]);
        var problems = new ProblemLog();

        Assert.That(new JsonFileLog(new EvidenceFiles(file, problems)).Read(file.Node).Select(l => l.Offset), Is.EqualTo(new[] { 25_000_000 }));
        Assert.That(problems.Sorted().Select(p => p.Message.Split(' ')[0]), Is.EqualTo(new[] { "25000000" }));
    }

    [Test]
    public void Of_many_stretches_the_first_are_told_and_the_others_counted()
    {
        (string[] lines, string[] problems) = Read([.. Enumerable.Repeat((byte[])[0, .. Encoding.ASCII.GetBytes(s_record + "\n")], 1000).SelectMany(b => b)]);

        Assert.That((lines.Length, problems.Length), Is.EqualTo((1000, NulStretches.MostTold + 1)));
    }

    [Test]
    public void Bytes_that_are_not_UTF_8_are_replaced_one_by_one()
    {
        byte[] line = [.. "{\"log\":\"a"u8, 0xE2, 0x82, .. "\\n\",\"stream\":\"stdout\"}\n"u8];

        Assert.That(Read(line).Lines, Is.EqualTo(new[] { "stdout a\uFFFD\uFFFD" }));
    }

    [TestCase("{\"log\":\"a\u0001\\n\"}")]
    [TestCase("{\"log\":\"a\\x\"}")]
    [TestCase("""{"log":"a""")]
    public void A_line_that_Go_refuses_is_damage_and_the_next_is_read(string line)
    {
        (string[] lines, string[] problems) = Read(Encoding.UTF8.GetBytes(line + "\n" + """{"log":"b\n","stream":"stdout"}""" + "\n"));

        Assert.That(lines, Is.EqualTo(new[] { "stdout b" }));
        Assert.That(problems, Is.EqualTo(new[] { "SF-LOG-0003" }));
    }

    private static (string[] Lines, string[] Problems) Read(byte[] log)
    {
        var file = new OneFile("x-json.log", log);
        var problems = new ProblemLog();
        string[] lines = [.. new JsonFileLog(new EvidenceFiles(file, problems)).Read(file.Node).Select(l =>
            $"{l.Stream} {Encoding.UTF8.GetString(l.Text.Span).TrimEnd('\n')}")];
        return (lines, [.. problems.Sorted().Select(p => p.Code)]);
    }
}
