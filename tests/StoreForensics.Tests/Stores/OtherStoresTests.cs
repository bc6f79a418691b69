using StoreForensics.Primitives;
using StoreForensics.Stores;
using StoreForensics.Tests.Ingest.Directories;

namespace StoreForensics.Tests.Stores;

/// <summary>Stores and archives that are not read are recognised and named, beside a store that is read and where there is none.</summary>
internal sealed class OtherStoresTests
{
    [TestCase("an archive of docker save or podman save", "manifest.json", "abc/layer.tar")]
    [TestCase("an archive of docker save or podman save", "manifest.json", "repositories")]
    [TestCase("an archive of docker save or podman save", "manifest.json", "oci-layout", "index.json", "blobs/sha256/x")]
    [TestCase("an OCI image layout", "saved/oci-layout", "saved/index.json")]
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
        beside.File("srv/saved/manifest.json", "[]").File("srv/saved/repositories", "{}");
        OtherStores.Tell(new StoreForensics.Evidence.EvidenceFiles(beside, beside.Problems), []);
        Assert.That(beside.Problems.Sorted().Select(p => (p.Code, p.Severity, p.Origin.Path.ToString())),
            Is.EqualTo(new[] { ("SF-STORE-0011", ProblemSeverity.Warning, "srv/saved") }));
    }

    [Test]
    public void Is_named_where_there_is_no_other()
    {
        using var tree = new TempTree();
        tree.Folder("saved").File("saved/oci-layout", "{}").File("saved/index.json", "{}");
        using var scratch = new Scratch();
        Assert.That(() => Analyzer.Open(new AnalysisOptions { Evidence = [tree.Root] }, scratch), Throws.TypeOf<EvidenceOpenException>()
            .With.Message.Contains("found an OCI image layout at saved, which this version does not read"));
    }
}
