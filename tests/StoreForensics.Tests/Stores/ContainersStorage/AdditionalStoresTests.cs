using System.Text;
using System.Text.Json.Nodes;
using StoreForensics.Model;
using StoreForensics.Stores.ContainersStorage;
using StoreForensics.Tests.Contracts.Stores.Described;
using StoreForensics.Tests.Contracts.Stores.Expected;
using StoreForensics.Tests.Contracts.Stores.Writers;

namespace StoreForensics.Tests.Stores.ContainersStorage;

/// <summary>Roots whose images lie in another root that their settings name.</summary>
internal sealed class AdditionalStoresTests
{
    private const string Home = "var/lib/containers/storage/", Images = "var/lib/images/", Index = "overlay-layers/layers.json";

    [TestCase("additionalimagestores = [ \"/srv/a\", '/srv/b' ]", "/srv/a|/srv/b")]
    [TestCase("[storage.options]\nadditionalimagestores = [\n  \"/srv/a\", # ours\n  # \"/srv/x\",\n  \"/srv/b\"\n]\nsize = \"/srv/y\"", "/srv/a|/srv/b")]
    [TestCase("imagestore=\"/var/lib/images\"\ngraphroot = \"/x\"", "/var/lib/images")]
    [TestCase("# additionalimagestores = [ \"/srv/a\" ]\nadditionalimagestores = [", "")]
    [TestCase("additionalimagestores = [ \"/srv/a", "")]
    public void Settings_name_them(string settings, string expected) =>
        Assert.That(AdditionalStores.Paths(settings), Is.EqualTo(expected.Split('|', StringSplitOptions.RemoveEmptyEntries)));

    /// <summary>Podman 5's <c>imagestore</c>: tar-splits stay in the graph root.</summary>
    [Test]
    public void Containers_stand_on_images_of_a_split_store()
    {
        Inventory whole = new StorageWriter("overlay").Write(SmallStore.Description).Move("", Home.TrimEnd('/')).Read();
        MadeStore split = Split();
        Inventory inventory = split.Read();
        Assert.Multiple(() =>
        {
            Assert.That(split.Problems.Sorted().Select(p => p.ToString()), Is.Empty);
            Assert.That(inventory.Containers.Select(c => (c.Name, c.Store.Name, c.Image?.Id)),
                Is.EqualTo(whole.Containers.Select(c => (c.Name, "overlay", c.Image?.Id))));
            Assert.That(inventory.Containers.Select(c => ViewLines.Of(c.Layer!)), Is.EqualTo(whole.Containers.Select(c => ViewLines.Of(c.Layer!))));
            Assert.That(inventory.Images.Select(i => i.Id), Is.EquivalentTo(whole.Images.Select(i => i.Id)));
            Assert.That(inventory.Images.SelectMany(i => i.Layers).Select(l => l.TarRecord), Is.All.Not.Null);
            Assert.That(inventory.Leftovers.Select(l => l.Kind), Is.EquivalentTo(whole.Leftovers.Select(l => l.Kind)));
        });
    }

    private static MadeStore Split()
    {
        MadeStore store = new StorageWriter("overlay").Write(SmallStore.Description).Move("", Home.TrimEnd('/'));
        JsonNode[] layers = [.. JsonNode.Parse(store.Text(Home + Index))!.AsArray().Select(n => n!.DeepClone())];
        JsonNode[] ofImages = [.. layers.Where(l => l["diff-digest"] is not null)];
        store.File(Home + Index, Text(layers.Except(ofImages))).File(Images + Index, Text(ofImages));
        store.Move(Home + "overlay-images", Images + "overlay-images").Folder(Home + "overlay-images");
        foreach (string id in ofImages.Select(l => (string)l["id"]!))
        {
            string link = store.Text($"{Home}overlay/{id}/link");
            store.Move($"{Home}overlay/{id}", $"{Images}overlay/{id}").Move($"{Home}overlay/l/{link}", $"{Images}overlay/l/{link}");
        }
        return store.File("etc/containers/storage.conf", "[storage]\nimagestore = \"/var/lib/images\"\n");
    }

    private static byte[] Text(IEnumerable<JsonNode> nodes) =>
        Encoding.UTF8.GetBytes(new JsonArray([.. nodes.Select(n => n.DeepClone())]).ToJsonString());
}
