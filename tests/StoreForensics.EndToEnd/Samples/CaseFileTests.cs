using StoreForensics.EndToEnd.Support;

namespace StoreForensics.EndToEnd.Samples;

/// <summary>The case file, judged by SQLite's own program where that is installed: whole, and with every row of the timeline.</summary>
[Parallelizable(ParallelScope.Self)]
internal sealed class CaseFileTests
{
    private static readonly string[] s_joined = ["image", "image_id", "container", "container_id"];

    private readonly RecordedSample _sample = new("webapp-20.10");
    private ScratchFolder _scratch = null!;
    private string _case = "";
    private IReadOnlyList<JsonRow> _events = [];

    [OneTimeSetUp]
    public void Analyze()
    {
        _scratch = new ScratchFolder();
        _case = _scratch.File("case.sqlite");
        BuiltProgram.Run("analyze", _sample.Archive, "-o", _case, "-o", _scratch.File("t.jsonl"), "-o", _scratch.File("i.json")).MustExit(0);
        _events = JsonRow.ParseLines(new ProgramRun("t.jsonl", 0, File.ReadAllBytes(_scratch.File("t.jsonl")), ""));
    }

    [OneTimeTearDown]
    public void Clean() => _scratch.Dispose();

    [Test]
    public void It_is_whole() => Assert.That(Ask("PRAGMA integrity_check")[0].Text("integrity_check"), Is.EqualTo("ok"));

    /// <summary>Row for row and column for column, the view of events is the timeline.</summary>
    [Test]
    public void The_timeline_is_in_it()
    {
        IReadOnlyList<JsonRow> rows = Ask("SELECT * FROM events_with_subjects ORDER BY event_key");
        var disagreements = new Disagreements();
        disagreements.Same("events", _events.Count, rows.Count);
        foreach ((JsonRow expected, JsonRow row) in _events.Zip(rows))
        {
            foreach (string key in expected.Element.EnumerateObject().Select(p => p.Name).Where(name => !name.EndsWith("_base64", StringComparison.Ordinal)))
            {
                string? value = s_joined.Contains(key) && expected.Text(key) is not null ? string.Join('|', expected.List(key)) : expected.Text(key);
                disagreements.Same($"{key} of {expected.Text("message")}", value, row.Text(key));
            }
        }
        disagreements.AssertNone(1000);
    }

    /// <summary>Every file event has its file, with the same facts.</summary>
    [Test]
    public void The_files_are_in_it()
    {
        JsonRow counts = Ask("""
            SELECT (SELECT count(*) FROM events WHERE event_type = 'layer.file.modified' AND path <> '/') AS events,
              (SELECT count(*) FROM events e JOIN subjects s USING (subject_key) JOIN layers l ON l.layer = s.layer JOIN files f ON f.layer_key = l.layer_key
                AND f.path = e.path AND f.mtime = e.datetime AND f.mode = e.mode AND f.change = e.change WHERE e.event_type = 'layer.file.modified') AS files,
              (SELECT count(*) FROM files WHERE change = 'D') AS gone, (SELECT count(*) FROM events WHERE event_type = 'layer.file.deleted') AS deletions
            """)[0];
        Assert.Multiple(() =>
        {
            Assert.That(counts.Number("files"), Is.EqualTo(counts.Number("events")).And.GreaterThan(100));
            Assert.That(counts.Number("gone"), Is.EqualTo(counts.Number("deletions")).And.GreaterThan(0));
        });
    }

    [Test]
    public void Everything_of_the_inventory_is_in_it()
    {
        using var inventory = System.Text.Json.JsonDocument.Parse(File.ReadAllBytes(_scratch.File("i.json")));
        foreach (string list in new[] { "images", "layers", "containers", "volumes", "networks", "leftovers", "findings", "problems" })
            Assert.That(Ask($"SELECT count(*) AS n FROM {list}")[0].Number("n"), Is.EqualTo(inventory.RootElement.GetProperty(list).GetArrayLength()), list);
        Assert.That(Ask("SELECT count(*) AS n FROM steps")[0].Number("n"),
            Is.EqualTo(inventory.RootElement.GetProperty("images").EnumerateArray().Sum(i => i.GetProperty("history").GetArrayLength())));
    }

    /// <summary>What an examiner asks: the changes of the container, as the engine gave them.</summary>
    [Test]
    public void A_containers_changes_can_be_asked_for()
    {
        string[] expected = [.. _sample.Diffs.Single(d => d.Container == "web").Lines.Where(line => line[0] is 'A' or 'D').Order(StringComparer.Ordinal)];
        string[] rows = [.. Ask("SELECT change, path FROM container_changes WHERE container = 'web' AND change IN ('A', 'D')").Select(r =>
            $"{r.Text("change")} {r.Text("path")}").Order(StringComparer.Ordinal)];
        Assert.That(rows, Is.SupersetOf(expected.Where(line => !line.Contains('\ufffd', StringComparison.Ordinal) && line.All(c => c < 0x80))));
    }

    private IReadOnlyList<JsonRow> Ask(string sql)
    {
        string answer = _scratch.File($"answer-{TestContext.CurrentContext.Test.ID}.json");
        HostTool.Run("sqlite3", ["-readonly", "-json", _case, sql], outputFile: answer);
        using var document = System.Text.Json.JsonDocument.Parse(File.ReadAllBytes(answer));
        return [.. document.RootElement.EnumerateArray().Select(row => new JsonRow(row.Clone()))];
    }
}
