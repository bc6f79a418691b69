using StoreForensics.Model;
using StoreForensics.Primitives;
using static StoreForensics.Tests.Stores.Drivers.DriverReading;

namespace StoreForensics.Tests.Stores.Drivers;

internal sealed class AufsDriverTests
{
    private static readonly string s_base = new('1', 64), s_top = new('2', 64), s_own = new('3', 64);

    [Test]
    public void The_first_line_of_the_list_is_the_layer_below()
    {
        MadeStore store = Make();
        Assert.That(Layers(store, "aufs").Select(l => (l.Id, l.ParentId, l.RecordsParent, PlaceOf(l))), Is.EqualTo(new[]
        {
            (s_base, null, true, "aufs/diff/" + s_base), (s_top, s_base, true, "aufs/diff/" + s_top), (s_own, s_top, true, "aufs/diff/" + s_own),
        }));
        Assert.That(store.Codes, Is.Empty);
    }

    /// <summary>The driver writes the list when it makes the layer, and nothing afterwards.</summary>
    [Test]
    public void The_list_tells_when_the_layer_was_made()
    {
        var layer = Layer(Make(), "aufs", s_top);
        Assert.That((layer.Registered?.Seconds, layer.RegisteredOrigin?.Path.ToString()), Is.EqualTo(((long?)1_600_000_000, "aufs/layers/" + s_top)));
    }

    [Test]
    public void Without_a_list_nothing_is_said_of_the_layer_below()
    {
        MadeStore store = Make().Without("aufs/layers/" + s_top);
        var layer = Layer(store, "aufs", s_top);
        Assert.That((layer.ParentId, layer.RecordsParent, layer.Registered), Is.EqualTo(((string?)null, false, (Timestamp?)null)));
        Assert.That(store.Codes, Is.EqualTo(new[] { "SF-AUFS-0001" }));
    }

    [TestCase("not a layer\n", null)]
    [TestCase("", null)]
    public void A_first_line_that_is_no_name_is_no_layer(string list, string? parent) =>
        Assert.That(Layer(Make().File("aufs/layers/" + s_top, list), "aufs", s_top).ParentId, Is.EqualTo(parent));

    /// <summary>A removal renames the directory; from 1.x on in place, in 0.7 into <c>tmp</c>.</summary>
    [TestCase("aufs/diff/{0}-removing", "{0}-removing")]
    [TestCase("aufs/tmp/diff/{0}", "{0}")]
    public void A_removal_that_was_cut_off_is_one(string directory, string id)
    {
        string gone = new('4', 64);
        var layer = Layer(Make().Folder(string.Format(null, directory, gone)), "aufs", string.Format(null, id, gone));
        Assert.That((layer.IsRemoving, PlaceOf(layer)), Is.EqualTo((true, string.Format(null, directory, gone))));
    }

    [Test]
    public void A_link_in_the_place_of_a_directory_is_not_followed()
    {
        string moved = new('5', 64);
        var layer = Layer(Make().Folder($"graph/{moved}/x").Link("aufs/diff/" + moved, $"../../graph/{moved}/layer"), "aufs", moved);
        Assert.That((layer.Files, layer.Unreachable),
            Is.EqualTo(((LayerFiles?)null, $"its directory is a link to ../../graph/{moved}/layer, which is not followed")));
    }

    [Test]
    public void A_mounted_view_is_no_layer() =>
        Assert.That(Layers(Make().File($"aufs/mnt/{s_own}/etc/passwd", "x"), "aufs"), Has.Length.EqualTo(3));

    private static MadeStore Make() => new MadeStore()
        .Folder("aufs/diff/" + s_base).File("aufs/layers/" + s_base, "")
        .Folder("aufs/diff/" + s_top).File("aufs/layers/" + s_top, s_base + "\n")
        .Folder("aufs/diff/" + s_own).File("aufs/layers/" + s_own, $"{s_top}\n{s_base}\n");
}
