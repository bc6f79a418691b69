using StoreForensics.EndToEnd.Support;

namespace StoreForensics.EndToEnd.Samples;

/// <summary>How images came to be, where the commands that made them are known: the
/// recorded sample's recipe, and the notes beside the shared evidence.</summary>
internal sealed class ProvenanceTests
{
    private static readonly string s_sample = Path.Combine(Checkout.Samples, "webapp-20.10", "webapp-20.10.tar.gz");

    /// <summary>sample-evidence/recipes/Webapp: images.sh, intrusion.sh.</summary>
    [TestCase("shop/backup:nightly", "committed", "container's run command")]
    [TestCase("corp/tool:7", "built_buildkit", "buildkit.dockerfile.v0")]
    [TestCase("shop/web:1.4", "built_classic", "local parent")]
    [TestCase("corp/base:12", "built_classic", "Dockerfile instruction")]
    public void Of_the_recorded_sample(string image, string origin, string sign)
    {
        JsonRow row = BuiltProgram.Run("images", s_sample, "--format", "json").MustExit(0).JsonRows().Single(r =>
            $"{r.Text("repository")}:{r.Text("tag")}" == image);
        var provenance = new JsonRow(row.Value("provenance"));
        Assert.Multiple(() =>
        {
            Assert.That(provenance.Text("origin"), Is.EqualTo(origin));
            Assert.That(provenance.Text("made"), Is.EqualTo(origin));
            Assert.That(string.Join('\n', provenance.List("signs")), Does.Contain(sign));
        });
    }

    /// <summary>Nothing in the sample was pulled or loaded: even the first step of a build from scratch was made there.</summary>
    [Test]
    public void No_image_of_the_recorded_sample_came_from_elsewhere()
    {
        IReadOnlyList<JsonRow> rows = BuiltProgram.Run("images", s_sample, "--all", "--format", "json").MustExit(0).JsonRows();
        Assert.That(rows.Select(r => new JsonRow(r.Value("provenance")).Text("origin")).Distinct().Order(),
            Is.EqualTo(new[] { "built_buildkit", "built_classic", "committed" }));
    }

    [TestCase("evidence/shop/shop.tar.gz", "corp/base:1.35", "imported")]
    [TestCase("evidence/shop/shop.tar.gz", "corp/shop:backup", "committed")]
    [TestCase("evidence/shop/shop.tar.gz", "corp/tools:2", "built_buildkit")]
    [TestCase("evidence/attic/attic.tar.xz", "kept-acme:1", "committed")]
    [TestCase("evidence/elder/elder.tar.xz", "mill/base:2", "imported")]
    [TestCase("evidence/elder/elder.tar.xz", "mill/forge:saved", "committed")]
    [TestCase("evidence/elder/elder.tar.xz", "localhost:5000/mill/trip:1", "pulled_or_loaded")]
    public void Of_real_hosts(string archive, string image, string origin)
    {
        string path = SharedFolder.Require(archive);
        JsonRow row = BuiltProgram.Run("images", path, "--format", "json").MustExit(0, 4).JsonRows().First(r =>
            $"{r.Text("repository")}:{r.Text("tag")}" == image);
        Assert.That(new JsonRow(row.Value("provenance")).Text("origin"), Is.EqualTo(origin));
    }

    [Test]
    public void History_tells_it_in_a_line()
    {
        Assert.That(BuiltProgram.Run("history", s_sample, "shop/backup:nightly").MustExit(0).Text.TrimEnd().Split('\n')[^1],
            Is.EqualTo("came by: commit of a container, because the command of its newest layer is a container's run command; it was made here (it has a local parent)"));
    }
}
