using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Stores;
using StoreForensics.Stores.Docker.Layered;

namespace StoreForensics.Tests.Stores.Docker.Layered;

/// <summary>The records of layers and of containers' mounts.</summary>
internal sealed class LayerDatabaseTests
{
    private const string Place = "image/overlay2/layerdb/";

    private static readonly string s_base = "sha256:" + new string('1', 64), s_diff = "sha256:" + new string('2', 64);
    private static readonly string s_chain = ChainIds.Of(s_base, s_diff);
    private static readonly string s_cache = new('a', 64), s_container = new('d', 64);
    private static readonly string s_record = $"{Place}sha256/{s_chain[7..]}";

    [Test]
    public void A_record_says_what_the_layer_is_and_where_its_files_are()
    {
        LayerDatabase database = Read(Make());
        LayerRecord layer = database.Layers[s_chain];
        Assert.That((layer.DiffId, layer.ParentChainId, layer.CacheId, layer.Size), Is.EqualTo((s_diff, s_base, s_cache, (long?)20)));
        Assert.That(layer.Chain, Is.EqualTo(new Model.Layout.ChainRecord(s_diff, s_base)));
        Assert.That((layer.Registered?.Seconds, layer.RegisteredOrigin?.Path.ToString()), Is.EqualTo(((long?)1_600_000_000, s_record + "/cache-id")));
        Assert.That(LayerDatabase.IsWhole(layer), Is.True);
    }

    [Test]
    public void A_base_layer_has_no_parent_and_is_called_as_its_diff()
    {
        MadeStore store = new MadeStore().File($"{Place}sha256/{s_base[7..]}/diff", s_base).File($"{Place}sha256/{s_base[7..]}/cache-id", s_cache)
            .File($"{Place}sha256/{s_base[7..]}/size", "0");
        LayerRecord layer = Read(store).Layers[s_base];
        Assert.That((layer.ParentChainId, layer.Size, LayerDatabase.IsWhole(layer)), Is.EqualTo(((string?)null, (long?)0, true)));
        Assert.That(store.Codes, Is.Empty);
    }

    /// <summary>A wrong text is kept as recorded, and is no digest.</summary>
    [Test]
    public void A_parent_that_is_no_digest_is_kept_as_text_alone()
    {
        MadeStore store = Make().File(s_record + "/parent", "sha256:none");
        LayerRecord layer = Read(store).Layers[s_chain];
        Assert.That((layer.ParentChainId, layer.Chain.ParentChainId), Is.EqualTo(((string?)null, "sha256:none")));
        Assert.That(LayerDatabase.IsWhole(layer), Is.False, "alone, the diff gives another chain");
    }

    [Test]
    public void A_mount_says_which_layers_are_a_containers()
    {
        string mount = $"{Place}mounts/{s_container}";
        MadeStore store = new MadeStore().File(mount + "/mount-id", s_cache).File(mount + "/init-id", s_cache + "-init").File(mount + "/parent", s_chain);
        MountRecord record = Read(store).Mounts[s_container];
        Assert.That((record.MountId, record.InitId, record.ParentChainId, record.RegisteredOrigin?.Path.ToString()),
            Is.EqualTo((s_cache, s_cache + "-init", s_chain, mount + "/mount-id")));
        store.Without(mount + "/init-id").Without(mount + "/parent");
        Assert.That(store.Codes, Is.Empty);
    }

    [Test]
    public void What_an_interrupt_left_is_no_layer()
    {
        string removing = $"{Place}sha256/{s_base[7..]}-12-removing";
        MadeStore store = Make().File(removing + "/diff", s_base).File(removing + "/cache-id", s_cache).File(removing + "/size", "1")
            .File(Place + "tmp/write-set-1/cache-id", s_cache);
        LayerDatabase database = Read(store);
        Assert.That(database.Layers.Keys, Is.EqualTo(new[] { s_chain }));
        Assert.That(database.Removed.Select(r => (r.ChainId, r.CacheId)), Is.EqualTo(new[] { (s_base, s_cache) }));
        Assert.That(database.Leftovers.Select(l => (l.Kind, l.Name)), Is.EqualTo(new[] { ("layer being removed", s_base), ("staged layer", "write-set-1") }));
    }

    [Test]
    public void A_store_without_a_database_has_none()
    {
        LayerDatabase database = LayerDatabase.Read(new EvidenceFiles(new MadeStore(), new ProblemLog()), null);
        Assert.That((database.Layers.Count, database.Mounts.Count), Is.EqualTo((0, 0)));
    }

    /// <summary>The tar-split file beside the record is the layer's; the driver's directory is found by cache-id, the layer below by parent.</summary>
    [Test]
    public void A_layer_is_joined_to_its_directory_its_parent_and_its_tar_record()
    {
        MadeStore store = LayeredSample.Make().File(LayeredSample.TopRecord + "/tar-split.json.gz", "x");
        Inventory inventory = store.Read();
        Layer top = inventory.Layers.Single(l => l.Id == LayeredSample.Top), bottom = inventory.Layers.Single(l => l.Id == LayeredSample.Bottom);
        Assert.That((top.ChainId, top.Parent, top.RecordedSize), Is.EqualTo(("sha256:" + LayeredSample.TopRecord[^64..], bottom, (long?)20)));
        Assert.That((store.Tree.PathOf(top.TarRecord!.Node).ToString(), store.Tree.PathOf(bottom.TarRecord!.Node).ToString()),
            Is.EqualTo((LayeredSample.TopRecord + "/tar-split.json.gz", LayeredSample.BottomRecord + "/tar-split.json.gz")));
    }

    private static MadeStore Make() => new MadeStore().File(s_record + "/diff", s_diff).File(s_record + "/parent", s_base)
        .File(s_record + "/cache-id", s_cache).File(s_record + "/size", "20");

    private static LayerDatabase Read(MadeStore store) => LayerDatabase.Read(new EvidenceFiles(store, store.Problems), store.Tree.Find(0, "image/overlay2"u8));
}
