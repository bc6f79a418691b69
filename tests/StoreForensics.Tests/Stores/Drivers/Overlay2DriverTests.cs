using StoreForensics.Model;
using StoreForensics.Stores.Drivers;
using static StoreForensics.Tests.Stores.Drivers.DriverReading;

namespace StoreForensics.Tests.Stores.Drivers;

/// <summary>overlay2 and fuse-overlayfs, which keep the same files.</summary>
[TestFixture("overlay2")]
[TestFixture("fuse-overlayfs")]
internal sealed class Overlay2DriverTests(string driver)
{
    private static readonly string s_base = new('a', 64), s_middle = new('b', 64), s_top = new('c', 64);

    [Test]
    public void The_first_name_of_the_lower_file_is_the_layer_below()
    {
        MadeStore store = Make();
        Assert.That(Layers(store, driver).Select(l => (l.Id, l.ParentId, l.RecordsParent, PlaceOf(l))), Is.EqualTo(new[]
        {
            (s_base, null, true, $"{driver}/{s_base}/diff"), (s_middle, s_base, true, $"{driver}/{s_middle}/diff"),
            (s_top, s_middle, true, $"{driver}/{s_top}/diff"),
        }));
        Assert.That(store.Codes, Is.Empty);
    }

    [Test]
    public void A_name_is_known_by_the_link_when_the_layers_own_file_is_gone()
    {
        MadeStore store = Make().Without($"{driver}/{s_middle}/link");
        Assert.That(Layer(store, driver, s_top).ParentId, Is.EqualTo(s_middle));
        Assert.That(store.Codes, Is.EqualTo(new[] { "SF-OVERLAY-0004" }));
    }

    [Test]
    public void A_name_is_known_by_the_layers_own_file_when_the_link_is_gone()
    {
        MadeStore store = Make().Without($"{driver}/l");
        Assert.That(Layer(store, driver, s_top).ParentId, Is.EqualTo(s_middle));
        Assert.That(store.Codes, Is.EqualTo(new[] { "SF-OVERLAY-0007" }));
    }

    /// <summary>A link is read as text: it never leads anywhere but to a layer beside it.</summary>
    [TestCase("../../{0}/diff")]
    [TestCase("/{0}/diff")]
    [TestCase("../{0}/diff/..")]
    [TestCase("../{0}")]
    [TestCase(".././diff")]
    [TestCase("../nowhere/diff")]
    public void A_link_to_anything_else_is_no_name(string target)
    {
        MadeStore store = Make().Without($"{driver}/{s_middle}/link").Link($"{driver}/l/LB", string.Format(null, target, s_middle));
        Assert.That(Layer(store, driver, s_top).ParentId, Is.EqualTo(s_base), "the next one");
        Assert.That(store.Codes, Does.Contain("SF-OVERLAY-0002"));
    }

    [Test]
    public void Where_the_nearest_is_gone_the_next_lies_below()
    {
        MadeStore store = Make().Without($"{driver}/{s_middle}").Without($"{driver}/l/LB");
        Assert.That(Layer(store, driver, s_top).ParentId, Is.EqualTo(s_base));
        Assert.That(store.Codes, Does.Contain("SF-OVERLAY-0002"));
    }

    [Test]
    public void Without_a_diff_directory_the_files_are_out_of_reach()
    {
        var layer = Layer(Make().Without($"{driver}/{s_top}/diff"), driver, s_top);
        Assert.That((layer.Files, layer.Unreachable), Is.EqualTo(((LayerFiles?)null, "its diff directory is missing")));
    }

    /// <summary>The file is rewritten whenever something is made on top.</summary>
    [Test]
    public void The_committed_file_is_the_mark_of_layers_on_top()
    {
        MadeStore store = Make().File($"{driver}/{s_base}/committed", "");
        DriverLayer marked = Layer(store, driver, s_base), other = Layer(store, driver, s_top);
        Assert.That((store.Tree.PathOf(marked.ChildMark!.Value).ToString(), other.ChildMark), Is.EqualTo(($"{driver}/{s_base}/committed", (int?)null)));
    }

    [Test]
    public void The_links_are_no_layer_and_a_file_is_none() =>
        Assert.That(Layers(Make().File($"{driver}/x", ""), driver).Select(l => l.Id), Is.EqualTo(new[] { s_base, s_middle, s_top }));

    private MadeStore Make()
    {
        var store = new MadeStore();
        Add(s_base, "LA", "");
        Add(s_middle, "LB", "l/LA");
        Add(s_top, "LC", "l/LB:l/LA");
        return store;

        void Add(string id, string link, string lower)
        {
            store.Folder($"{driver}/{id}/diff").File($"{driver}/{id}/link", link).Link($"{driver}/l/{link}", $"../{id}/diff");
            if (lower.Length > 0)
                store.File($"{driver}/{id}/lower", lower).Folder($"{driver}/{id}/work");
        }
    }
}
