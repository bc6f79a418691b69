using System.Globalization;
using System.Text.Json;
using StoreForensics.EndToEnd.Support;
using StoreForensics.EndToEnd.Truth.Oracles;

namespace StoreForensics.EndToEnd.Truth.Layered;

/// <summary><c>images</c> and <c>history</c> of 1.10 and later against <c>docker images</c>, <c>inspect</c> and <c>history</c>.</summary>
[Parallelizable(ParallelScope.Self)]
[TestFixtureSource(typeof(LayeredEvidence), nameof(LayeredEvidence.WithImages))]
internal sealed class LayeredImagesTests(LayeredEvidence evidence)
{
    private const string None = "<none>";

    [Test]
    public void The_same_rows_as_the_engine_with_all()
    {
        var disagreements = new Disagreements();
        disagreements.SameSet("images --all", evidence.Truth.JsonLines("images.jsonl").Select(row =>
            $"{row.Text("repository")}:{row.Text("tag")} {row.Text("digest")} {row.Text("id")}"),
            evidence.AllImages.Select(row =>
                $"{row.Text("repository") ?? None}:{row.Text("tag") ?? None} {row.List("digests").SingleOrDefault() ?? None} {row.Text("id")}"));
        disagreements.AssertNone();
    }

    [Test]
    public void Without_all_the_tops_and_the_dangling_ones_are_left()
    {
        ClientTable table = evidence.Truth.Table("images-top.txt")!;
        var disagreements = new Disagreements();
        disagreements.SameSet("images", table.Rows.Select(row => $"{table.Cell(row, "REPOSITORY")}:{table.Cell(row, "TAG")} {table.Cell(row, "IMAGE ID")}"),
            evidence.Images.Select(row => $"{row.Text("repository") ?? None}:{row.Text("tag") ?? None} {row.Text("id")}"));
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
        disagreements.AssertNone(engine.Count * 10);
    }

    [Test]
    public void Every_row_of_every_history_is_the_engines()
    {
        var engine = evidence.Truth.HistoryLines.ToList();
        ProgramRun[] runs = evidence.AskEach("history", engine.Select(pair => pair.Image));
        var images = evidence.Truth.Images.ToDictionary(image => image.Id);
        var disagreements = new Disagreements();
        foreach (((string image, JsonElement[] rows), ProgramRun run) in engine.Zip(runs))
        {
            IReadOnlyList<JsonRow> own = run.JsonRows();
            disagreements.Same($"steps of {image}", rows.Length, own.Count);
            for (int i = 0; i < Math.Min(rows.Length, own.Count); i++)
                CompareStep(disagreements, $"{image[..12]} step {own.Count - i}", rows[i], own[i], own.Count - i);
            string[] layers = [.. own.Reverse().Select(row => row.Text("layer")).OfType<string>()];
            disagreements.SameList($"layers of {image}", evidence.Metadata.DirectoriesOf(images["sha256:" + image].DiffIds), layers);
        }
        disagreements.AssertNone(engine.Count * 10);
    }

    private void Compare(Disagreements disagreements, EngineImage image, JsonRow row)
    {
        string id = image.Id;
        disagreements.Same($"parent of {id}", image.Parent, row.TextOrNull("parent"));
        disagreements.Same($"created of {id}", image.Created, EngineTime.Canonical(row.Text("created")));
        disagreements.True($"created of {id} has nine decimals", row.Text("created") is not { } t || EngineTime.IsContractual(t));
        disagreements.Same($"size of {id}", image.OwnSize, row.Number("size"));
        disagreements.Same($"docker_version of {id}", image.DockerVersion, row.TextOrNull("docker_version"));
        disagreements.Same($"architecture of {id}", image.Architecture, row.TextOrNull("architecture"));
        disagreements.Same($"os of {id}", image.Os, row.TextOrNull("os"));
        disagreements.Same($"author of {id}", image.Author, row.TextOrNull("author"));
        // BuildKit comments its steps, not the image: there the contract takes the newest step's.
        if (image.Comment is not null)
            disagreements.Same($"comment of {id}", image.Comment, row.Text("comment"));
        disagreements.Same($"store of {id}", evidence.Driver, row.Text("store"));
        disagreements.SameList($"layers of {id}", evidence.Metadata.DirectoriesOf(image.DiffIds), row.List("layers"));
    }

    private static void CompareStep(Disagreements disagreements, string what, JsonElement engine, JsonRow row, int step)
    {
        disagreements.Same($"step of {what}", (long)step, row.Number("step"));
        // The client cut blanks at the ends and wrote tabs as blanks.
        disagreements.Same($"created_by of {what}", engine.Text("createdby")?.Trim() ?? "", (row.Text("created_by") ?? "").Replace('\t', ' ').Trim());
        disagreements.Same($"created of {what}", EngineTime.Canonical(engine.Text("createdat"))?[..19], EngineTime.Canonical(row.Text("created"))?[..19]);
        disagreements.Same($"size of {what}", long.Parse(engine.Text("size")!, CultureInfo.InvariantCulture), row.Number("size"));
        disagreements.Same($"comment of {what}", engine.Text("comment") ?? "", row.Text("comment") ?? "");
        disagreements.Same($"image of {what}", engine.Text("id"), row.Text("image_id") ?? "<missing>");
        disagreements.Same($"empty_layer of {what}", row.Text("layer") is null, row.Flag("empty_layer"));
    }
}
