using StoreForensics.EndToEnd.Support;
using StoreForensics.EndToEnd.Truth.Layered;
using StoreForensics.EndToEnd.Truth.Timelines;

namespace StoreForensics.EndToEnd.Truth;

/// <summary><c>whose</c>: every kind of place in a store, in the graph era and later.</summary>
[Parallelizable(ParallelScope.Self)]
internal sealed class WhoseTests
{
    private const string Root = "var/lib/docker/";
    private static readonly char[] s_separators = ['|'];

    /// <summary>The timeline names a path's layer and owners; asked by its origin, <c>whose</c> must name the same.</summary>
    [TestCase(false)]
    [TestCase(true)]
    public void The_owners_of_an_origin_are_those_of_its_row(bool vfs)
    {
        LayeredEvidence evidence = vfs ? LayeredEvidence.Attic : LayeredEvidence.Shop;
        TimelineRow[] rows = [.. new TimelineRows(evidence.Timeline).Of("layer.file.modified").DistinctBy(row => row["layer"]).Take(12),
            .. new TimelineRows(evidence.Timeline).Of("layer.file.modified").Where(row => row["path"].Contains('\\', StringComparison.Ordinal))];
        var disagreements = new Disagreements();
        ProgramRun[] runs = evidence.AskEach("whose", rows.Select(row => row["origin"]));
        foreach ((TimelineRow row, ProgramRun run) in rows.Zip(runs))
        {
            JsonRow own = run.JsonRows().Single();
            disagreements.Same($"layer of {row["origin"]}", row["layer"], own.Text("layer"));
            disagreements.Same($"path of {row["origin"]}", row.Path, RawBytes.OfJsonPath(own));
            disagreements.SameList($"images of {row["origin"]}", Cell(row["image"]), own.List("images"));
            disagreements.SameList($"containers of {row["origin"]}", Cell(row["container"]), own.List("containers"));
        }
        disagreements.AssertNone(40);
    }

    [TestCase("")]
    [TestCase("/")]
    [TestCase("./")]
    public void A_leading_slash_or_dot_does_no_harm(string before)
    {
        JsonRow row = Ask(LayeredEvidence.Shop, before + Root + "volumes/shopdb/_data/t1.dat").Single();
        Assert.Multiple(() =>
        {
            Assert.That(row.Text("layer"), Is.Null);
            Assert.That(row.Text("volume"), Is.EqualTo("shopdb"));
            Assert.That(row.Text("path"), Is.EqualTo("/t1.dat"));
            Assert.That(row.List("containers"), Is.EqualTo(new[] { "shop-db" }));
        });
    }

    [Test]
    public void A_mounted_copy_is_its_containers()
    {
        LayeredEvidence evidence = LayeredEvidence.ShopLive;
        JsonRow web = evidence.Containers.Single(row => row.Text("name") == "shop-web");
        JsonRow row = Ask(evidence, $"{Root}overlay2/{web.Text("layer")}/merged/app/static/sh.php").Single();
        Assert.Multiple(() =>
        {
            Assert.That(row.Text("layer"), Is.EqualTo(web.Text("layer")));
            Assert.That(row.Text("path"), Is.EqualTo("/app/static/sh.php"));
            Assert.That(row.List("containers"), Is.EqualTo(new[] { "shop-web" }));
        });
    }

    [Test]
    public void The_engines_notes_belong_to_whom_they_are_about()
    {
        LayeredEvidence evidence = LayeredEvidence.Shop;
        JsonRow image = evidence.Images.Single(row => row.Text("tag") == "backup");
        JsonRow web = evidence.Containers.Single(row => row.Text("name") == "shop-web");
        Assert.Multiple(() =>
        {
            Assert.That(Ask(evidence, $"{Root}overlay2/{web.Text("layer")}/lower").Single().Text("layer"), Is.EqualTo(web.Text("layer")));
            Assert.That(Ask(evidence, $"{Root}containers/{web.Text("id")}/hosts").Single().List("containers"), Is.EqualTo(new[] { "shop-web" }));
            Assert.That(Ask(evidence, $"{Root}image/overlay2/imagedb/content/sha256/{image.Text("id")!["sha256:".Length..]}").Single().List("images"),
                Is.EqualTo(new[] { "corp/shop:backup" }));
        });
    }

    [TestCase("var/lib/docker/image/overlay2/repositories.json")]
    [TestCase("var/lib/docker/volumes")]
    [TestCase("var/lib/docker/overlay2/nobody/diff")]
    [TestCase("../../etc/passwd")]
    public void What_is_nobodys_is_a_wrong_call(string path)
    {
        ProgramRun run = BuiltProgram.Run("whose", LayeredEvidence.Shop.Tar, path).MustExit(2).MustExplainItself();
        Assert.That(run.Errors, Does.Contain(path));
        Assert.That(run.Output, Is.Empty);
    }

    [Test]
    public void A_graph_store_answers_too()
    {
        string tar = StoreBuilder.Whole().WriteTo(ScratchFolder.Session.File("whose.tar"));
        JsonRow layer = BuiltProgram.Run("whose", tar, $"{Root}aufs/diff/{StoreBuilder.Id('a')}/of-a", "--format", "json").MustExit(0).JsonRows().Single();
        JsonRow container = BuiltProgram.Run("whose", tar, $"{Root}aufs/diff/{StoreBuilder.Id('c')}/written", "--format",
            "json").MustExit(0).JsonRows().Single();
        string table = BuiltProgram.Run("whose", tar, $"{Root}aufs/diff/{StoreBuilder.Id('a')}/of-a").MustExit(0).Text;
        Assert.Multiple(() =>
        {
            Assert.That(layer.Text("layer"), Is.EqualTo(StoreBuilder.Id('a')));
            Assert.That(layer.List("images"), Is.EqualTo(new[] { "farm:latest" }));
            Assert.That(layer.Text("path"), Is.EqualTo("/of-a"));
            Assert.That(container.List("containers"), Is.EqualTo(new[] { "barn" }));
            Assert.That(table, Does.Contain("farm:latest").And.Contain("/of-a"));
        });
    }

    private static IReadOnlyList<JsonRow> Ask(LayeredEvidence evidence, string path) => evidence.Ask("whose", path).JsonRows();

    private static string[] Cell(string cell) => cell.Split(s_separators, StringSplitOptions.RemoveEmptyEntries);
}
