using static StoreForensics.Tests.Stores.LayeredSample;

namespace StoreForensics.Tests.Stores.Docker.Layered;

/// <summary>One fault each in a store of Docker 1.10 and later: it is told with its code, its weight and its place.</summary>
internal sealed class LayeredFaultTests
{
    private static readonly string s_other = "sha256:" + new string('9', 64);
    private static readonly string s_another = new('e', 64);

    [Test]
    public void A_whole_store_has_no_problem()
    {
        MadeStore store = Make();
        var inventory = store.ReadWithLogs();
        Assert.That(store.Problems.Sorted().Select(p => $"{p.Code} {p.Origin.Path} {p.Message}"), Is.Empty);
        Assert.That((inventory.Images.Count, inventory.Containers.Count, inventory.Images[0].Layers.Count, inventory.Containers[0].Layer?.Stack().Count()),
            Is.EqualTo((1, 1, 2, 4)));
    }

    [TestCaseSource(nameof(ImageFaults))]
    [TestCaseSource(nameof(LayerFaults))]
    [TestCaseSource(nameof(DriverFaults))]
    public void Is_told(object fault)
    {
        MadeStore store = Make();
        ((StoreFault)fault).Change(store);
        store.ReadWithLogs();
        ((StoreFault)fault).AssertTold(store);
    }

    private static IEnumerable<TestCaseData> ImageFaults() =>
    [
        StoreFault.Damage("altered", "SF-IMAGE-0001", Images + Id, s => s.Replace(Images + Id, "first", "First")),
        StoreFault.Warning("no time", "SF-IMAGE-0002", Images, s => Image(s, "2020-01-01T00:00:00Z", "yesterday")),
        StoreFault.Damage("no parent's id", "SF-IMAGE-0003", Notes + Id, s => s.File($"{Notes}{Id}/parent", "nobody")),
        StoreFault.Damage("no time of a tag", "SF-IMAGE-0004", $"{Notes}{Id}/lastUpdated", s => s.File($"{Notes}{Id}/lastUpdated", "yesterday")),
        StoreFault.Damage("endless history", "SF-IMAGE-0005", Images, s =>
            Image(s, "[{\"created_by\":\"first\"}", "[" + string.Join(',', Enumerable.Repeat("{\"empty_layer\":true}", 20_001)))),
        StoreFault.Damage("no diff id", "SF-IMAGE-0006", Images, s => Image(s, "\"DIFF2\"", "\"x\"")),
        StoreFault.Note("what an atomic write left", "SF-IMAGE-0007", Images + ".tmp-1", s => s.File(Images + ".tmp-1", "{}")),
        StoreFault.Note("parent removed", "SF-IMAGE-0008", Images + Id, s => s.File($"{Notes}{Id}/parent", s_other)),
        StoreFault.Damage("tag of no image", "SF-IMAGE-0009", Tags, s => s.Replace(Tags, "sha256:" + Id, s_other)),
        StoreFault.Note("no history", "SF-IMAGE-0010", Images, s => Image(s, "{\"created_by\":\"first\"},{\"created_by\":\"second\"}", "")),
        StoreFault.Warning("too many steps", "SF-IMAGE-0011", Images, s =>
            Image(s, "{\"created_by\":\"first\"}", "{\"created_by\":\"zeroth\"},{\"created_by\":\"first\"}")),
        StoreFault.Note("too few steps", "SF-IMAGE-0012", Images, s => Image(s, "{\"created_by\":\"first\"},", "")),
        StoreFault.Damage("layer without record", "SF-IMAGE-0013", Images + Id, s => s.Without(TopRecord)),
        StoreFault.Warning("no tags", "SF-IMAGE-0014", "image/overlay2", s => s.Without(Tags)),
        StoreFault.Damage("certificate that is none", "SF-SWARM-0001", "swarm/certificates/swarm-node.crt", s =>
            s.File("swarm/certificates/swarm-node.crt", "x")),
    ];

    private static IEnumerable<TestCaseData> LayerFaults() =>
    [
        StoreFault.Warning("directory of two", "SF-LAYER-0001", Layers, s => s.File(BottomRecord + "/cache-id", Top)),
        StoreFault.Damage("no directory", "SF-LAYER-0002", BottomRecord, s => s.Without("overlay2/" + Bottom)),
        StoreFault.Damage("no driver's directory", "SF-LAYER-0003", "", s => s.Without("overlay2")),
        StoreFault.Damage("layer below without record", "SF-LAYER-0004", TopRecord, s => s.Without(BottomRecord)),
        StoreFault.Warning("driver names another", "SF-LAYER-0005", "overlay2/" + Top, s =>
            s.Folder($"overlay2/{s_another}/diff").File($"overlay2/{s_another}/link", "LX").Link("overlay2/l/LX",
            $"../{s_another}/diff").File($"overlay2/{Top}/lower", "l/LX")),
        StoreFault.Warning("driver names none", "SF-LAYER-0006", "overlay2/" + Top, s => s.Without($"overlay2/{Top}/lower")),
        StoreFault.Note("file among directories", "SF-LAYERDB-0001", Layers + "x", s => s.File(Layers + "x", "")),
        StoreFault.Damage("another diff", "SF-LAYERDB-0002", TopRecord, s => s.File(TopRecord + "/diff", s_other)),
        StoreFault.Note("no chain id", "SF-LAYERDB-0003", Layers + "x", s => s.Folder(Layers + "x")),
        StoreFault.Damage("no diff", "SF-LAYERDB-0004", TopRecord, s => s.Without(TopRecord + "/diff")),
        StoreFault.Damage("diff that is none", "SF-LAYERDB-0005", TopRecord, s => s.File(TopRecord + "/diff", "x")),
        StoreFault.Damage("no cache-id", "SF-LAYERDB-0006", TopRecord, s => s.Without(TopRecord + "/cache-id")),
        StoreFault.Damage("cache-id that leads out", "SF-LAYERDB-0006", TopRecord, s => s.File(TopRecord + "/cache-id", "../" + Top)),
        StoreFault.Damage("no tar-split", "SF-LAYERDB-0008", TopRecord, s => s.Without(TopRecord + "/tar-split.json.gz")),
        StoreFault.Damage("no tar-split at all", "SF-LAYERDB-0008", "image/overlay2/layerdb", s =>
            s.Without(TopRecord + "/tar-split.json.gz").Without(BottomRecord + "/tar-split.json.gz")),
        StoreFault.Damage("size that is none", "SF-LAYERDB-0007", TopRecord, s => s.File(TopRecord + "/size", "-1")),
    ];

    private static IEnumerable<TestCaseData> DriverFaults() =>
    [
        StoreFault.Note("mounted", "SF-OVERLAY-0001", $"overlay2/{Own}/merged", s => s.File($"overlay2/{Own}/merged/x", "")),
        StoreFault.Damage("no directory below", "SF-OVERLAY-0002", $"overlay2/{Top}/lower", s => s.Without("overlay2/" + Bottom)),
        StoreFault.Warning("link to another", "SF-OVERLAY-0003", "overlay2/l/LA", s => s.Link("overlay2/l/LA", $"../{Top}/diff")),
        StoreFault.Damage("no link", "SF-OVERLAY-0004", "overlay2/" + Top, s => s.Without($"overlay2/{Top}/link")),
        StoreFault.Damage("link empty", "SF-OVERLAY-0004", "overlay2/" + Top, s => s.File($"overlay2/{Top}/link", "")),
        StoreFault.Note("no short links", "SF-OVERLAY-0007", "overlay2", s => s.Without("overlay2/l")),
        StoreFault.Damage("Windows layers", "SF-WINDOWS-0001", "windowsfilter", s => s.Folder($"windowsfilter/{s_another}/Files")),
        StoreFault.Damage("no lower", "SF-OVERLAY-0005", "overlay2/" + Top, s => s.Without($"overlay2/{Top}/lower")),
        StoreFault.Damage("lower cut", "SF-OVERLAY-0006", "overlay2/" + Own, s => s.File($"overlay2/{Own}/lower", "l/LI:l/LB")),
    ];
}
