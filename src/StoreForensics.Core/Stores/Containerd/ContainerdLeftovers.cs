using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Stores.Containerd.Records;
using StoreForensics.Stores.Containerd.Snapshotters;
using StoreForensics.Stores.Kubernetes;

namespace StoreForensics.Stores.Containerd;

/// <summary>What is left of what was interrupted or removed.</summary>
internal sealed class ContainerdLeftovers(ContainerdRoot root)
{
    /// <summary>When the engines above have taken what is theirs: snapshots of nobody, and stores whose other half is not in the evidence.</summary>
    public static void Finish(EvidenceFiles files, Inventory inventory)
    {
        StoreInfo[] stores = [.. inventory.Stores.Where(s => s.Era == ContainerdReader.EraName && s.Root.Evidence == files.Source.Name)];
        foreach (IGrouping<Origin, StoreInfo> root in stores.GroupBy(s => s.Root))
        {
            Layer[] layers = [.. inventory.Layers.Where(l => root.Contains(l.Store))];
            bool hasDocker = inventory.Containers.Any(c => root.Contains(c.Store) && c.ContainerdNamespace is null)
                || inventory.Networks.Any(n => root.Contains(n.Store)) || inventory.Volumes.Any(v => root.Contains(v.Store));
            bool isDockers = layers.Any(l => l.Snapshot is { Namespace: StoredNamespace.OfDocker } name && ObjectIds.IsGraphId(name.Key));
            if (isDockers && !hasDocker)
                files.Problems.Damage("SF-CONTAINERD-0006", root.Key,
                    "the containers of this Docker are in its data root (/var/lib/docker), which is not in this evidence: only their files are here");
            files.Problems.Contain(root.Key, () => RemovedPods.Read(files, inventory, root.First()));
            if (files.Tree.Find(EvidenceTree.Root, root.Key.Path.Bytes) is >= 0 and var home && root.Any(s => inventory.Containers.Exists(c => c.Store == s
                && c.Pod is not null)))
                files.Problems.Contain(root.Key, () => new KubernetesNode(files, inventory, root.First(), home).Read());
            inventory.Leftovers.AddRange(LayerLeftovers.Of(layers.Where(l => hasDocker || l.Snapshot?.Namespace != StoredNamespace.OfDocker)));
        }
    }

    public IEnumerable<Leftover> Of(SnapshotTable snapshots)
    {
        foreach ((int node, string reference) in root.Downloads())
            yield return new Leftover("unfinished download", reference, root.Files.Origin(node), "an interrupted pull or build");
        foreach (SnapshotterStore store in snapshots.Stores)
        {
            foreach (int node in Prepared(store))
                yield return new Leftover("unfinished snapshot", Encoding.UTF8.GetString(root.Files.Tree.Name(node)), root.Files.Origin(node),
                    "a snapshot that was being prepared when the engine ended");
        }
    }

    // `new-<random>`, renamed to the number when it is whole (containerd plugins/snapshots/overlay, prepareDirectory).
    private IEnumerable<int> Prepared(SnapshotterStore store)
    {
        if (store.Directory is not int directory || root.Files.Directory(directory, "snapshots"u8) is not int snapshots)
            yield break;
        foreach (int child in root.Files.Tree.Children(snapshots).ToArray())
        {
            if (root.Files.Tree.Name(child).StartsWith("new-"u8) && root.Files.Tree[child].Kind.IsDirectory())
                yield return child;
        }
    }
}
