using StoreForensics.Findings;
using StoreForensics.Model;
using static StoreForensics.Tests.Stores.LayeredSample;

namespace StoreForensics.Tests.Stores.Docker.Roots;

/// <summary>An engine that ran in a container: its root lies in a volume, or in the container's own layer.</summary>
internal sealed class NestedRootTests
{
    private static readonly string s_inner = new('f', 64);

    [TestCase("volumes/dind/_data")]
    [TestCase("overlay2/OWN/diff/var/lib/docker")]
    public void Is_read_and_told_apart_by_its_place(string place)
    {
        place = place.Replace("OWN", Own, StringComparison.Ordinal);
        MadeStore store = WithInner(Make(), place);
        Inventory inventory = store.Read(out IReadOnlyList<int> roots);

        Assert.That(roots, Has.Count.EqualTo(2));
        Assert.That(inventory.Stores.Select(s => (s.Name, s.Root.Path.ToString())), Is.EqualTo(new[] { ("overlay2", ""), ("overlay2@" + place, place) }));
        Assert.That(inventory.Containers.Select(c => (c.Name, c.Store.Name)), Is.EqualTo(new[] { ("web", "overlay2"), ("inside", "overlay2@" + place) }));
        Assert.That(inventory.Within.Roots.Select(r => r.Path.ToString()), Is.EqualTo(new[] { place }));
    }

    [Test]
    public void Its_files_are_told_once()
    {
        MadeStore store = WithInner(Make(), "volumes/dind/_data").File("volumes/dind/_data/overlay2/" + s_inner + "/diff/root/.ssh/authorized_keys",
            "ssh-rsa A");
        Inventory inventory = store.Read();

        string[] keys = [.. FindingsExaminer.Find(inventory, null, store.Problems).Where(f => f.Rule == "persistence-ssh-key").Select(f =>
            string.Join(' ', f.Subjects))];
        Assert.That(keys, Is.EqualTo(new[] { "inside" }));
    }

    [Test]
    public void One_in_another_in_another()
    {
        MadeStore store = WithInner(WithInner(Make(), "volumes/a/_data"), "volumes/a/_data/volumes/b/_data");
        Assert.That(store.Read().Within.Roots.Select(r => r.Path.ToString()), Is.EqualTo(new[] { "volumes/a/_data", "volumes/a/_data/volumes/b/_data" }));
    }

    /// <summary>Names that a program's own directories have too.</summary>
    [Test]
    public void Names_alone_are_no_root()
    {
        MadeStore store = Make().File("volumes/app/_data/graph/x.js", "").File("volumes/app/_data/network/y.js", "").File("volumes/app/_data/containers/z.js",
            "")
            .File("volumes/app/_data/image/logo.png", "");
        Assert.That(store.Read().Within.Roots, Is.Empty);
    }

    [Test]
    public void Past_a_number_they_are_named()
    {
        MadeStore store = Make();
        for (int i = 0; i <= 64; i++)
            WithInner(store, $"volumes/v{i}/_data");
        Assert.That(store.Read().Within.Roots, Has.Count.EqualTo(64));
        Assert.That(store.Problems.Sorted().Count(p => p.Code == "SF-STORE-0009"), Is.EqualTo(1));
    }

    private static MadeStore WithInner(MadeStore store, string place) =>
        store.File($"{place}/containers/{s_inner}/config.v2.json", $$"""{"ID":"{{s_inner}}","Name":"/inside","Driver":"overlay2","State":{},"Config":{} }""")
            .File($"{place}/containers/{s_inner}/hostconfig.json", "{}").Folder($"{place}/overlay2/l").Folder($"{place}/overlay2/{s_inner}/diff")
            .File($"{place}/overlay2/{s_inner}/link", "LX").Link($"{place}/overlay2/l/LX", $"../{s_inner}/diff").Folder($"{place}/image/overlay2/imagedb")
            .File($"{place}/image/overlay2/layerdb/mounts/{s_inner}/mount-id", s_inner);
}
