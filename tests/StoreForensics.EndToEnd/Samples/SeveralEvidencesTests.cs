using System.Text.Json;
using System.Text.RegularExpressions;
using StoreForensics.EndToEnd.Support;

namespace StoreForensics.EndToEnd.Samples;

/// <summary>
/// Several evidences in one call are one case: two hosts that have containers of the same names, and one evidence given twice. What is said of each is what is
/// said of it alone, and it is always said of which.
/// </summary>
[Parallelizable(ParallelScope.Self)]
internal sealed partial class SeveralEvidencesTests
{
    private static readonly string[] s_call = ["one.tgz", "two.tgz", "other.tgz", "one.tgz"];
    private static readonly string[] s_names = ["one.tgz", "two.tgz", "other.tgz", "one.tgz#2"];

    private ScratchFolder _scratch = null!;

    [OneTimeSetUp]
    public void Copy()
    {
        _scratch = new ScratchFolder();
        File.Copy(new RecordedSample("webapp-20.10").Archive, _scratch.File("one.tgz"));
        File.Copy(new RecordedSample("webapp-20.10").Archive, _scratch.File("two.tgz"));
        File.Copy(Path.Combine(Checkout.Samples, "webshop-1.6", "webshop-1.6.tar.gz"), _scratch.File("other.tgz"));
        Run(["analyze", .. s_call, "-o", "case/"]);
    }

    [OneTimeTearDown]
    public void Clean() => _scratch.Dispose();

    [Test]
    public void Each_has_its_own_rows_in_the_timeline()
    {
        CsvTable timeline = CsvTable.Parse(File.ReadAllBytes(_scratch.File("case/timeline.csv")));
        Assert.Multiple(() =>
        {
            Assert.That(timeline.Rows.Select(row => timeline.Cell(row, "evidence")).Distinct(), Is.EquivalentTo(s_names));
            for (int i = 0; i < s_names.Length; i++)
            {
                CsvTable alone = CsvTable.Parse(Run("timeline", s_call[i], "--verify", "layers", "--findings").Output);
                string[][] rows = [.. timeline.Rows.Where(row => timeline.Cell(row, "evidence") == s_names[i])];
                Assert.That(rows.Select(row => Facts(timeline, row)), Is.EqualTo(alone.Rows.Select(row => Facts(alone, row))), s_names[i]);
            }
        });
    }

    [TestCase("images")]
    [TestCase("containers")]
    [TestCase("findings")]
    [TestCase("verify")]
    [TestCase("info")]
    public void Each_has_its_own_objects(string command)
    {
        IReadOnlyList<JsonRow> rows = Run([command, .. s_call, "--format", "json"]).JsonRows();
        Assert.Multiple(() =>
        {
            for (int i = 0; i < s_names.Length; i++)
            {
                // Sentences about clocks begin with the evidence's name where there are several.
                string[] alone = [.. Run(command, s_call[i], "--format", "json").JsonRows().Select(row => Spell(row, s_call[i]))];
                IEnumerable<string> among = rows.Where(row => EvidenceOf(row) == s_names[i])
                    .Select(row => Spell(row, s_names[i]).Replace("EVIDENCE: ", "", StringComparison.Ordinal));
                Assert.That(among.Order(StringComparer.Ordinal), Is.EqualTo(alone.Order(StringComparer.Ordinal)).And.Not.Empty, s_names[i]);
            }
        });
    }

    [Test]
    public void The_same_bytes_on_another_host_are_told_with_its_name()
    {
        JsonRow found = Run("findings", "one.tgz", "two.tgz", "--format", "json").JsonRows().First(row =>
            row.Text("evidence") == "one.tgz" && row.Text("rule") == "account-second-root");
        Assert.That(found.Element.GetProperty("content").GetProperty("elsewhere").EnumerateArray().Select(e => e.GetString()),
            Has.Some.EndsWith("(in two.tgz)").And.Some.Not.EndsWith(")"));
    }

    [TestCase("images")]
    [TestCase("containers")]
    [TestCase("findings")]
    [TestCase("verify")]
    public void Tables_have_a_column_for_the_evidence_only_where_there_are_several(string command)
    {
        string[] several = Run([command, .. s_call]).Text.Split('\n'), alone = Run(command, "other.tgz").Text.Split('\n');
        Assert.Multiple(() =>
        {
            Assert.That(several[0], Does.StartWith("EVIDENCE "));
            Assert.That(several, Has.Some.StartsWith("two.tgz ").And.Some.StartsWith("one.tgz#2 "));
            Assert.That(alone[0], Does.Not.Contain("EVIDENCE"));
        });
    }

    /// <summary>A name may stand for another container on each host: all of them are meant.</summary>
    [Test]
    public void A_filter_takes_the_container_of_that_name_on_every_host()
    {
        CsvTable timeline = CsvTable.Parse(Run(["timeline", .. s_call, "--container", "web", "--type", "container.started"]).Output);
        Assert.That(timeline.Rows.Select(row => timeline.Cell(row, "evidence")).Distinct(), Is.EquivalentTo(s_names));
    }

    [Test]
    public void Damage_is_told_with_its_evidence() => Assert.That(Run(["images", .. s_call]).Errors,
        Does.Contain("damaged: other.tgz: var/lib/docker/repositories-aufs"));

    [Test]
    public void The_page_names_the_host_of_what_it_shows()
    {
        string page = File.ReadAllText(_scratch.File("case/report.html"));
        Assert.Multiple(() =>
        {
            foreach (string name in s_names)
                Assert.That(page, Does.Contain($"web · {name}").And.Contain($"{name}: var/lib/docker"), name);
        });
    }

    [Test]
    public void Other_formats_name_the_host_in_every_row()
    {
        string[] body = File.ReadAllLines(_scratch.File("case/timeline.body")), l2t = [.. File.ReadLines(_scratch.File("case/timeline.l2t.csv")).Skip(1)];
        int[] events = [.. s_names.Select(name => File.ReadLines(_scratch.File("case/timeline.jsonl")).Count(line =>
            line.Contains($"\"evidence\":\"{name}\"", StringComparison.Ordinal)))];
        Assert.Multiple(() =>
        {
            Assert.That(s_names.Select(name => body.Count(line => line.StartsWith($"0|[{name} ", StringComparison.Ordinal))), Is.EqualTo(events));
            Assert.That(s_names.Select(name => l2t.Count(line => line.Split(',')[8] == name)), Is.EqualTo(events));
        });
    }

    [Test]
    public void The_inventory_holds_each_once()
    {
        using JsonDocument inventory = JsonDocument.Parse(File.ReadAllBytes(_scratch.File("case/case.json")));
        Assert.Multiple(() =>
        {
            Assert.That(inventory.RootElement.GetProperty("evidence").EnumerateArray().Select(e => e.GetProperty("evidence").GetString()), Is.EqualTo(s_names));
            Assert.That(inventory.RootElement.GetProperty("containers").EnumerateArray().Where(c => c.GetProperty("name").GetString() == "web").Select(c =>
                c.GetProperty("origin").GetProperty("evidence").GetString()), Is.EquivalentTo(s_names));
            Assert.That(inventory.RootElement.GetProperty("stores").EnumerateArray().Select(s => s.GetProperty("name").GetString()),
                Is.Unique.And.Exactly(4).Items);
        });
    }

    [Test]
    public void The_chronology_tells_which_host_it_is_about()
    {
        using JsonDocument inventory = JsonDocument.Parse(File.ReadAllBytes(_scratch.File("case/case.json")));
        string[] sentences = [.. inventory.RootElement.GetProperty("chronology").EnumerateArray().Select(e => e.GetProperty("sentence").GetString()!)];
        Assert.That(sentences.Select(s => s.Split(": ")[0]).Distinct(), Is.EquivalentTo(s_names));
    }

    private ProgramRun Run(params string[] arguments) => BuiltProgram.RunIn(_scratch.Root, null, arguments).MustExit(0, 4);

    // The store's name may differ: a case has each name once.
    private static string Facts(CsvTable table, string[] row) =>
        string.Join('\u001f', table.Header.Where(column => column is not ("evidence" or "store")).Select(column => table.Cell(row, column)));

    private static string? EvidenceOf(JsonRow row) => row.Element.TryGetProperty("evidence", out JsonElement own) ? own.GetString()
        : row.Element.GetProperty("origin").GetProperty("evidence").GetString();

    // Where else a file's bytes are is asked of the whole case.
    private static string Spell(JsonRow row, string name) => Elsewhere().Replace(row.Element.GetRawText(), "").Replace(name, "EVIDENCE", StringComparison.Ordinal)
        .Replace("overlay2@var/lib/docker#2", "overlay2", StringComparison.Ordinal).Replace("overlay2@var/lib/docker#3", "overlay2", StringComparison.Ordinal)
        .Replace("overlay2@var/lib/docker", "overlay2", StringComparison.Ordinal);

    [GeneratedRegex("\"elsewhere\":\\[[^\\]]*\\],\"more_elsewhere\":[0-9]+")]
    private static partial Regex Elsewhere();
}
