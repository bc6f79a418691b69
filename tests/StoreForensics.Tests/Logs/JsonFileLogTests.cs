using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Logs;
using StoreForensics.Primitives;
using StoreForensics.Tests.Evidence;

namespace StoreForensics.Tests.Logs;

[TestFixture]
internal sealed class JsonFileLogTests
{
    /// <summary>As the engine's own decoder reads a line for <c>docker logs</c>.</summary>
    [TestCase("""{"log":"a\ud800b\n","stream":"stdout","time":"2025-01-01T00:00:00Z"}""", "stdout a\uFFFDb")]
    [TestCase("""{"\ud800":"\udfff","log":"a\n","stream":"stdout"}""", "stdout a")]
    [TestCase("""{"Log":"a\n","STREAM":"stderr"}""", "stderr a")]
    [TestCase("""{"log":"first\n","log":"a\n","stream":"stderr","stream":"stdout"}""", "stdout a")]
    [TestCase("""{"log":"a\n","log":null,"stream":"stdout","attrs":{"log":"other","\ud800":["log",{}]}}""", "stdout a")]
    [TestCase("""{"l\u006fg":"a\n","\u0073tream":"std\u006fut"}""", "stdout a")]
    [TestCase("""{"log":"a\n","stream":"stdout"}{"log":"b\n"}""", "stdout a")]
    public void A_line_is_read_as_Go_reads_it(string line, string expected)
    {
        (string[] lines, string[] problems) = Read(Encoding.UTF8.GetBytes(line + "\n"));

        Assert.That(lines, Is.EqualTo(new[] { expected }));
        Assert.That(problems, Is.Empty);
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
