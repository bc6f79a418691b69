using StoreForensics.Primitives;
using StoreForensics.Stores;
using StoreForensics.Tests.Ingest.Directories;

namespace StoreForensics.Tests.Stores;

/// <summary>Stores and archives that are not read are recognised and named, beside a store that is read and where there is none.</summary>
internal sealed class OtherStoresTests
{
    [TestCase("a store of Podman, Buildah or CRI-O", "var/lib/containers/storage/overlay-images/images.json")]
    [TestCase("a store of Podman, Buildah or CRI-O", "home/u/.local/share/containers/storage/vfs-images/images.json")]
    public void Is_recognised(string words, params string[] files)
    {
        var source = new MadeStore();
        foreach (string file in files)
            source.File(file, "{}");
        Assert.That(OtherStores.Find(source.Tree, []).Select(o => o.Words), Is.EqualTo(new[] { words }));
    }

    [TestCase("manifest.json")]
    [TestCase("oci-layout")]
    [TestCase("srv/manifest.json", "srv/www/index.json")]
    public void Is_nothing_of_the_kind(params string[] files)
    {
        var source = new MadeStore();
        foreach (string file in files)
            source.File(file, "{}");
        Assert.That(OtherStores.Find(source.Tree, []), Is.Empty);
    }

    [Test]
    public void Is_told_beside_a_root_that_is_read()
    {
        var beside = new MadeStore();
        beside.File("var/lib/containers/storage/overlay-images/images.json", "[]");
        OtherStores.Tell(new StoreForensics.Evidence.EvidenceFiles(beside, beside.Problems), []);
        Assert.That(beside.Problems.Sorted().Select(p => (p.Code, p.Severity, p.Origin.Path.ToString())),
            Is.EqualTo(new[] { ("SF-STORE-0011", ProblemSeverity.Warning, "var/lib/containers/storage") }));
    }

    [Test]
    public void Is_named_where_there_is_no_other()
    {
        using var tree = new TempTree();
        tree.Folder("storage").Folder("storage/overlay-images");
        using var scratch = new Scratch();
        Assert.That(() => Analyzer.Open(new AnalysisOptions { Evidence = [tree.Root] }, scratch), Throws.TypeOf<EvidenceOpenException>()
            .With.Message.Contains("found a store of Podman, Buildah or CRI-O at storage, which this version does not read"));
    }
}
