using StoreForensics.Evidence;
using StoreForensics.Stores.Docker.Layered;

namespace StoreForensics.Tests.Stores.Docker.Layered;

/// <summary>From where a layer was pulled and to where it was pushed.</summary>
internal sealed class LayerSourcesTests
{
    private const string Place = "image/overlay2/distribution/v2metadata-by-diffid/sha256/";

    private static readonly string s_diff = new('1', 64);

    [TestCase("""[{"SourceRepository":"docker.io/library/a"},{"SourceRepository":"r.example/b","HMAC":"00"},{"SourceRepository":"docker.io/library/a"}]""",
        "docker.io/library/a r.example/b", "r.example/b")]
    [TestCase("""[{"Digest":"sha256:00"},{"SourceRepository":""}]""", "", "")]
    public void Each_repository_counts_once(string json, string repositories, string pushed)
    {
        LayerSources sources = Read(new MadeStore().File(Place + s_diff, json));
        LayerSources.Source source = sources.Find("sha256:" + s_diff)!;
        Assert.That((string.Join(' ', source.Repositories), string.Join(' ', source.Pushed)), Is.EqualTo((repositories, pushed)));
    }

    [Test]
    public void Files_of_other_names_and_other_shapes_are_none()
    {
        MadeStore store = new MadeStore().File(Place + "x", "[]").File(Place + s_diff, "{}").Folder(Place + new string('2', 64));
        LayerSources sources = Read(store);
        Assert.That(sources.All, Is.Empty);
        Assert.That((sources.Find("sha256:" + s_diff), sources.Find(null)), Is.EqualTo(((LayerSources.Source?)null, (LayerSources.Source?)null)));
    }

    private static LayerSources Read(MadeStore store) => LayerSources.Read(new EvidenceFiles(store, store.Problems), store.Tree.Find(0, "image/overlay2"u8));
}
