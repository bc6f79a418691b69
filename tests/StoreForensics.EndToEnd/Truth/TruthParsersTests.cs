using StoreForensics.EndToEnd.Support;
using StoreForensics.EndToEnd.Truth.Oracles;

namespace StoreForensics.EndToEnd.Truth;

/// <summary>The measuring tools themselves: what is wrong here would be wrong everywhere.</summary>
[Parallelizable(ParallelScope.Self)]
internal sealed class TruthParsersTests
{
    [TestCase(0, "0 B")]
    [TestCase(77, "77 B")]
    [TestCase(128029199, "128 MB")]
    [TestCase(175307518, "175.3 MB")]
    [TestCase(1982256, "1.982 MB")]
    [TestCase(1000, "1 kB")]
    public void A_size_prints_as_the_old_client_did(long bytes, string printed) => Assert.That(PrintedSize.Of(bytes), Is.EqualTo(printed));

    [TestCase("2013-04-11T14:13:15.57812-07:00", "2013-04-11T21:13:15.578120000Z")]
    [TestCase("2026-11-24T06:05:04.89526001Z", "2026-11-24T06:05:04.895260010Z")]
    [TestCase("2026-11-24T06:05:04+00:00", "2026-11-24T06:05:04.000000000Z")]
    [TestCase("0001-01-01T00:00:00Z", null)]
    public void A_time_gets_one_spelling(string text, string? expected) => Assert.That(EngineTime.Canonical(text), Is.EqualTo(expected));

    [Test]
    public void A_table_keeps_empty_cells()
    {
        ClientTable table = ClientTable.Parse(
            "IMAGE               CREATED             CREATED BY          SIZE                COMMENT\n"
            + "8dbd9e392a96        2 weeks ago                             128 MB              \n");
        Assert.Multiple(() =>
        {
            Assert.That(table.Cell(table.Rows[0], "CREATED BY"), Is.Empty);
            Assert.That(table.Cell(table.Rows[0], "SIZE"), Is.EqualTo("128 MB"));
            Assert.That(table.Cell(table.Rows[0], "COMMENT"), Is.Empty);
        });
    }

    [Test]
    public void A_command_with_a_line_break_stays_one_row()
    {
        ClientTable table = ClientTable.Parse(
            "CONTAINER ID        IMAGE               COMMAND             CREATED             STATUS              PORTS               NAMES\n"
            + "aaaaaaaaaaaa        base:1              sh -c echo \"a\n"
            + "b\"                  4 seconds ago       Exit 0                                  one\n"
            + "bbbbbbbbbbbb        base:1              sh                  4 seconds ago       Up 1 seconds        0.0.0.0:1->1/tcp    two\n");
        Assert.That(table.Rows, Has.Count.EqualTo(2));
        Assert.Multiple(() =>
        {
            Assert.That(table.Cell(table.Rows[0], "COMMAND"), Is.EqualTo("sh -c echo \"a\nb\""));
            Assert.That(table.Cell(table.Rows[0], "NAMES"), Is.EqualTo("one"));
            Assert.That(table.Cell(table.Rows[1], "PORTS"), Is.EqualTo("0.0.0.0:1->1/tcp"));
        });
    }

    [Test]
    public void A_csv_cell_gives_its_bytes_back() =>
        Assert.That(RawBytes.OfCsvCell(@"/a\\b\n\xff\x1b é"), Is.EqualTo("/a\\b\n\u00ff\u001b \u00c3\u00a9"));

    [Test]
    public void A_diff_line_may_hold_a_line_break() =>
        Assert.That(EngineDiff.Parse("A /data/new\nline\nC /opt\nD /opt/old\n"), Is.EqualTo(new[] { "A /data/new\nline", "C /opt", "D /opt/old" }));

    [Test]
    public void The_truth_holds_what_its_readme_says()
    {
        Assert.Multiple(() =>
        {
            Assert.That(GraphEvidence.Barn.Truth.Containers.Count(), Is.EqualTo(22));
            Assert.That(GraphEvidence.Barn.Truth.Images.Count(), Is.EqualTo(34));
            Assert.That(GraphEvidence.Barn.Truth.Table("ps.txt")!.Rows, Has.Count.EqualTo(22));
            Assert.That(GraphEvidence.Barn.Truth.Table("images.txt")!.Rows, Has.Count.EqualTo(35));
            Assert.That(GraphEvidence.Barn.Truth.Stat.Entries, Has.Count.EqualTo(1278));
            Assert.That(GraphEvidence.Elder.Truth.Containers.Count(), Is.EqualTo(22));
            Assert.That(GraphEvidence.Elder.Truth.Images.Count(), Is.EqualTo(58));
            Assert.That(GraphEvidence.Elder.Truth.Stat.Entries, Has.Count.EqualTo(18997));
            Assert.That(GraphEvidence.Elder.Truth.Saves.Count(), Is.EqualTo(8));
        });
    }

    [TestCaseSource(typeof(GraphEvidence), nameof(GraphEvidence.WithContainers))]
    public void The_oracle_of_layers_agrees_with_docker_save(GraphEvidence evidence)
    {
        LayerOracle oracle = LayerOracle.For(evidence);
        var seen = new HashSet<string>();
        var disagreements = new Disagreements();
        foreach ((_, SaveListing listing) in evidence.Truth.Saves)
        {
            foreach (string layer in listing.Layers.Where(seen.Add))
                Compare(disagreements, oracle, layer, listing.Paths(layer));
        }
        if (seen.Count == 0)
            Assert.Ignore("nothing was saved of this evidence");
        disagreements.AssertNone(10);
    }

    [TestCaseSource(typeof(GraphEvidence), nameof(GraphEvidence.WithContainers))]
    public void The_oracle_of_views_agrees_with_docker_diff(GraphEvidence evidence)
    {
        LayerOracle oracle = LayerOracle.For(evidence);
        var disagreements = new Disagreements();
        foreach ((string container, string raw) in evidence.Truth.Diffs.Where(pair => !EngineDiff.HasNoView(pair.Raw)))
        {
            disagreements.SameSet(container[..12],
                EngineDiff.InWordsOfTheContract(oracle, container, raw).Select(RawBytes.Show), oracle.Diff(container).Select(RawBytes.Show));
        }
        disagreements.AssertNone();
    }

    // What the engine put into a layer's tar: its files, and .wh.NAME for deletions. Book-keeping of aufs is in the tars of the age, and the
    // engine's own comparison of overlay trees tells an opaque directory by whiteouts for its names.
    private static void Compare(Disagreements disagreements, LayerOracle oracle, string layer, IReadOnlyList<string> saved)
    {
        string[] names = [.. saved.Where(path => !path.Contains("/.wh..wh.", StringComparison.Ordinal))];
        disagreements.SameSet(layer,
            names.Where(path => !path.Contains("/.wh.", StringComparison.Ordinal)),
            oracle.Files(layer).Select(file => file.Entry.Path));
        bool isOpaque = saved.Any(path => path.EndsWith("/.wh..wh..opq", StringComparison.Ordinal));
        if (!isOpaque)
        {
            disagreements.SameSet(layer + " deletions",
                names.Where(path => path.Contains("/.wh.", StringComparison.Ordinal)).Select(path => path.Replace("/.wh.", "/")),
                oracle.Deletions(layer).Where(deletion => deletion.IsTopmost).Select(deletion => deletion.Path));
        }
    }
}
