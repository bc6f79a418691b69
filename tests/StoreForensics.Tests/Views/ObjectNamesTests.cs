using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Tests.Stores;
using StoreForensics.Views;

namespace StoreForensics.Tests.Views;

/// <summary>What a part of an id means where a container, its layer and its <c>-init</c> layer, or an image and its layer, begin alike.</summary>
internal sealed class ObjectNamesTests
{
    private static readonly Inventory s_graph = GraphSample.Make().Read(), s_layered = LayeredSample.Make().Read();

    [TestCase(12, "container " + GraphSample.Container)]
    [TestCase(64, "container " + GraphSample.Container)]
    public void In_the_graph_era_an_id_is_the_containers(int digits, string expected) =>
        Assert.That(ViewedObject.Find(s_graph, GraphSample.Container[..digits]).Name, Is.EqualTo(expected));

    [Test]
    public void The_init_layer_is_meant_by_its_whole_id() =>
        Assert.That(ViewedObject.Find(s_graph, GraphSample.Init).Name, Is.EqualTo("layer " + GraphSample.Init));

    [TestCase(12)]
    [TestCase(64)]
    public void A_layer_can_be_asked_for_where_an_image_or_a_container_has_its_id(int digits)
    {
        ViewedObject ofContainer = ViewedObject.Find(s_graph, "layer:" + GraphSample.Container[..digits]),
            ofImage = ViewedObject.Find(s_graph, "layer:" + GraphSample.Top[..digits]);
        Assert.That((ofContainer.Name, ofContainer.IsLayer), Is.EqualTo(("layer " + GraphSample.Container, true)));
        Assert.That((ofImage.Name, ofImage.IsLayer), Is.EqualTo(("layer " + GraphSample.Top, true)));
        Assert.That(ViewedObject.Find(s_graph, GraphSample.Top[..digits]).Name, Is.EqualTo("image " + GraphSample.Top));
    }

    [Test]
    public void A_part_of_a_layers_id_is_not_its_init_layers() =>
        Assert.That(ViewedObject.Find(s_layered, LayeredSample.Own[..6]).Name, Is.EqualTo("layer " + LayeredSample.Own));

    [Test]
    public void Of_a_containers_view_a_part_of_an_id_names_its_own_layer() =>
        Assert.That(ViewedObject.Find(s_graph, GraphSample.Container).InLayer(GraphSample.Container[..8]).Name, Is.EqualTo("layer " + GraphSample.Container));

    [TestCase("layer:none")]
    [TestCase("layer:")]
    [TestCase("none")]
    public void What_is_not_there_or_not_alone_is_a_usage_error(string name) =>
        Assert.That(() => ViewedObject.Find(s_graph, name), Throws.TypeOf<UsageException>());

    [Test]
    public void An_image_that_lists_no_layers_is_empty_and_one_that_lost_them_is_not()
    {
        MadeStore store = LayeredSample.Make(), damaged = LayeredSample.Make();
        LayeredSample.Image(store, ",\"diff_ids\":[\"DIFF1\",\"DIFF2\"]", "");
        LayeredSample.Image(damaged, "\"diff_ids\":[\"DIFF1\",\"DIFF2\"]", "\"diff_ids\":[1]");
        Assert.That(ViewedObject.Find(store.Read(), "app").IsEmpty, Is.True);
        Assert.That(ViewedObject.Find(damaged.Read(), "app").IsEmpty, Is.False);
        Assert.That(ViewedObject.Find(s_layered, "app").IsEmpty, Is.False);
    }
}
