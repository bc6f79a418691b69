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
            Assert.That(inventory.Stores.Select(s => (s.Name, s.Root.Path.ToString(), string.Join('|', s.Parts.Select(p => p.Path.ToString())))),
                Is.EqualTo(new[] { ("overlay", Home.TrimEnd('/'), Images.TrimEnd('/')) }), "one store");
            Assert.That(inventory.Images.Select(i => (i.Id, i.Store.Name, i.Parent?.Id)), Is.EqualTo(whole.Images.Select(i => (i.Id, "overlay", i.Parent?.Id))));
            Assert.That(inventory.Layers.Select(l => l.Store.Name).Distinct(), Is.EqualTo(new[] { "overlay" }));
            Assert.That(inventory.Images.SelectMany(i => i.Layers).Select(l => l.TarRecord), Is.All.Not.Null);
            Assert.That(inventory.Leftovers.Select(l => l.Kind), Is.EquivalentTo(whole.Leftovers.Select(l => l.Kind)));
        });
    }

    /// <summary>What the graph root made since on an image of the other root is that image's child.</summary>
    [Test]
    public void Parents_lie_in_the_other_root()
    {
        Inventory whole = new StorageWriter("overlay").Write(SmallStore.Description).Move("", Home.TrimEnd('/')).Read();
        Image child = whole.Images.First(i => i.Parent is not null);
        MadeStore store = Split();
        const string index = "overlay-images/images.json";
        JsonNode[] images = [.. JsonNode.Parse(store.Text(Images + index))!.AsArray().Select(n => n!.DeepClone())];
        JsonNode[] own = [.. images.Where(n => child.Id == "sha256:" + (string)n["id"]!)];
        string id = (string)own.Single()["id"]!;
        store.File(Images + index, Text(images.Except(own))).File(Home + index, Text(own)).Move($"{Images}overlay-images/{id}", $"{Home}overlay-images/{id}");
        Inventory inventory = store.Read();
        Assert.That(inventory.Images.Single(i => i.Id == child.Id).Parent?.Id, Is.EqualTo(child.Parent!.Id));
        Assert.That(inventory.Stores.Select(s => s.Name), Is.EqualTo(new[] { "overlay" }));
    }

    /// <summary>Two things of one id are told apart by their stores; containers of another engine's root are not this one's.</summary>
    [TestCase("overlay-containers/")]
    [TestCase("volumes/")]
    [TestCase("overlay/")]
    public void A_root_with_more_than_images_stays_a_store_by_itself(string both)
    {
        string id = new('d', 64);
        MadeStore store = Split().Folder(Images + both + id);
        if (both == "overlay/")
            store.Folder(Home + both + id);
        Inventory inventory = store.Read();
        Assert.That(inventory.Stores.Select(s => (s.Name, s.Parts.Count)).Order(), Is.EqualTo(new[] { ("overlay", 0), ("overlay@var/lib/images", 0) }));
        Assert.That(inventory.Containers.Select(c => c.Image?.Store.Name).OfType<string>().Distinct(), Is.EqualTo(new[] { "overlay@var/lib/images" }));
    }

    /// <summary>A user's settings may name the root that the system's name.</summary>
    [Test]
    public void A_root_that_two_others_use_is_the_first_ones()
    {
        const string user = "home/ann/.local/share/containers/storage/";
        MadeStore store = Split().File(user + "overlay-images/images.json", "[]").File(user + Index, "[]");
        Inventory inventory = store.Read();
        Assert.That(inventory.Stores.Select(s => (s.Name, s.Parts.Count)), Is.EqualTo(new[] { ("overlay", 1), ("overlay@" + user.TrimEnd('/'), 0) }));
        Assert.That(inventory.Images.Select(i => i.Id), Is.Unique);
    }

    /// <summary>The host has one file of events: it is not told for both roots.</summary>
    [TestCase(true)]
    [TestCase(false)]
    public void Events_are_those_of_the_root_that_uses_the_other(bool isPart)
    {
        MadeStore store = Split().File("etc/containers/containers.conf", "[engine]\nevents_logfile_path = \"/var/log/podman/events.log\"\n")
            .File("var/log/podman/events.log", """{"ID":"e1","Name":"wheat","Status":"pull","Time":"2026-11-29T17:18:52Z","Type":"image"}""" + "\n");
        if (!isPart)
            store.Folder(Images + "volumes/own");
        Assert.That(store.Read().EngineEvents.Where(e => e.Action?.Name == "wheat").Select(e => e.Store.Name), Is.EqualTo(new[] { "overlay" }));
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
