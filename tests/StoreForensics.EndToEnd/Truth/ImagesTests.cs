using StoreForensics.EndToEnd.Support;
using StoreForensics.EndToEnd.Truth.Oracles;

namespace StoreForensics.EndToEnd.Truth;

/// <summary><c>images</c> against <c>docker images</c>, <c>docker images -tree</c> and <c>docker inspect</c>.</summary>
[Parallelizable(ParallelScope.Self)]
[TestFixtureSource(typeof(GraphEvidence), nameof(GraphEvidence.All))]
internal sealed class ImagesTests(GraphEvidence evidence)
{
    private const string None = "<none>";

    [Test]
    public void The_same_rows_as_the_engine_with_all()
    {
        var disagreements = new Disagreements();
        disagreements.SameSet("images --all", EngineRows("images.txt")!, evidence.AllImages.Select(OwnRow));
        disagreements.AssertNone();
    }

    [Test]
    public void Intermediate_images_are_left_out_without_all()
    {
        string table = evidence.IsDocker07 ? "images-top.txt" : "images-plain.txt";
        var disagreements = new Disagreements();
        disagreements.SameSet("images", EngineRows(table)!, evidence.Images.Select(OwnRow));
        disagreements.AssertNone();
    }

    [Test]
    public void Dangling_images_are_those_of_the_engine()
    {
        if (EngineRows("images-dangling.txt") is not { } dangling)
        {
            Assert.Ignore("an engine of this age had no filter for dangling images");
            return;
        }
        var disagreements = new Disagreements();
        disagreements.SameSet("dangling", dangling, evidence.Images.Where(row => row.Text("repository") is null).Select(OwnRow));
        disagreements.AssertNone();
    }

    /// <summary>The contract: one line per repository:tag pair, then dangling ones; as the engine, newest first in each.</summary>
    [Test]
    public void Tagged_images_come_first_and_newest_first()
    {
        var disagreements = new Disagreements();
        bool dangling = false;
        (bool Tagged, string Created) last = (true, "9999");
        foreach (JsonRow row in evidence.Images)
        {
            bool tagged = row.Text("repository") is not null;
            disagreements.True($"a tagged image after a dangling one: {OwnRow(row)}", !(tagged && dangling));
            dangling |= !tagged;
            string created = EngineTime.Canonical(row.Text("created"))!;
            disagreements.True($"not newest first: {OwnRow(row)}", tagged != last.Tagged || string.CompareOrdinal(created, last.Created) <= 0);
            last = (tagged, created);
        }
        disagreements.AssertNone();
    }

    [Test]
    public void A_printed_size_is_the_size_rounded()
    {
        ClientTable table = evidence.Truth.Table("images.txt")!;
        var sizes = table.Rows.GroupBy(row => table.Cell(row, "IMAGE ID")).ToDictionary(g => g.Key, g => table.Cell(g.First(), "VIRTUAL SIZE"));
        var disagreements = new Disagreements();
        foreach (JsonRow row in evidence.AllImages)
            disagreements.Same($"size of {OwnRow(row)}", sizes.GetValueOrDefault(row.Text("id")!), PrintedSize.Of(row.Number("size") ?? -1));
        disagreements.AssertNone();
    }

    [Test]
    public void Every_field_is_what_inspect_said()
    {
        var engine = evidence.Truth.Images.ToDictionary(image => image.Id);
        var disagreements = new Disagreements();
        foreach (JsonRow row in evidence.AllImages)
        {
            string id = row.Text("id")!;
            if (engine.TryGetValue(id, out EngineImage? image))
                Compare(disagreements, image, row);
            disagreements.SameList($"layers of {id}", Chain(engine, id).Reverse(), row.List("layers"));
            disagreements.Same($"size of {id}", SizeOf(engine, id), row.Number("size"));
        }
        disagreements.SameSet("ids", engine.Keys, evidence.AllImages.Select(row => row.Text("id")!).Distinct());
        disagreements.AssertNone(engine.Count * 8);
    }

    /// <summary><c>docker images -tree</c> and <c>-viz</c> of the age: who is whose parent.</summary>
    [Test]
    public void The_tree_is_the_engines()
    {
        if (evidence.Truth.Text("images-viz.txt") is not { } viz)
        {
            Assert.Ignore("an engine of this age printed no graph");
            return;
        }
        var edges = from line in viz.Split('\n')
                    let parts = line.Trim().Split(" -> ")
                    where parts.Length == 2
                    select (parts[0].Trim('"') is "base" ? "-" : parts[0].Trim('"')) + " > " + parts[1].Split('"')[1];
        var own = evidence.AllImages.DistinctBy(row => row.Text("id"))
            .Select(row => $"{(row.Text("parent") is { } parent ? Short(parent) : "-")} > {Short(row.Text("id")!)}");
        var disagreements = new Disagreements();
        disagreements.SameSet("parents", edges, own);
        disagreements.AssertNone();
    }

    [Test]
    public void A_reference_by_digest_has_its_digest_and_no_tag()
    {
        ClientTable table = evidence.Truth.Table("images.txt")!;
        if (!table.Has("DIGEST"))
        {
            Assert.Ignore("an engine of this age knew no digests");
            return;
        }
        var disagreements = new Disagreements();
        foreach (string[] row in table.Rows.Where(row => table.Cell(row, "DIGEST") != None))
        {
            JsonRow own = evidence.Images.Single(r => r.Text("repository") == table.Cell(row, "REPOSITORY") && r.Text("id") == table.Cell(row, "IMAGE ID"));
            disagreements.Same("tag of a reference by digest", null, own.Text("tag"));
            disagreements.True($"its digest in {own}", own.List("digests").Any(d => d.EndsWith(table.Cell(row, "DIGEST"), StringComparison.Ordinal)));
        }
        disagreements.AssertNone(2);
    }

    private void Compare(Disagreements disagreements, EngineImage image, JsonRow row)
    {
        string id = image.Id;
        disagreements.Same($"parent of {id}", image.Parent, row.TextOrNull("parent"));
        disagreements.Same($"created of {id}", image.Created, EngineTime.Canonical(row.Text("created")));
        disagreements.True($"created of {id} has nine decimals: {row.Text("created")}", row.Text("created") is not { } t || EngineTime.IsContractual(t));
        disagreements.Same($"docker_version of {id}", image.DockerVersion, row.TextOrNull("docker_version"));
        disagreements.Same($"architecture of {id}", image.Architecture, row.TextOrNull("architecture"));
        disagreements.Same($"os of {id}", image.Os, row.TextOrNull("os"));
        disagreements.Same($"author of {id}", image.Author, row.TextOrNull("author"));
        disagreements.Same($"comment of {id}", image.Comment, row.TextOrNull("comment"));
        disagreements.Same($"store of {id}", evidence.Driver, row.Text("store"));
        if (image.VirtualSize is { } size)
            disagreements.Same($"size of {id}", size, row.Number("size"));
    }

    private static IEnumerable<string> Chain(Dictionary<string, EngineImage> images, string? id)
    {
        for (; id is not null && images.TryGetValue(id, out EngineImage? image); id = image.Parent)
            yield return image.Id;
    }

    private static long? SizeOf(Dictionary<string, EngineImage> images, string id) => Chain(images, id).Sum(layer => images[layer].OwnSize);

    private List<string>? EngineRows(string name)
    {
        if (evidence.Truth.Table(name) is not { } table)
            return null;
        return [.. table.Rows.Select(row => $"{table.Cell(row, "REPOSITORY")}:{table.Cell(row, "TAG")} {table.Cell(row, "IMAGE ID")}")];
    }

    private static string OwnRow(JsonRow row) => $"{row.Text("repository") ?? None}:{row.Text("tag") ?? None} {row.Text("id")}";

    private static string Short(string id) => id[..12];
}
