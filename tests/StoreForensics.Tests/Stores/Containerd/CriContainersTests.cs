using System.Text;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Tests.Formats.Bolt;

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
