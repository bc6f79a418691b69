using StoreForensics.Model;
using StoreForensics.Primitives;
using static StoreForensics.Tests.Stores.LayeredSample;

namespace StoreForensics.Tests.Stores.Docker.Roots;

/// <summary>Directories of a root that were moved away and linked: followed inside the evidence, named where they lead out of it.</summary>
internal sealed class RootLinkTests
{
    [TestCase("volumes", "../../../srv/volumes")]
    [TestCase("volumes", "/srv/volumes")]
    [TestCase("volumes", "/mnt/../srv/./volumes")]
    [TestCase("volumes", "/linked/volumes")]
    public void Are_followed(string name, string target)
    {
        MadeStore store = Host().Link("host/var/lib/docker/" + name, target).Folder("host/mnt").Link("host/linked",
            "srv").File("host/srv/volumes/data/_data/x", "1");
        Inventory inventory = store.Read();

        Assert.That(inventory.Volumes.Select(v => (v.Name, v.Origin.Path.ToString())), Is.EqualTo(new[] { ("data", "host/srv/volumes/data") }));
        Assert.That(store.Codes, Does.Contain("SF-STORE-0008").And.None.EqualTo("SF-STORE-0007"));
    }

    [Test]
    public void Layers_and_containers_too()
    {
        MadeStore whole = Host(), moved = Host();
        moved.Move("host/var/lib/docker/overlay2", "host/data/layers").Link("host/var/lib/docker/overlay2", "/data/layers");
        moved.Move("host/var/lib/docker/containers", "host/data/containers").Link("host/var/lib/docker/containers", "/data/containers");
        Inventory expected = whole.Read(), inventory = moved.Read();

        Assert.That(inventory.Layers.Select(l => (l.Id, l.Role, l.Files is null)), Is.EqualTo(expected.Layers.Select(l => (l.Id, l.Role, l.Files is null))));
        Assert.That(inventory.Containers.Select(c => (c.Name, c.Logs.Count)), Is.EqualTo(new[] { ("web", 1) }));
        Assert.That(moved.Codes, Is.EqualTo(new[] { "SF-STORE-0008", "SF-STORE-0008" }));
    }

    [TestCase("/elsewhere/volumes")]
    [TestCase("volumes")]
    [TestCase("../../../../../../../../etc/nothing")]
    [TestCase("/var/lib/docker/volumes")]
    [TestCase("..")]
    public void That_lead_out_are_named(string target)
    {
        MadeStore store = Host().Link("host/var/lib/docker/volumes", target);
        Inventory inventory = store.Read();

        Assert.That(inventory.Volumes, Is.Empty);
        Assert.That(store.Problems.Sorted().Where(p => p.Code == "SF-STORE-0007").Select(p =>
            (p.Severity, p.Message.Contains(target, StringComparison.Ordinal))),
            Is.EqualTo(new[] { (ProblemSeverity.Damage, true) }));
    }

    private static MadeStore Host() => Make().Move("", "host/var/lib/docker");
}
