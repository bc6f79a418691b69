using System.Globalization;
using System.Text.Json;
using StoreForensics.EndToEnd.Support;
using StoreForensics.EndToEnd.Truth.Oracles;

namespace StoreForensics.EndToEnd.Truth.Layered;

/// <summary>
/// <c>images</c>, <c>history</c> and <c>verify</c> with the containerd image store against <c>docker images</c>, <c>inspect</c> and <c>history</c>.
/// </summary>
[Parallelizable(ParallelScope.Self)]
[TestFixtureSource(typeof(LayeredEvidence), nameof(LayeredEvidence.Snapshotted))]
internal sealed class SnapshottedImagesTests(LayeredEvidence evidence)
{
    private const string None = "<none>";

    [Test]
    public void The_same_rows_as_the_engine_with_all()
    {
        var disagreements = new Disagreements();
        disagreements.SameSet("images --all",
            evidence.Truth.JsonLines("images.jsonl").Select(row => $"{row.Text("repository")}:{row.Text("tag")} {row.Text("id")}"), evidence.AllImages.Select(Row));
        disagreements.AssertNone();
    }

    /// <summary>One of quay's is built with SOURCE_DATE_EPOCH, of 2020: its record bears that moment.</summary>
    [Test]
    public void Images_became_known_when_the_host_ran()
    {
        CsvTable timeline = evidence.Timeline;
        string[] told = [.. timeline.Rows.Where(r => timeline.Cell(r, "event_type") is "image.registered" or "image.tagged").Select(r =>
            timeline.Cell(r, "datetime")[..8])];
        Assert.That(told, Is.Not.Empty.And.All.EqualTo("2026-11-"));
    }

    [Test]
    public void Without_all_the_tops_and_the_dangling_ones_are_left()
    {
        ClientTable table = evidence.Truth.Table("images-top.txt")!;
        var disagreements = new Disagreements();
        disagreements.SameSet("images", table.Rows.Select(row => $"{table.Cell(row, "REPOSITORY")}:{table.Cell(row, "TAG")} {table.Cell(row, "IMAGE ID")}"),
            evidence.Images.Select(Row));
        disagreements.AssertNone();
    }

    [Test]
    public void Every_field_is_what_inspect_said()
    {
        var engine = evidence.Truth.Images.ToDictionary(image => image.Id);
        var disagreements = new Disagreements();
        foreach (JsonRow row in evidence.AllImages)
            Compare(disagreements, engine[row.Text("id")!], row);
        disagreements.SameSet("ids", engine.Keys, evidence.AllImages.Select(row => row.Text("id")!).Distinct());
        disagreements.AssertNone(engine.Count * 7);
    }

    [Test]
    public void Every_row_of_every_history_is_the_engines()
    {
        var engine = evidence.Truth.HistoryLines.ToList();
        ProgramRun[] runs = evidence.AskEach("history", engine.Select(pair => pair.Image));
        var disagreements = new Disagreements();
        foreach (((string image, JsonElement[] rows), ProgramRun run) in engine.Zip(runs))
        {
            IReadOnlyList<JsonRow> own = run.JsonRows();
            disagreements.Same($"steps of {image}", rows.Length, own.Count);
            for (int i = 0; i < Math.Min(rows.Length, own.Count); i++)
                CompareStep(disagreements, $"{image[..12]} step {own.Count - i}", rows[i], own[i]);
        }
        disagreements.AssertNone(engine.Count * 10);
    }

    [Test]
    public void Nothing_is_altered_and_every_layer_of_an_image_is_compared()
    {
        IReadOnlyList<JsonRow> checks = evidence.Ask("verify").JsonRows();
        var layers = evidence.AllImages.SelectMany(i => i.List("layers")).ToHashSet();
        var disagreements = new Disagreements();
        foreach (JsonRow check in checks.Where(c => c.Text("status") is "altered" or "missing" or "planted"))
            disagreements.True(check.ToString(), false);
        IEnumerable<string> fine = checks.Where(c => c.Text("kind") == "layer" && c.Text("status") == "ok").Select(c => c.Text("subject")!);
        disagreements.SameSet("layers that are ok", layers, fine.Where(layers.Contains));
        disagreements.True("blobs", checks.Count(c => c.Text("kind") == "blob" && c.Text("status") == "ok") > 20);
        disagreements.AssertNone();
    }

    private static string Row(JsonRow row) => $"{row.Text("repository") ?? None}:{row.Text("tag") ?? None} {row.Text("id")}";

    private void Compare(Disagreements disagreements, EngineImage image, JsonRow row)
    {
        string id = image.Id;
        disagreements.Same($"parent of {id}", image.Parent, row.TextOrNull("parent"));
        disagreements.Same($"created of {id}", image.Created, EngineTime.Canonical(row.Text("created")));
        disagreements.Same($"architecture of {id}", image.Architecture, row.TextOrNull("architecture"));
        disagreements.Same($"os of {id}", image.Os, row.TextOrNull("os"));
        disagreements.Same($"author of {id}", image.Author, row.TextOrNull("author"));
        if (image.Comment is not null)
            disagreements.Same($"comment of {id}", image.Comment, row.Text("comment"));
        disagreements.Same($"store of {id}", evidence.Driver, row.Text("store"));
        string? repository = row.TextOrNull("repository");
        if (repository is not null)
            disagreements.SameSet($"digests of {repository}", image.Digests.Where(d => d.StartsWith(repository + "@", StringComparison.Ordinal))
                .Select(d => d[(repository.Length + 1)..]), row.List("digests"));
    }

    private static void CompareStep(Disagreements disagreements, string what, JsonElement engine, JsonRow row)
    {
        // The client cut blanks at the ends and wrote tabs as blanks.
        disagreements.Same($"created_by of {what}", engine.Text("createdby")?.Trim() ?? "", (row.Text("created_by") ?? "").Replace('\t', ' ').Trim());
        disagreements.Same($"created of {what}", EngineTime.Canonical(engine.Text("createdat"))?[..19], EngineTime.Canonical(row.Text("created"))?[..19]);
        if (row.Flag("empty_layer") != true && row.Text("layer") is not null)
            disagreements.Same($"size of {what}", long.Parse(engine.Text("size")!, CultureInfo.InvariantCulture), row.Number("size"));
        disagreements.Same($"comment of {what}", engine.Text("comment") ?? "", row.Text("comment") ?? "");
        disagreements.Same($"image of {what}", engine.Text("id"), row.Text("image_id") ?? "<missing>");
    }
}
