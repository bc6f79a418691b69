using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Logs;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Tests.Formats.Bolt;
using StoreForensics.Timeline;

namespace StoreForensics.Tests.Stores.Containerd;

/// <summary>Containers and sandboxes of the CRI plugin, made by hand: one pod with two tries of one container.</summary>
internal sealed class CriContainersTests
{
    private const string Root = "var/lib/containerd/";

    [Test]
    public void Containers_have_their_pod_and_state()
    {
        MadeStore store = Make();
        Inventory inventory = store.Read();
        Assert.That(inventory.Containers.Select(c =>
            $"{c.Name}@{c.Pod?.Attempt} {c.State} {c.ExitCode} {c.Command} of {c.ImageName}, log {c.Logs.Count}"), Is.EqualTo(new[]
        {
            "shop/web/app@0 exited 3 sh -c x of app:1, log 1",
            "shop/web/app@1 running 0 sh -c x of app:1, log 0",
            "shop/web@0 running  sh -c x of , log 0",
        }));
        Assert.That(inventory.Containers.Select(c => c.Pod!.SandboxId).Distinct(), Is.EqualTo(new[] { "s" }));
        Assert.That(store.Codes, Is.Empty);
    }

    [TestCase("shop/web/app", "b")]
    [TestCase("web/app@0", "a")]
    [TestCase("app", "b")]
    [TestCase("web", "s")]
    public void Answers_to_its_names(string name, string id) => Assert.That(Make().Read().FindContainer(name).Id, Is.EqualTo(id));

    [Test]
    public void A_status_is_not_there()
    {
        MadeStore store = Make().Without(Root + "io.containerd.grpc.v1.cri/containers/a");
        Assert.That(store.Read().Containers.Single(c => c.Id == "a").State, Is.Null);
        Assert.That(store.Codes, Is.EqualTo(new[] { "SF-CONTAINERD-0008" }));
    }

    /// <summary>All that is left of a pod and of an attempt are their logs.</summary>
    [Test]
    public void Logs_that_no_store_knows_are_told()
    {
        const string line = "2026-01-02T03:04:05Z stdout F ";
        const string gone = "var/log/pods/shop_gone-1_v/tool/", web = "var/log/pods/shop_web_u/app/";
        MadeStore store = Make().File(gone + "2.log", line + "last\n").File(gone + "2.log.20260102-030405", line + "first\n")
            .File(gone + "0.log.20260101-000000", line + "old\n").File(web + "7.log", line + "seven\n").File(web + "x.log", "x")
            .File(gone + "2.log.20260102-030406.tmp", "x").File("var/log/pods/nonsense/tool/0.log", "x").Folder("var/log/pods/shop_empty_w/tool");
        Inventory inventory = store.Read();
        Assert.That(inventory.LoggedOnly.Select(c => $"{c.Name}@{c.Pod!.Attempt} of {c.Pod.Uid}, {c.Logs.Count}"), Is.EqualTo(new[]
        {
            "shop/gone-1/tool@0 of v, 1",
            "shop/gone-1/tool@2 of v, 2",
            "shop/web/app@7 of u, 1",
        }));
        Assert.That(inventory.Containers, Has.Count.EqualTo(3));
        Assert.That(inventory.Leftovers.Select(l => $"{l.Name} {l.Detail[..9]}"), Is.EqualTo(new[]
        {
            "shop/gone-1/tool attempt 0",
            "shop/gone-1/tool attempt 2",
            "shop/web/app attempt 7",
        }));
        Assert.That(Text(store, inventory.FindLogged("gone-1/tool")), Is.EqualTo("first\nlast\n"));
        Assert.That(Text(store, inventory.FindLogged("shop/gone-1/tool@0")), Is.EqualTo("old\n"));
        Assert.That(Text(store, inventory.FindLogged("shop/web/app@7")), Is.EqualTo("seven\n"));
        // A store's own container comes first.
        Assert.That(inventory.FindLogged("shop/web/app").Id, Is.EqualTo("b"));
        Assert.That(() => inventory.FindContainer("shop/gone-1/tool"), Throws.TypeOf<UsageException>());
        Assert.That(() => inventory.FindLogged("tool@1"), Throws.TypeOf<UsageException>());
        Assert.That(store.Codes, Is.Empty);
    }

    /// <summary>The kubelet's directory of a pod, and what configures the node.</summary>
    [Test]
    public void A_node_s_own_files_are_told()
    {
        const string pod = "var/lib/kubelet/pods/u/";
        MadeStore store = Make().File(pod + "volumes/kubernetes.io~empty-dir/data/.x", "x").File(pod + "volumes/kubernetes.io~secret/db/password", "x")
            .File(pod + "etc-hosts", "x").File("var/lib/kubelet/pods/other/volumes/kubernetes.io~empty-dir/data/y", "y")
            .File("etc/kubernetes/manifests/a.yaml", "hostPID: true").File("etc/kubernetes/manifests/.a.yaml", "x").File("etc/kubernetes/kubelet.conf", "x")
            .File("etc/cni/net.d/1.conflist", "x").File("var/lib/kubelet/cpu_manager_state", "x");
        Inventory inventory = store.Read();
        Assert.That(inventory.Volumes.Select(v => $"{v.Name} {v.Driver} {v.IsKubelets}"), Is.EquivalentTo(new[]
        {
            "shop/web/data kubernetes.io/empty-dir False",
            "shop/web/db kubernetes.io/secret True",
            "other/data kubernetes.io/empty-dir False",
        }));
        Assert.That(inventory.NodeFiles.Select(f => $"{f.Kind} {f.Path} {f.Text}"), Is.EquivalentTo(new[]
        {
            "StaticPod /etc/kubernetes/manifests/a.yaml hostPID: true",
            "Kubelet /etc/kubernetes/kubelet.conf ",
            "Network /etc/cni/net.d/1.conflist ",
        }));
        Assert.That(Whose(store, inventory, pod + "etc-hosts").Containers, Is.EqualTo(new[] { "shop/web" }));
        Assert.That(Whose(store, inventory, pod + "volumes/kubernetes.io~empty-dir/data/.x").Volume?.Name, Is.EqualTo("shop/web/data"));
        Assert.That(store.Codes, Is.Empty);
    }

    private static PathOwner Whose(MadeStore store, Inventory inventory, string path) =>
        PathOwners.Of(inventory, store, store.Tree.Find(EvidenceTree.Root, Encoding.UTF8.GetBytes(path))).Single();

    /// <summary>A store without its metadata knows no container: none may be called removed.</summary>
    [Test]
    public void Without_metadata_a_log_is_no_leftover()
    {
        MadeStore store = Make().Without(Root + "io.containerd.metadata.v1.bolt")
            .File(Root + "io.containerd.content.v1.content/blobs/sha256/" + new string('a', 64), "x");
        Inventory inventory = store.Read();
        Assert.That(inventory.LoggedOnly.Select(c => c.Name), Is.EqualTo(new[] { "shop/web/app" }));
        Assert.That(inventory.Leftovers, Is.Empty);
    }

    private static string Text(MadeStore store, Container container) =>
        string.Concat(ContainerLog.Read(container, store.Problems).Select(l => Encoding.UTF8.GetString(l.Text.Span)));

    private static MadeStore Make()
    {
        var meta = new BoltTreeWriter();
        Add(meta, "s", "sandbox", """{"Config":{"metadata":{"name":"web","uid":"u","namespace":"shop"}}}""");
        Add(meta, "a", "container", Container("0"));
        Add(meta, "b", "container", Container("1"));
        return new MadeStore().File(Root + "io.containerd.metadata.v1.bolt/meta.db", meta.Build())
            .File(Root + "io.containerd.grpc.v1.cri/containers/a/status", """{"CreatedAt":1,"StartedAt":2,"FinishedAt":3,"ExitCode":3}""")
            .File(Root + "io.containerd.grpc.v1.cri/containers/b/status", """{"CreatedAt":1,"StartedAt":2,"Pid":7}""")
            .Folder(Root + "io.containerd.runtime.v2.task/k8s.io/s").File("var/log/pods/shop_web_u/app/0.log", "2026-01-02T03:04:06Z stdout F fine\n");
    }

    private static string Container(string attempt) =>
        """{"SandboxID":"s","Config":{"metadata":{"name":"app","attempt":N},"image":{"image":"app:1"}},"LogPath":"/var/log/pods/shop_web_u/app/N.log"}"""
            .Replace("N}", attempt + "}", StringComparison.Ordinal).Replace("N.log", attempt + ".log", StringComparison.Ordinal);

    private static void Add(BoltTreeWriter meta, string id, string kind, string metadata)
    {
        string[] record = ["v1", "k8s.io", "containers", id];
        meta.Set(new Timestamp(1, 0), [.. record, "createdat"]);
        meta.Set(Any("""{"process":{"args":["sh","-c","x"]}}"""), [.. record, "spec"]);
        meta.Set(Any("{\"Metadata\":" + metadata + "}"), [.. record, "extensions", $"io.cri-containerd.{kind}.metadata"]);
    }

    // A protobuf Any: field 2 is the value.
    private static byte[] Any(string json)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(json);
        var length = new List<byte>();
        int rest = bytes.Length;
        for (; rest > 0x7f; rest >>= 7)
            length.Add((byte)(rest | 0x80));
        return [0x12, .. length, (byte)rest, .. bytes];
    }
}
