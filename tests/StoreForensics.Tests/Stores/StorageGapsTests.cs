using System.Text;
using StoreForensics.Logs;
using StoreForensics.Model;
using StoreForensics.Tests.Contracts.Stores.Described;
using StoreForensics.Tests.Contracts.Stores.Writers;
using StoreForensics.Tests.Formats.Bolt;

namespace StoreForensics.Tests.Stores;

/// <summary>Stores of containers/storage of which a part is missing or was altered: that is said, and the rest is read.</summary>
internal sealed class StorageGapsTests
{
    private const string Layers = "overlay-layers/layers.json", Images = "overlay-images/images.json", Containers = "overlay-containers/containers.json";
    private const string Home = "var/lib/containers/storage/", Libpod = "libpod/bolt_state.db";

    [TestCase(Images, "the index of images (overlay-images/images.json)")]
    [TestCase(Layers, "the index of layers (overlay-layers/layers.json)")]
    public void An_index_is_not_there(string path, string words)
    {
        MadeStore store = Make().Without(path);
        Inventory inventory = store.Read();
        Assert.That(Told(store), Has.Some.StartsWith("SF-STORAGE-0008").And.Some.Contains(words));
        Assert.That(inventory.Containers.Select(c => c.Name), Is.EquivalentTo(SmallStore.Description.Containers.Select(c => c.Name)));
    }

    [Test]
    public void Podman_s_database_is_not_there_or_cannot_be_read()
    {
        MadeStore missing = Make().Without("libpod");
        Assert.That(missing.Read().Containers.Select(c => (c.Name, c.State, c.Layer is null)),
            Is.EquivalentTo(new[] { ("web", (string?)null, false), ("job", null, false) }));
        Assert.That(Told(missing), Has.Some.StartsWith("SF-LIBPOD-0005").And.Some.Contains("of its 2 containers"));

        MadeStore broken = Make().File(Libpod, "no database");
        Assert.That(broken.Read().Containers, Has.Count.EqualTo(2));
        Assert.That(broken.Codes, Has.Member("SF-LIBPOD-0001"));
    }

    /// <summary>Tables that are missing are told one by one.</summary>
    [Test]
    public void A_database_without_tables()
    {
        MadeStore store = Make().Without(Libpod).File("db.sql", Convert.FromBase64String(EmptyDatabase()));
        store.Read();
        Assert.That(Told(store), Has.Some.StartsWith("SF-LIBPOD-0002").And.Some.Contains("no table Container"));
    }

    [Test]
    public void An_index_is_no_list_or_has_records_without_ids()
    {
        MadeStore store = Make().File(Images, "{}");
        Assert.That(store.Read().Images, Is.Empty);
        Assert.That(store.Codes, Has.Member("SF-STORAGE-0001"));

        MadeStore other = Make();
        other.File(Containers, "[{\"id\":\"../../etc\"}," + other.Text(Containers)[1..]);
        Assert.That(other.Read().Containers, Has.Count.EqualTo(2));
        Assert.That(Told(other), Has.Some.StartsWith("SF-STORAGE-0002").And.Some.Contains("record 1"));
    }

    [Test]
    public void A_layer_below_or_a_top_layer_is_not_in_the_index()
    {
        MadeStore store = Make();
        string baseId = Id(store, Layers);
        store.Replace(Layers, $"[{{\"id\":\"{baseId}\"", $"[{{\"id\":\"{new string('0', 64)}\"");
        store.Read();
        Assert.That(store.Codes, Has.Member("SF-STORAGE-0003").And.Member("SF-STORAGE-0005"));
    }

    /// <summary>Its configuration lists a layer that is not the one that the index has.</summary>
    [Test]
    public void The_index_and_a_configuration_do_not_agree()
    {
        MadeStore store = Make();
        string text = store.Text(Layers);
        int at = text.IndexOf("\"diff-digest\":\"sha256:", StringComparison.Ordinal) + 22;
        store.File(Layers, text[..at] + new string('1', 64) + text[(at + 64)..]);
        Inventory inventory = store.Read();
        Assert.That(store.Codes, Has.Member("SF-STORAGE-0006"));
        Assert.That(inventory.Images.Select(i => i.Layers.Count), Is.All.GreaterThan(0));
    }

    [Test]
    public void A_configuration_and_a_container_s_layer_are_not_there()
    {
        MadeStore store = Make();
        string id = Id(store, Images);
        store.Without($"overlay-images/{id}/=" + Convert.ToBase64String(Encoding.UTF8.GetBytes("sha256:" + id)));
        Inventory inventory = store.Read();
        Assert.That(Told(store), Has.Some.StartsWith("SF-STORAGE-0004"));
        Assert.That(inventory.Images.Single(i => i.Id == "sha256:" + id).Layers, Is.Not.Empty);

        MadeStore other = Make();
        string text = other.Text(Containers);
        int at = text.IndexOf("\"layer\":\"", StringComparison.Ordinal) + 9;
        other.File(Containers, text[..at] + new string('2', 64) + text[(at + 64)..]);
        other.Read();
        Assert.That(other.Codes, Has.Member("SF-STORAGE-0007"));
    }

    [Test]
    public void A_log_is_in_the_journal()
    {
        DescribedContainer web = SmallStore.Description.Containers[0];
        string config = $"{{\"id\":\"{web.Id}\",\"name\":\"web\",\"logDriver\":\"journald\"}}";
        MadeStore store = Make().File(Libpod, new BoltTreeWriter().Set(config, "ctr", web.Id, "config").Build());
        Container container = store.Read().Containers.Single(c => c.Id == web.Id);
        Assert.That(ContainerLog.Read(container, store.Problems), Is.Empty);
        Assert.That(store.Codes, Has.Member("SF-LIBPOD-0003"));
    }

    /// <summary>Where <c>containers.conf</c> says that events are logged; a line that is none costs itself alone.</summary>
    [Test]
    public void Events_are_read_where_the_settings_say()
    {
        MadeStore store = new MadeStore().File(Home + Images, "[]").File(Home + Libpod, new BoltTreeWriter().Set("x", "ctr", "none").Build())
            .File("etc/containers/containers.conf", "[engine]\nevents_logfile_path = \"/var/log/podman/events.log\"\n")
            .File("var/log/podman/events.log", "{\"ID\":\"ab\",\"Name\":\"gone\",\"Status\":\"remove\",\"Time\":\"2020-01-01T00:00:01Z\",\"Type\":\"container\"}\nno event\n"
                + "{\"Name\":\"data\",\"Status\":\"create\",\"Time\":\"2020-01-01T00:00:02Z\",\"Type\":\"volume\"}\n");
        Inventory inventory = store.Read();
        Assert.That(inventory.EngineEvents.Where(e => e.EventType == "engine.event").Select(e => $"{e.Time} {e.Message}"),
            Is.EqualTo(new[] { "2020-01-01T00:00:01.000000000Z Container remove: gone (ab)", "2020-01-01T00:00:02.000000000Z Volume create: data" }));
        Assert.That(store.Codes, Has.Member("SF-LIBPOD-0004"));
    }

    /// <summary>The file that 5.8 leaves when it moves to another database tells of what was removed since.</summary>
    [Test]
    public void An_older_database_tells_what_was_removed()
    {
        string id = new('d', 64);
        MadeStore store = Make().File("libpod/bolt_state.db-old", new BoltTreeWriter().Set(
            $"{{\"id\":\"{id}\",\"name\":\"was\",\"rootfsImageName\":\"app:0.9\",\"createdTime\":\"2019-12-31T00:00:00Z\",\"spec\":{{\"process\":{{\"args\":[\"sh\"]}}}}}}",
            "ctr", id, "config").Build());
        Inventory inventory = store.Read();
        Assert.That(inventory.Containers.Select(c => c.Name), Has.None.EqualTo("was"));
        Assert.That(inventory.Leftovers.Select(l => $"{l.Kind}: {l.Name}"), Has.Member("container of an older database: was"));
        Assert.That(inventory.EngineEvents.Where(e => e.EventType == "record.recovered").Select(e => e.Message),
            Is.EqualTo(new[] { "Container was, image app:0.9, command sh" }));
    }

    /// <summary>A node that removed its containers itself after a reboot: nobody is accused.</summary>
    [Test]
    public void A_node_of_CRI_O_that_wiped_itself_is_said_to_have()
    {
        MadeStore store = new MadeStore().File(Home + Images, "[]")
            .File("var/lib/crio/version", "1.37.0")
            .File("var/log/pods/shop_web-1_11111111-1111-1111-1111-111111111111/app/0.log", "2020-01-01T00:00:01Z stdout F hello\n");
        Inventory inventory = store.Read();
        Assert.That(inventory.LoggedOnly.Select(c => c.Name), Is.EqualTo(new[] { "shop/web-1/app" }));
        Assert.That(store.Codes, Has.Member("SF-CRIO-0002").And.None.EqualTo("SF-CRIO-0001"));
    }

    /// <summary>A sandbox without a process runs as long as its network has a result.</summary>
    [TestCase(true, "running")]
    [TestCase(false, "exited")]
    public void A_sandbox_runs_while_its_network_is_there(bool hasResult, string state)
    {
        string id = new('e', 64);
        string metadata = $"{{\\\"pod-id\\\":\\\"{id}\\\",\\\"pod\\\":true,\\\"metadata-name\\\":\\\"web-1\\\",\\\"namespace\\\":\\\"shop\\\",\\\"uid\\\":\\\"u\\\"}}";
        MadeStore store = new MadeStore().File(Home + Images, "[]")
            .File(Home + "overlay-containers/volatile-containers.json", $"[{{\"id\":\"{id}\",\"names\":[\"k8s_POD_web-1\"],\"metadata\":\"{metadata}\"}}]")
            .File("var/lib/cni/results/crio-other-eth0", "{}").File("var/lib/crio/clean.shutdown.supported", "");
        if (hasResult)
            store.File($"var/lib/cni/results/crio-{id}-eth0", "{}");
        Container sandbox = store.Read().Containers.Single();
        Assert.That((sandbox.Name, sandbox.State, sandbox.Pod!.IsSandbox), Is.EqualTo(("shop/web-1", state, true)));
        Assert.That(store.Codes, Has.Member("SF-CRIO-0001"));
    }

    /// <summary>A container on an image of an additional image store, which is a root of its own.</summary>
    [Test]
    public void A_container_is_made_on_an_image_of_another_root()
    {
        string below = new('a', 64), own = new('b', 64), image = new('c', 64), id = new('d', 64);
        const string shared = "usr/share/containers/storage/";
        MadeStore store = new MadeStore().File(shared + Layers, $"[{{\"id\":\"{below}\"}}]").File($"{shared}overlay/{below}/diff/f", "shared")
            .File($"{shared}overlay/{below}/link", "A").Folder($"{shared}overlay/{below}/empty").Link(shared + "overlay/l/A", $"../{below}/diff")
            .File(shared + Images, $"[{{\"id\":\"{image}\",\"layer\":\"{below}\",\"names\":[\"docker.io/library/app:1\"]}}]")
            .File(Home + Layers, $"[{{\"id\":\"{own}\",\"parent\":\"{below}\"}}]").File($"{Home}overlay/{own}/diff/g", "own")
            .File($"{Home}overlay/{own}/link", "B").Link(Home + "overlay/l/B", $"../{own}/diff")
            .File(Home + Containers, $"[{{\"id\":\"{id}\",\"image\":\"{image}\",\"layer\":\"{own}\",\"names\":[\"web\"]}}]").File(Home + Images, "[]");
        Container container = store.Read().Containers.Single();
        Assert.That((container.Image?.Id, container.Layer?.Parent?.Id), Is.EqualTo(("sha256:" + image, below)));
        Assert.That(store.Codes, Has.None.EqualTo("SF-STORAGE-0003"));
    }

    /// <summary>Whatever file of the engine's own is cut, emptied or filled with nonsense: nothing is thrown, and it is noticed.</summary>
    [Test]
    public void Any_file_is_harmed([Values("half", "empty", "nonsense")] string harm)
    {
        foreach (string path in (string[])[Images, Layers, Containers, Libpod])
        {
            MadeStore store = Make();
            byte[] bytes = store.Bytes(path);
            store.File(path, harm switch
            {
                "half" => bytes[..(bytes.Length / 2)],
                "empty" => [],
                _ => [.. bytes.Select((b, i) => (byte)(b ^ (i * 31)))],
            });
            Inventory inventory = store.Read();
            Assert.That(store.Problems.HasDamage, path);
            Assert.That(inventory.Layers, Is.Not.Empty, path);
            Assert.That(inventory.Images.Count > 0 || inventory.Containers.Count > 0, path);
        }
    }

    private static MadeStore Make() => new StorageWriter("overlay").Write(SmallStore.Description);

    private static IEnumerable<string> Told(MadeStore store) => store.Problems.Sorted().Select(p => $"{p.Code} {p.Message}");

    // Of the first record.
    private static string Id(MadeStore store, string index) => store.Text(index).Split("\"id\":\"", 2)[1][..64];

    // A page of a database without tables: the header, and an empty tree of tables.
    private static string EmptyDatabase()
    {
        byte[] page = new byte[4096];
        "SQLite format 3\0"u8.CopyTo(page);
        (page[16], page[17], page[18], page[19], page[21], page[22], page[23], page[31], page[59]) = (0x10, 0, 1, 1, 64, 32, 32, 1, 1);
        (page[47], page[100], page[105], page[106]) = (4, 0x0d, 0x10, 0);
        return Convert.ToBase64String(page);
    }
}
