using StoreForensics.Findings;
using StoreForensics.Model;
using StoreForensics.Primitives;
using static StoreForensics.Tests.Stores.LayeredSample;

namespace StoreForensics.Tests.Stores.Docker.Roots;

/// <summary>Roots of which a part was not collected: that is said once, and nothing is called removed or interrupted because of it.</summary>
internal sealed class NotCollectedTests
{
    [Test]
    public void Containers_alone()
    {
        MadeStore store = Make().Without("image").Without("overlay2");
        Inventory inventory = store.ReadWithLogs();

        Assert.That(Told(store), Is.EqualTo(new[] { "SF-STORE-0006 not in the evidence: the image store (image/overlay2); the layers (overlay2/)" }));
        Assert.That(inventory.Leftovers, Is.Empty);
        Assert.That(Rules(inventory), Has.None.EqualTo("container-image-gone"));
        Assert.That(inventory.Containers.Select(c => (c.Name, c.Store.Driver, c.Store.HasImages)), Is.EqualTo(new[] { ("web", "overlay2", false) }));
    }

    /// <summary>The name of a driver that nothing else of is there is the one that the containers have.</summary>
    [TestCase("btrfs", "the image store (image/btrfs); the layers (btrfs/)")]
    [TestCase("overlayfs", "the images and layers of containers with the snapshotter overlayfs, which containerd keeps in its own store (/var/lib/containerd)")]
    public void Containers_of_a_driver(string driver, string missing)
    {
        MadeStore store = Make().Without("image").Without("overlay2").Replace(Home + "/config.v2.json", "overlay2", driver);
        Inventory inventory = store.Read();

        Assert.That(Told(store), Is.EqualTo(new[] { "SF-STORE-0006 not in the evidence: " + missing }));
        Assert.That(inventory.Stores.Select(s => s.Driver), Is.EqualTo(new[] { driver }));
        Assert.That(inventory.Leftovers, Is.Empty);
    }

    [Test]
    public void Logs_alone()
    {
        MadeStore store = Make().Without("image").Without("overlay2").Without(Home + "/config.v2.json").Without(Home + "/hostconfig.json");
        Inventory inventory = store.ReadWithLogs();

        Assert.That(Told(store), Is.EqualTo(new[]
        {
            "SF-STORE-0006 not in the evidence: the configurations of containers (config.v2.json or config.json); the image store (image/); the layers",
        }));
        Assert.That(inventory.Stores.Select(s => (s.Era, s.Driver)), Is.EqualTo(new[] { ("unknown", "unknown") }));
        Assert.That(inventory.Containers.Select(c => (c.Id, c.State, c.Logs.Count)), Is.EqualTo(new[] { (LayeredSample.Container, (string?)null, 1) }));
        Assert.That(inventory.Leftovers, Is.Empty);
    }

    [Test]
    public void Layers_without_their_images()
    {
        MadeStore store = Make().Without("image");
        Inventory inventory = store.Read();

        Assert.That(Told(store), Is.EqualTo(new[] { "SF-STORE-0006 not in the evidence: the image store (image/overlay2)" }));
        Assert.That(inventory.Leftovers, Is.Empty);
    }

    [Test]
    public void No_mounts()
    {
        MadeStore store = Make().Without("image/overlay2/layerdb/mounts");
        Inventory inventory = store.Read();

        Assert.That(Told(store), Is.EqualTo(new[] { "SF-STORE-0006 not in the evidence: the mounts of containers (image/overlay2/layerdb/mounts)" }));
        Assert.That(inventory.Leftovers.Select(l => l.Kind), Has.None.EqualTo("container without layer"));
    }

    [Test]
    public void The_drivers_directory()
    {
        MadeStore store = Make().Without("overlay2");
        store.Read();
        Assert.That(store.Codes.Distinct(), Is.EqualTo(new[] { "SF-LAYER-0003" }), "once, and no container's directory is wiped");
    }

    [Test]
    public void Containers_of_the_graph_era_alone()
    {
        MadeStore store = GraphSample.Make().Without("graph").Without("aufs").Without("linkgraph.db").Without(GraphSample.Tags);
        Inventory inventory = store.Read();

        Assert.That(Told(store), Is.EqualTo(new[] { "SF-STORE-0006 not in the evidence: the image store (graph/); the layers (aufs/)" }));
        Assert.That(Rules(inventory), Has.None.EqualTo("container-image-gone"));
    }

    [Test]
    public void Windows_layers_are_not_supported_rather_than_wiped()
    {
        MadeStore store = Make().Without("overlay2");
        foreach (string id in (string[])[Bottom, Top, Init, Own])
            store.Folder($"windowsfilter/{id}/Files");
        foreach ((string path, string content) in new[] { ("cache-id", Bottom), ("diff", "sha256:" + new string('1', 64)), ("size", "1") })
            store.File($"image/windowsfilter/layerdb/sha256/{new string('1', 64)}/{path}", content);
        store.Without("image/overlay2").Replace(Home + "/config.v2.json", "overlay2", "windowsfilter");
        Inventory inventory = store.Read();

        Assert.That(store.Codes, Does.Contain("SF-WINDOWS-0001").And.None.StartsWith("SF-LAYER-").And.None.EqualTo("SF-CONTAINER-0007"));
        Assert.That(inventory.Layers.Select(l => l.UnreachableReason), Has.All.Contains("Windows"));
    }

    private static string[] Told(MadeStore store) =>
        [.. store.Problems.Sorted().Where(p => p.Severity == ProblemSeverity.Damage).Select(p => $"{p.Code} {p.Message.Split(". Whether")[0]}")];

    private static string[] Rules(Inventory inventory) => [.. FindingsExaminer.Find(inventory, null, new ProblemLog()).Select(f => f.Rule)];
}
