using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Stores.Drivers;
using static StoreForensics.Tests.Stores.Drivers.DriverReading;

namespace StoreForensics.Tests.Stores.Drivers;

/// <summary>The first overlay, whole trees, devicemapper, and the layers from before there were drivers.</summary>
internal sealed class OtherDriversTests
{
    private static readonly string s_id = new('1', 64), s_own = new('2', 64);

    [Test]
    public void The_first_overlay_has_whole_trees_of_images_and_upper_directories_of_containers()
    {
        MadeStore store = new MadeStore().File($"overlay/{s_id}/root/f", "")
            .File($"overlay/{s_own}/lower-id", s_id).Folder($"overlay/{s_own}/upper").Folder($"overlay/{s_own}/work").File($"overlay/{s_own}/merged/f", "");
        Assert.That(Layers(store, "overlay").Select(l => (l.Id, PlaceOf(l), l.Files!.IsWholeTree, l.ParentId, l.RecordsParent)), Is.EqualTo(new[]
        {
            (s_id, $"overlay/{s_id}/root", true, null, false), (s_own, $"overlay/{s_own}/upper", false, s_id, true),
        }));
    }

    [Test]
    public void The_first_overlay_unpacks_beside_the_place()
    {
        var layer = Layer(new MadeStore().File($"overlay/{s_id}/tmproot12/f", ""), "overlay", s_id);
        Assert.That((layer.IsRemoving, PlaceOf(layer)), Is.EqualTo((true, $"overlay/{s_id}/tmproot12")));
    }

    [Test]
    public void The_first_overlay_without_either_is_out_of_reach() =>
        Assert.That(Layer(new MadeStore().Folder($"overlay/{s_id}/work"), "overlay", s_id).Unreachable, Is.EqualTo("neither root nor upper is there"));

    [TestCase("vfs", "vfs/dir/")]
    [TestCase("btrfs", "btrfs/subvolumes/")]
    [TestCase("zfs", "zfs/graph/")]
    public void A_whole_tree_does_not_say_what_lies_below(string driver, string place)
    {
        DriverLayer[] layers = Layers(new MadeStore().Folder(place + s_id).File(place + "x", ""), driver);
        Assert.That(layers.Select(l => (l.Id, PlaceOf(l), l.Files!.IsWholeTree, l.ParentId, l.RecordsParent)),
            Is.EqualTo(new[] { (s_id, place + s_id, true, (string?)null, false) }));
    }

    [Test]
    public void A_thin_device_is_out_of_reach_and_says_which_it_is()
    {
        MadeStore store = new MadeStore().File("devicemapper/metadata/" + s_id, """{"device_id":7,"size":10737418240,"transaction_id":9}""")
            .File("devicemapper/metadata/base", """{"device_id":1}""").File("devicemapper/metadata/deviceset-metadata", "{}");
        DriverLayer layer = Layers(store, "devicemapper").Single();
        Assert.That((layer.Id, layer.Files), Is.EqualTo((s_id, (LayerFiles?)null)));
        Assert.That(layer.Unreachable, Does.EndWith("(device 7, transaction 9, 10737418240 bytes)"));
        Assert.That(layer.RegisteredOrigin?.Path.ToString(), Is.EqualTo("devicemapper/metadata/" + s_id));
    }

    /// <summary>One file for all devices, whose time is no device's.</summary>
    [Test]
    public void The_old_map_of_devices_tells_no_time()
    {
        MadeStore store = new MadeStore().File("devicemapper/devicemapper/json", $$"""{"Devices":{"{{s_id}}":{"device_id":3},"":{"device_id":0} } }""");
        DriverLayer layer = Layers(store, "devicemapper").Single();
        Assert.That((layer.Id, layer.Registered, layer.RegisteredOrigin), Is.EqualTo((s_id, (Timestamp?)null, (Origin?)null)));
    }

    [Test]
    public void Before_there_were_drivers()
    {
        MadeStore store = new MadeStore().Folder($"graph/{s_id}/layer").Folder($"containers/{s_own}/rw").Folder("graph/_tmp/layer");
        Assert.That(Layers(store, "aufs").Select(l => (l.Id, PlaceOf(l))),
            Is.EqualTo(new[] { (s_id, $"graph/{s_id}/layer"), (s_own, $"containers/{s_own}/rw") }));
        Assert.That(LegacyLayerDriver.IsUsed(store.Tree, store.Tree.Find(0, "graph"u8)), Is.True);
    }

    /// <summary>Volumes of every driver lie in vfs/dir too: only what names the driver makes it one.</summary>
    [TestCase(false, "overlay2")]
    [TestCase(true, "overlay2 vfs")]
    public void Volumes_make_no_driver(bool isNamed, string drivers)
    {
        MadeStore store = new MadeStore().Folder($"overlay2/{s_id}/diff").Folder("vfs/dir/" + s_own);
        Assert.That(Detected(store, _ => isNamed).Select(d => d.Name), Is.EqualTo(drivers.Split(' ')));
    }

    [Test]
    public void All_drivers_of_a_root_come_in_one_order()
    {
        MadeStore store = new MadeStore().Folder("zfs/graph").Folder("overlay2").Folder("overlay").Folder("fuse-overlayfs").Folder("devicemapper")
            .Folder("btrfs/subvolumes").Folder("aufs").Folder("vfs/dir");
        Assert.That(Detected(store, _ => true).Select(d => d.Name),
            Is.EqualTo(new[] { "aufs", "btrfs", "devicemapper", "fuse-overlayfs", "overlay", "overlay2", "zfs", "vfs" }));
        Assert.That(Detected(new MadeStore().File("overlay2", "").Folder("btrfs"), _ => false), Is.Empty);
    }
}
