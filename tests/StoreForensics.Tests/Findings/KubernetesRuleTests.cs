using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Findings;
using StoreForensics.Findings.Rules;
using StoreForensics.Findings.Rules.Kubernetes;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Stores.Drivers;
using StoreForensics.Tests.Stores;
using StoreForensics.Views;

namespace StoreForensics.Tests.Findings;

/// <summary>Kubernetes' own rules: what they are for, what is nearly so, and what is as it should be.</summary>
[TestFixture]
internal sealed class KubernetesRuleTests
{
    private static readonly StoreInfo s_store = new() { Name = "overlayfs", Driver = "overlayfs", Era = "containerd", Root = new Origin("e", default) };

    [TestCase("kube-system", null, "/lib/modules", "container-host-namespace low, container-host-path low, container-privileged low")]
    [TestCase("kube-system", null, "/run/xtables.lock", "container-host-namespace low, container-host-path low, container-privileged low")]
    [TestCase("kube-system", null, "/etc/kubernetes/manifests", "container-host-path high, container-privileged high, container-host-namespace medium")]
    [TestCase("kube-system", null, "/", "container-host-path critical, container-privileged high, container-host-namespace medium")]
    [TestCase("kube-system", "host", "/lib/modules",
        "container-host-namespace high, container-host-path high, container-privileged high, container-host-namespace medium")]
    [TestCase("shop", null, "/srv", "container-privileged high, container-host-namespace medium")]
    [TestCase("shop", null, "/var/lib/kubelet/pods/u/volumes/x", "container-privileged high, container-host-namespace medium")]
    [TestCase("shop", null, "/var/lib/kubelet/pods", "container-host-path high, container-privileged high, container-host-namespace medium")]
    public void Privileged_pods(string space, string? pid, string source, string expected)
    {
        var inventory = new Inventory();
        inventory.Containers.Add(new Container
        {
            Id = "a",
            Store = s_store,
            Origin = s_store.Root,
            Pod = new PodMembership("p", space, "u", "s", 0, IsSandbox: false),
            Privileged = true,
            NetworkMode = "host",
            PidMode = pid,
            Mounts = [new ContainerMount { Type = "bind", Source = source, Destination = "/x", ReadWrite = true }],
        });
        Assert.That(Found(inventory), Is.EqualTo(expected));
    }

    [TestCase("agent.yaml", "spec: {hostNetwork: true}", "kube-static-pod low")]
    [TestCase("agent.yaml", "spec:\n  volumes:\n  - hostPath:\n      path: /srv\n", "kube-static-pod low")]
    [TestCase("agent.yaml", "spec:\n  volumes:\n  - hostPath:\n      path: /\n    name: h\n", "kube-static-pod high")]
    [TestCase("agent.yaml", "spec:\n  volumes:\n  - name: h\n    hostPath:\n      type: Directory\n      path: \"/\"\n", "kube-static-pod high")]
    [TestCase("agent.json", "{\"hostPath\": {\"path\": \"/\"}}", "kube-static-pod high")]
    [TestCase("agent.yaml", "  securityContext: {privileged: true}", "kube-static-pod high")]
    [TestCase("agent.yaml", "  hostPID: true", "kube-static-pod high")]
    [TestCase("agent.yaml", "  # hostPID: true\n  privileged: false\n  hostPID: \"truely\"", "")]
    [TestCase("etcd.yaml", "spec: {hostNetwork: true, volumes: [{hostPath: {path: /var/lib/etcd}}]}", "")]
    [TestCase("etcd.yaml", "spec: {hostNetwork: true, containers: [{securityContext: {privileged: true}}]}", "kube-static-pod high")]
    public void Manifests(string name, string text, string expected)
    {
        var inventory = new Inventory();
        inventory.NodeFiles.Add(Node(name, 0, text));
        Assert.That(Found(inventory), Is.EqualTo(expected));
    }

    [TestCase(86400, "kube-config-late low")]
    [TestCase(86399, "")]
    public void Late_files(int after, string expected)
    {
        var inventory = new Inventory();
        inventory.NodeFiles.AddRange([Node("a.yaml", 10, null), Node("b.yaml", after + 20, null), Node("c.yaml", 20, null)]);
        Finding[] found = Findings(inventory);
        Assert.That(Words(found), Is.EqualTo(expected));
        Assert.That(found.Select(f => f.Path.ToString()), Has.All.EqualTo("/etc/kubernetes/manifests/b.yaml"));
        Assert.That(found.SelectMany(f => f.Alternatives), expected.Length > 0 ? Is.Not.Empty : Is.Empty);
        inventory.NodeFiles.RemoveRange(0, 1);
        inventory.NodeFiles.RemoveRange(1, 1);
        Assert.That(Found(inventory), Is.Empty);
    }

    [Test]
    public void Sandboxes()
    {
        Assert.That(Of(0, 1), Is.EqualTo("kube-sandbox-remade info"));
        Assert.That(Of(1), Is.Empty);

        static string Of(params int[] attempts)
        {
            var inventory = new Inventory();
            foreach (int attempt in attempts)
                inventory.Containers.Add(new Container
                {
                    Id = $"s{attempt}",
                    Name = "kube-system/agent",
                    Store = s_store,
                    Origin = s_store.Root,
                    Pod = new PodMembership("agent", "kube-system", "u", null, attempt, IsSandbox: true),
                });
            // Another try of a container is no sandbox.
            inventory.Containers.Add(new Container
            {
                Id = "c",
                Name = "kube-system/agent",
                Store = s_store,
                Origin = s_store.Root,
                Pod = new PodMembership("agent", "kube-system", "u", null, 9, IsSandbox: false),
            });
            return Found(inventory);
        }
    }

    [TestCase("File", """{"sub": "system:serviceaccount:shop:default"}""", "kube-account-token high")]
    [TestCase("Environment", """{"sub":"system:serviceaccount:shop:default"}""", "kube-account-token medium")]
    [TestCase("File", """{"sub":"somebody"}""", "")]
    public void Tokens(string kind, string payload, string expected)
    {
        string token = $"{Base64("{\"alg\":\"RS256\"}")}.{Base64(payload)}.c2ln";
        var sink = new FindingSink();
        foreach (string text in (string[])["T=" + token, token[..^8].Replace('.', ' '), "eyJ.eyJ.x", "eyJ"])
            new AccountTokenRule().Look(Text(Enum.Parse<TextKind>(kind), text), sink);
        Finding[] found = [.. sink.Sorted()];
        Assert.That(Words(found), Is.EqualTo(expected));
        Assert.That(found.Select(f => f.Reason), Has.None.Contains("eyJ").And.All.Contains("system:serviceaccount:shop:default"));
    }

    [TestCase(3, "kube-pod-list medium")]
    [TestCase(2, "")]
    public void Lists_of_pods(int count, string expected)
    {
        string[] uids = [.. Enumerable.Range(0, 5).Select(i => $"0a724fd1-4600-4f76-9d63-05794a9185a{i}")];
        var inventory = new Inventory();
        inventory.Containers.AddRange(uids.Select(uid => new Container
        {
            Id = uid,
            Store = s_store,
            Origin = s_store.Root,
            Pod = new PodMembership("p", "n", uid, null, 0, IsSandbox: true),
        }));
        var rule = new PodListRule();
        rule.Begin(inventory);
        var sink = new FindingSink();
        rule.Look(Text(TextKind.File, string.Join('\n', uids.Take(count))), sink);
        rule.Look(Text(TextKind.LogLine, string.Join('\n', uids)), sink);
        Assert.That(Words([.. sink.Sorted()]), Is.EqualTo(expected));
    }

    [TestCase("Volume", "/.stage", "kubernetes.io/empty-dir", "kube-volume-hidden low")]
    [TestCase("Volume", "/stage", "kubernetes.io/empty-dir", "")]
    [TestCase("Volume", "/.stage", null, "")]
    [TestCase("Container", "/var/log/wtmp", null, "log-rewritten-empty low")]
    [TestCase("Container", "/var/log/app.log", null, "")]
    [TestCase("Step", "/var/log/wtmp", null, "log-rewritten-empty low")]
    [TestCase("Base", "/var/log/wtmp", null, "")]
    public void Files(string owner, string path, string? driver, string expected)
    {
        MadeStore store = new MadeStore().File("old", "").File("new", "");
        store.Put("old", new EntryMetadata { Kind = EntryKind.File, Modified = new Timestamp(1, 0) }, []);
        store.Put("new", new EntryMetadata { Kind = EntryKind.File, Modified = new Timestamp(2, 0) }, []);
        var layer = new Layer
        {
            Id = "l",
            Store = s_store,
            Origin = s_store.Root,
            Files = new LayerFiles(store, EvidenceTree.Root, NoWhiteouts.Instance, false),
        };
        var sink = new FindingSink();
        new PodFileRule().Look(new FileSight
        {
            Owner = Enum.Parse<FileOwner>(owner),
            Subjects = ["x"],
            Path = Encoding.UTF8.GetBytes(path),
            Change = owner == "Volume" ? 'A' : 'C',
            Source = store,
            Node = store.Tree.Find(EvidenceTree.Root, "new"u8),
            VolumeDriver = driver,
            Below = owner == "Volume" ? null : new ViewEntry(layer, store.Tree.Find(EvidenceTree.Root, "old"u8)),
        }, sink);
        Assert.That(Words([.. sink.Sorted()]), Is.EqualTo(expected));
    }

    private static NodeFile Node(string name, long modified, string? text) =>
        new(NodeFileKind.StaticPod, "/etc/kubernetes/manifests/" + name, s_store.Root, new Timestamp(modified, 0), text);

    private static TextSight Text(TextKind kind, string text) =>
        new() { Kind = kind, Subjects = ["x"], Text = text, Origin = s_store.Root, Path = EvidencePath.FromString("/tmp/x") };

    private static string Base64(string text) => System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));

    private static string Found(Inventory inventory) => Words(Findings(inventory));

    private static string Words(Finding[] found) => string.Join(", ", found.Select(f => $"{f.Rule} {f.Severity.Word()}"));

    private static Finding[] Findings(Inventory inventory)
    {
        var sink = new FindingSink();
        foreach (IInventoryRule rule in RuleSet.Inventory())
            rule.Look(inventory, sink);
        return [.. sink.Sorted()];
    }
}
