using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Model.Layout;
using StoreForensics.Primitives;

namespace StoreForensics.Stores.Kubernetes;

/// <summary>
/// <c>/var/lib/kubelet/pods/UID</c>: the pod's volumes (<c>volumes/PLUGIN/NAME</c>, the plugin's slash written as <c>~</c>), its <c>etc-hosts</c>, and the
/// files that containers leave their last words in (<c>containers/NAME/HASH</c>), which outlive the pod's records (kubernetes pkg/kubelet/kubelet_getters.go).
/// </summary>
internal sealed class KubeletPods(EvidenceFiles files, Inventory inventory, StoreInfo store)
{
    // The kubelet reads no more either (pkg/kubelet/kuberuntime, fallbackToLogsOnError aside).
    private const int MaxMessageBytes = 4096;

    private readonly ILookup<string, Container> _byUid = inventory.Containers.Where(c => c.Pod?.Uid is not null && c.Store.Root.Evidence == store.Root.Evidence)
        .ToLookup(c => c.Pod!.Uid!, StringComparer.Ordinal);

    private EvidenceTree Tree => files.Tree;

    /// <param name="directory">The <c>pods</c> directory.</param>
    public void Read(int directory)
    {
        foreach (int pod in Directories(directory))
            files.Problems.Contain(files.Origin(pod), () => Pod(pod));
    }

    private void Pod(int directory)
    {
        string uid = Name(directory);
        Container[] containers = [.. _byUid[uid]];
        string pod = containers.FirstOrDefault()?.Pod is { Namespace: { } space, Pod: { } name } ? $"{space}/{name}" : uid;
        string home = $"/var/lib/kubelet/pods/{uid}/";
        if (files.File(directory, "etc-hosts"u8) is int hosts && containers.LastOrDefault(c => c.Pod!.IsSandbox) is { } sandbox)
            Place(hosts, sandbox);
        if (files.Directory(directory, "volumes"u8) is int volumes)
            Volumes(volumes, pod, home, containers);
        if (files.Directory(directory, "containers"u8) is int messages)
            Messages(messages, home, containers);
    }

    private void Volumes(int directory, string pod, string home, Container[] containers)
    {
        foreach (int plugin in Directories(directory))
        {
            foreach (int node in Directories(plugin))
            {
                // Two roots of one host have the same pods.
                if (inventory.Volumes.Exists(v => v.Files is { } known && known.Source == files.Source && known.Root == node))
                    continue;
                string path = $"{home}volumes/{Name(plugin)}/{Name(node)}";
                var volume = new Volume
                {
                    Name = $"{pod}/{Name(node)}",
                    Store = store,
                    Origin = files.Origin(node),
                    Driver = Name(plugin).Replace('~', '/'),
                    Files = new VolumeFiles(files.Source, node),
                };
                volume.Containers.AddRange(containers.Where(c => (c.Mounts ?? []).Any(m =>
                    m.Source == path || m.Source?.StartsWith(path + "/", StringComparison.Ordinal) == true)));
                inventory.Volumes.Add(volume);
            }
        }
    }

    private void Messages(int directory, string home, Container[] containers)
    {
        foreach (int container in Directories(directory))
        {
            foreach (int node in Tree.Children(container).ToArray())
            {
                string path = $"{home}containers/{Name(container)}/{Name(node)}";
                if (Tree[node].Kind == EntryKind.File && Array.Find(containers, c => (c.Mounts ?? []).Any(m => m.Source == path)) is { } owner)
                    Message(node, owner);
            }
        }
    }

    private void Message(int node, Container owner)
    {
        Place(node, owner);
        if (Tree[node].Size is <= 0 or > MaxMessageBytes || Tree[node].Modified is not { } time || files.ReadAll(node) is not { } bytes)
            return;
        inventory.EngineEvents.Add(new EngineEvent("store.file.modified", time, "Termination message written (mtime)",
            $"Termination message: {Encoding.UTF8.GetString(bytes).TrimEnd()}", files.Origin(node))
        {
            Store = owner.Store,
            Container = owner,
        });
    }

    private void Place(int node, Container owner) =>
        inventory.Places.Add(new StorePlace(new EntryRef(files.Source, node), StorePlaceKind.ContainerDirectory) { Container = owner });

    private IEnumerable<int> Directories(int directory) => Tree.Children(directory).ToArray().Where(child => Tree[child].Kind.IsDirectory());

    private string Name(int node) => Encoding.UTF8.GetString(Tree.Name(node));
}
