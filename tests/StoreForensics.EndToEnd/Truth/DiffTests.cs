using StoreForensics.EndToEnd.Support;
using StoreForensics.EndToEnd.Truth.Oracles;

namespace StoreForensics.EndToEnd.Truth;

/// <summary>
/// <c>diff</c> against <c>docker diff</c>. The engine's lines are turned into the contract's first, where the two are known to say the same thing
/// in other words; each such rule stands in <see cref="EngineDiff.InWordsOfTheContract"/> with its reason.
/// </summary>
[Parallelizable(ParallelScope.Self)]
[TestFixtureSource(typeof(GraphEvidence), nameof(GraphEvidence.WithContainers))]
internal sealed class DiffTests(GraphEvidence evidence)
{
    private LayerOracle _oracle = null!;
    private (string Container, string Raw)[] _engine = [];
    private ProgramRun[] _own = [];

    [OneTimeSetUp]
    public void Ask()
    {
        _oracle = LayerOracle.For(evidence);
        _engine = [.. evidence.Truth.Diffs];
        _own = evidence.AskEach("diff", _engine.Select(pair => pair.Container));
    }

    [Test]
    public void The_same_lines_as_the_engine()
    {
        var disagreements = new Disagreements();
        foreach (((string container, string raw), ProgramRun run) in _engine.Zip(_own))
        {
            if (EngineDiff.HasNoView(raw))
                continue;
            run.MustExit(evidence.GoodEnds);
            disagreements.SameSet($"diff of {container[..12]}",
                EngineDiff.InWordsOfTheContract(_oracle, container, raw).Select(RawBytes.Show),
                run.JsonRows().Select(row => RawBytes.Show($"{row.Text("change")} {RawBytes.OfJsonPath(row)}")));
        }
        disagreements.AssertNone(_engine.Length / 2);
    }

    [Test]
    public void Each_line_tells_what_the_path_is()
    {
        var disagreements = new Disagreements();
        foreach (((string container, string raw), ProgramRun run) in _engine.Zip(_own))
        {
            if (EngineDiff.HasNoView(raw))
                continue;
            SortedDictionary<string, StatEntry> view = _oracle.View(container);
            foreach (JsonRow row in run.JsonRows().Where(row => row.Text("change") != "D"))
                disagreements.Same($"kind of {row.Text("path")} in {container[..12]}", view.GetValueOrDefault(RawBytes.OfJsonPath(row))?.Kind,
                    row.Text("kind"));
        }
        disagreements.AssertNone();
    }

    /// <summary>The engine could not mount what has lost its image; the program must say so too, and end as the contract says of damage.</summary>
    [Test]
    public void A_container_whose_image_is_gone_is_a_problem_not_a_crash()
    {
        int at = Array.FindIndex(_engine, pair => EngineDiff.HasNoView(pair.Raw));
        if (at < 0)
            Assert.Ignore("every container of this evidence still has its image");
        _own[at].MustExit(4).MustExplainItself();
    }

    [Test]
    public void The_text_has_docker_diffs_lines()
    {
        (string container, string raw) = _engine.First(pair => pair.Raw.Length > 0 && !EngineDiff.HasNoView(pair.Raw));
        ProgramRun run = BuiltProgram.Run("diff", evidence.Tar, container).MustExit(evidence.GoodEnds);
        Assert.That(run.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal),
            Is.EqualTo(EngineDiff.InWordsOfTheContract(_oracle, container, raw).Order(StringComparer.Ordinal)));
    }
}
