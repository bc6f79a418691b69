using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Model.Builds;
using StoreForensics.Model.Layout;
using StoreForensics.Primitives;
using StoreForensics.Stores.BuildKit;

namespace StoreForensics.Tests.Stores.BuildKit;

/// <summary>Which images a build made.</summary>
internal sealed class BuiltImagesTests
{
    /// <summary>A result is an image's id, or its configuration's digest.</summary>
    [TestCase("sha256:id", true)]
    [TestCase("sha256:configuration", true)]
    [TestCase("sha256:other", false)]
    public void By_the_digest_of_a_result(string digest, bool isFound) =>
        Assert.That(Of(new BuildArtifact(digest, null, null)), Has.Count.EqualTo(isFound ? 1 : 0));

    [TestCase("b", true)]
    [TestCase("c", false)]
    public void By_what_the_engine_noted(string noted, bool isFound) => Assert.That(Of(null, noted), Has.Count.EqualTo(isFound ? 1 : 0));

    /// <summary>A digest is one image on every host that has it, and was built on the host that says so.</summary>
    [Test]
    public void Not_those_of_another_host() => Assert.That(Of(new BuildArtifact("sha256:id", null, null), evidence: "other"), Is.Empty);

    [Test]
    public void An_image_came_by_its_build()
    {
        Image image = Of(new BuildArtifact("sha256:id", null, null))[0];
        BuiltImages.Explain(image, "b");
        Assert.That(image.Provenance!.ToString(), Is.EqualTo("BuildKit build, because the builder has the record of build b, whose result it is"));
        image.Provenance = new Provenance(Provenance.Pulled, null, ["x"]);
        BuiltImages.Explain(image, "b");
        Assert.That(image.Provenance.Origin, Is.EqualTo(Provenance.Pulled), "what other signs tell is kept");
    }

    private static List<Image> Of(BuildArtifact? result, string? noted = null, string evidence = "store")
    {
        var store = new MadeStore();
        var inventory = new Inventory();
        inventory.Images.Add(new Image { Id = "sha256:id", RecordedDigest = "sha256:configuration", Store = MadeBuilder.Info, Origin = MadeBuilder.Info.Root });
        if (noted is not null)
            inventory.Blobs.Add(new ContentBlob(new EntryRef(store, EvidenceTree.Root), "sha256:id") { Builds = [noted] });
        StoreInfo info = MadeBuilder.Info with { Root = new Origin(evidence, default) };
        var build = new BuildRecord { Id = "b", Store = info, Origin = info.Root, Results = result is null ? [] : [result] };
        return [.. new BuiltImages(inventory).Of(build)];
    }
}
