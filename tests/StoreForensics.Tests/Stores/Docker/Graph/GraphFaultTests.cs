using StoreForensics.Model;
using static StoreForensics.Tests.Stores.GraphSample;

namespace StoreForensics.Tests.Stores.Docker.Graph;

/// <summary>One fault each in a store of Docker 0.7 to 1.9: it is told with its code, its weight and its place.</summary>
internal sealed class GraphFaultTests
{
    private static readonly string s_other = new('9', 64);

    [Test]
    public void A_whole_store_has_no_problem()
    {
        MadeStore store = Make();
        Inventory inventory = store.ReadWithLogs();
        Assert.That(store.Problems.Sorted().Select(p => $"{p.Code} {p.Origin.Path} {p.Message}"), Is.Empty);
        Assert.That((inventory.Images.Count, inventory.Containers.Count, inventory.Containers[0].Layer?.Stack().Count()), Is.EqualTo((2, 1, 4)));
    }

    [TestCaseSource(nameof(Faults))]
    public void Is_told(object fault)
    {
        MadeStore store = Make();
        ((StoreFault)fault).Change(store);
        store.ReadWithLogs();
        ((StoreFault)fault).AssertTold(store);
    }

    private static IEnumerable<TestCaseData> Faults() =>
    [
        StoreFault.Damage("no json", "SF-GRAPH-0001", "graph/" + Base, s => s.Without($"graph/{Base}/json")),
        StoreFault.Warning("another id", "SF-GRAPH-0002", $"graph/{Base}/json", s => s.Replace($"graph/{Base}/json", Base, s_other)),
        StoreFault.Damage("no time", "SF-GRAPH-0003", $"graph/{Base}/json", s => s.Replace($"graph/{Base}/json", "2014-01-01T00:00:00Z", "yesterday")),
        StoreFault.Damage("size that is none", "SF-GRAPH-0004", $"graph/{Base}/layersize", s => s.File($"graph/{Base}/layersize", "x")),
        StoreFault.Damage("tag of no image", "SF-GRAPH-0005", Tags, s => s.Replace(Tags, Top, s_other)),
        StoreFault.Note("something among images", "SF-GRAPH-0006", "graph/x", s => s.File("graph/x", "")),
        StoreFault.Damage("no parent", "SF-GRAPH-0007", $"graph/{Top}/json", s => s.Without("graph/" + Base)),
        StoreFault.Damage("parents in a circle", "SF-GRAPH-0008", "graph/", s =>
            s.Replace($"graph/{Base}/json", "\"created\"", $"\"parent\":\"{Top}\",\"created\"")),
        StoreFault.Note("no size", "SF-GRAPH-0009", "graph/" + Base, s => s.Without($"graph/{Base}/layersize")),
        StoreFault.Warning("no tags", "SF-GRAPH-0010", "", s => s.Without(Tags)),
        StoreFault.Damage("no files", "SF-GRAPH-0011", $"graph/{Top}/json", s => s.Without("aufs/diff/" + Top)),
        StoreFault.Warning("no files after a migration", "SF-GRAPH-0011", $"graph/{Top}/json", s =>
            s.Without("aufs/diff/" + Top).File(".migration-v1-images.json", "{}")),
        StoreFault.Note("file among containers", "SF-CONTAINER-0003", "containers/x", s => s.File("containers/x", "")),
        StoreFault.Warning("name that is no id", "SF-CONTAINER-0004", "containers/old", s => s.Folder("containers/old")),
        StoreFault.Damage("link for the tags", "SF-STORE-0002", Tags, s => s.Link(Tags, "/etc/passwd")),
        StoreFault.Damage("no database", "SF-LINKGRAPH-0001", "linkgraph.db", s => s.File("linkgraph.db", new byte[1024])),
        StoreFault.Note("another name", "SF-LINKGRAPH-0002", "linkgraph.db", s => s.Replace(Home + "/config.json", "\"Name\":\"/", "\"Name\":\"/another-")),
        StoreFault.Note("gone", "SF-LINKGRAPH-0003", "", s => s.Without("linkgraph.db")),
        StoreFault.Warning("no list of layers", "SF-AUFS-0001", "aufs/diff/" + Top, s => s.Without("aufs/layers/" + Top)),
        StoreFault.Damage("list that is none", "SF-AUFS-0002", "aufs/layers/" + Top, s => s.File("aufs/layers/" + Top, "no layer\n")),
        StoreFault.Warning("list cut", "SF-AUFS-0003", "aufs/layers/" + GraphSample.Container, s =>
            s.File("aufs/layers/" + GraphSample.Container, $"{Init}\n{Top}\n")),
    ];
}
