using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Stores.Containerd.Containers;

namespace StoreForensics.Stores.Kubernetes;

/// <summary>
/// What a Kubernetes node keeps beside its engine's store: the kubelet's directories of pods, static pods, the configuration of kubelet, network and engine
/// (kubernetes cmd/kubeadm/app/constants, pkg/kubelet/config/defaults.go; containerd docs/cri/config.md). Places of distributions of their own are not known.
/// </summary>
internal sealed class KubernetesNode(EvidenceFiles files, Inventory inventory, StoreInfo store, int root)
{
    private const int MaxManifestBytes = 256 << 10;

    public void Read()
    {
        if (CriLogs.Above(files.Tree, root, "var/lib/kubelet/pods"u8) is int pods)
            new KubeletPods(files, inventory, store).Read(pods);
        AddAll("etc/kubernetes/manifests", NodeFileKind.StaticPod);
        AddAll("etc/kubernetes", NodeFileKind.Kubelet);
        AddAll("var/lib/kubelet", NodeFileKind.Kubelet);
        AddAll("etc/cni/net.d", NodeFileKind.Network);
        AddAll("etc/containerd", NodeFileKind.Engine);
        AddAll("etc/crio", NodeFileKind.Engine);
        AddAll("etc/crio/crio.conf.d", NodeFileKind.Engine);
    }

    private void AddAll(string path, NodeFileKind kind)
    {
        if (CriLogs.Above(files.Tree, root, Encoding.ASCII.GetBytes(path)) is not int directory)
            return;
        foreach (int child in files.Tree.Children(directory).ToArray())
        {
            if (files.Tree[child].Kind == EntryKind.File && IsConfiguration(files.Tree.Name(child)))
                files.Problems.Contain(files.Origin(child), () => Add(child, path, kind));
        }
    }

    // The kubelet takes every file of the directory for a pod that does not begin with a dot (pkg/kubelet/config/file.go).
    private static bool IsConfiguration(ReadOnlySpan<byte> name) =>
        name[0] != '.' && (name.EndsWith(".yaml"u8) || name.EndsWith(".yml"u8) || name.EndsWith(".json"u8) || name.EndsWith(".conf"u8)
            || name.EndsWith(".conflist"u8) || name.EndsWith(".env"u8) || name.EndsWith(".toml"u8) || name.SequenceEqual("kubeconfig"u8));

    private void Add(int node, string directory, NodeFileKind kind)
    {
        Origin origin = files.Origin(node);
        // Two roots of one host have the same files.
        if (inventory.NodeFiles.Exists(f => f.Origin == origin))
            return;
        Timestamp? modified = files.Tree[node].Modified;
        string path = $"/{directory}/{Encoding.UTF8.GetString(files.Tree.Name(node))}";
        string? text = kind == NodeFileKind.StaticPod && files.Tree[node].Size <= MaxManifestBytes && files.ReadAll(node) is { } bytes
            ? Encoding.UTF8.GetString(bytes) : null;
        inventory.NodeFiles.Add(new NodeFile(kind, path, origin, modified, text));
        if (modified is { } time)
            inventory.EngineEvents.Add(new EngineEvent("store.file.modified", time, "File of the node's configuration modified (mtime)",
                $"{Words(kind)}: {path}", origin)
            {
                Store = store,
            });
    }

    private static string Words(NodeFileKind kind) => kind switch
    {
        NodeFileKind.StaticPod => "Manifest of a static pod",
        NodeFileKind.Kubelet => "Configuration of the kubelet",
        NodeFileKind.Network => "Configuration of the pods' network",
        _ => "Configuration of the engine",
    };
}
