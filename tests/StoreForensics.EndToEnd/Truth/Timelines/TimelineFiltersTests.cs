using StoreForensics.EndToEnd.Support;

namespace StoreForensics.EndToEnd.Truth.Timelines;

/// <summary>A filtered timeline is the whole one with rows left out: the same rows, in the same order.</summary>
[Parallelizable(ParallelScope.Self)]
internal sealed class TimelineFiltersTests
{
    private const string Fox = "fox/den";

    private CsvTable _whole = null!;

    [OneTimeSetUp]
    public void Ask() => _whole = CsvTable.Parse(BuiltProgram.Run("timeline", GraphEvidence.Barn.Tar).MustExit(GraphEvidence.Barn.GoodEnds).Output);

    [Test]
    public void Since_includes_and_until_excludes_its_moment()
    {
        string[] times = [.. _whole.Rows.Select(row => _whole.Cell(row, "datetime"))];
        string since = times[times.Length / 3];
        string until = times[times.Length * 2 / 3];
        Check(["--since", since, "--until", until], row =>
            string.CompareOrdinal(row["datetime"], since) >= 0 && string.CompareOrdinal(row["datetime"], until) < 0);
    }

    [Test]
    public void A_bare_date_until_means_the_end_of_that_day() =>
        Check(["--until", "2012-05-05"], row => string.CompareOrdinal(row["datetime"], "2012-05-06") < 0);

    [Test]
    public void A_bare_date_since_means_its_start() =>
        Check(["--since", "2026-11-24"], row => string.CompareOrdinal(row["datetime"], "2026-11-24") >= 0);

    [Test]
    public void Types_by_glob() => Check(["--type", "layer.file.*", "--type", "image.tagged"], row =>
        row.Type.StartsWith("layer.file.", StringComparison.Ordinal) || row.Type == "image.tagged");

    [Test]
    public void Paths_by_glob() => Check(["--path", "/etc/feed/*"], row => row["path"].StartsWith("/etc/feed/", StringComparison.Ordinal));

    [Test]
    public void A_container_by_name() => Check(["--container", "dairy"], row => row["container"].Split('|').Contains("dairy"));

    [Test]
    public void An_image_by_repository() => Check(["--image", Fox], row => row["image"].Split('|').Contains(Fox + ":latest"));

    [Test]
    public void A_layer_by_its_name()
    {
        string layer = GraphEvidence.Barn.Images.Single(row => row.Text("repository") == Fox).Text("id")!;
        Check(["--layer", layer], row => row["layer"] == layer);
    }

    private void Check(string[] filters, Func<TimelineRow, bool> kept)
    {
        CsvTable own = CsvTable.Parse(BuiltProgram.Run(["timeline", GraphEvidence.Barn.Tar, .. filters]).MustExit(GraphEvidence.Barn.GoodEnds).Output);
        string[] expected = [.. _whole.Rows.Where(row => kept(new TimelineRow(_whole, row))).Select(Line)];
        Assert.Multiple(() =>
        {
            Assert.That(expected, Is.Not.Empty.And.Length.LessThan(_whole.Rows.Count), "the filter tells something apart");
            Assert.That(own.Rows.Select(Line).Except(expected), Is.Empty, "rows too many");
            Assert.That(expected.Except(own.Rows.Select(Line)), Is.Empty, "rows too few");
            Assert.That(own.Rows, Has.Count.EqualTo(expected.Length));
        });
    }

    private static string Line(string[] row) => string.Join(',', row);
}
