using StoreForensics.EndToEnd.Support;
using StoreForensics.EndToEnd.Truth.Oracles;

namespace StoreForensics.EndToEnd.Truth;

/// <summary><c>logs</c> against <c>docker logs</c> (elder: with <c>-t</c>), stream by stream.</summary>
[Parallelizable(ParallelScope.Self)]
[TestFixtureSource(typeof(GraphEvidence), nameof(GraphEvidence.WithContainers))]
internal sealed class LogsTests(GraphEvidence evidence)
{
    private readonly Dictionary<string, ProgramRun> _own = [];
    private (string Container, string Stream, string Text)[] _engine = [];

    [OneTimeSetUp]
    public void Ask()
    {
        _engine = [.. evidence.Truth.Logs];
        string[] containers = [.. _engine.Select(log => log.Container).Distinct()];
        ProgramRun[] runs = evidence.AskEach("logs", containers);
        for (int i = 0; i < containers.Length; i++)
            _own[containers[i]] = runs[i].MustExit(evidence.GoodEnds);
    }

    [Test]
    public void Every_stream_has_the_engines_lines()
    {
        var disagreements = new Disagreements();
        foreach ((string container, string stream, string text) in _engine)
        {
            IEnumerable<JsonRow> rows = _own[container].JsonRows().Where(row => row.Text("stream") == stream);
            string[] own = [.. Lines(string.Concat(rows.Select(Spell)))];
            string[] expected = [.. Lines(text).Where(EngineLog.IsOfTheContainer)];
            // docker logs of 1.9 does not read rotated files, the contract's logs may: then the engine's lines are the last ones.
            if (own.Length > expected.Length && expected.Length > 0)
                own = own[^expected.Length..];
            disagreements.SameList($"{stream} of {container[..12]}", expected, own);
        }
        disagreements.AssertNone(_engine.Length);
    }

    /// <summary>60 numbered lines were written; the files on disk, rotated ones too, still hold those from some line on.</summary>
    [Test]
    public void Rotated_files_are_read_oldest_first()
    {
        JsonRow? container = evidence.Containers.FirstOrDefault(row => row.Text("name") == "rotate");
        if (container is null)
        {
            Assert.Ignore("no rotated log in this evidence");
            return;
        }
        string[] times = [.. _own[container.Text("id")!].JsonRows().Select(row => row.Text("time")!)];
        bool hasRotated = evidence.Truth.Stat.Entries.Any(e => e.Path.Contains($"{container.Text("id")}-json.log.", StringComparison.Ordinal));
        Assert.Multiple(() =>
        {
            Assert.That(hasRotated, Is.True, "the evidence has rotated files");
            Assert.That(times, Is.Ordered.Using((IComparer<string>)StringComparer.Ordinal));
            Assert.That(times.Distinct().Count(), Is.EqualTo(times.Length));
            Assert.That(times.All(EngineTime.IsContractual), Is.True);
        });
    }

    private string Spell(JsonRow row)
    {
        string text = row.Text("text")!;
        if (!text.EndsWith('\n'))
            text += "\n";
        return evidence.IsDocker07 ? text : row.Text("time")!.Replace("+00:00", "Z", StringComparison.Ordinal) + " " + text;
    }

    private static IEnumerable<string> Lines(string text)
    {
        var reader = new StringReader(text);
        while (reader.ReadLine() is { } line)
            yield return line;
    }
}
