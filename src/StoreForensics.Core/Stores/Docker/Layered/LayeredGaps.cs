using StoreForensics.Evidence;
using StoreForensics.Model;

namespace StoreForensics.Stores.Docker.Layered;

/// <summary>
/// What a root of this era lacks of what containers say was there: an engine makes the image store and the driver's directory at its first start, and
/// <c>layerdb/mounts</c> with the first container (moby v20.10 daemon/daemon.go NewDaemon, layer/filestore.go).
/// </summary>
internal sealed class LayeredGaps(DataRoot root)
{
    // Snapshotters of containerd, whose names containers have as their driver from Docker 23 on (moby v29 daemon/containerd).
    private static readonly HashSet<string> s_snapshotters =
        new(["blockfile", "devmapper", "erofs", "native", "nydus", "overlayfs", "soci", "stargz", "windows"], StringComparer.Ordinal);

    public void Find(IReadOnlyList<DriverStore> stores, IReadOnlyList<Container> containers)
    {
        if (root.Containers.IsLogsOnly)
            root.Gaps.Add("the configurations of containers (config.v2.json or config.json)");
        foreach (DriverStore store in stores)
        {
            Container[] own = [.. containers.Where(c => c.Store == store.Info)];
            if (own.Length > 0 || store.Directory is not null || root.Layers.Of(store.Info.Driver).Any())
                Find(store, own.Length > 0);
        }
    }

    private void Find(DriverStore store, bool hasContainers)
    {
        string driver = store.Info.Driver;
        if (store.Directory is null && s_snapshotters.Contains(driver))
        {
            root.Gaps.Add($"the images and layers of containers with the snapshotter {driver}, which containerd keeps in its own store (/var/lib/containerd)");
            return;
        }
        bool isKnown = driver != LayeredStore.UnknownEra;
        if (store.Directory is not int directory)
            root.Gaps.Add(isKnown ? $"the image store (image/{driver})" : "the image store (image/)");
        else if (!store.Info.HasImages)
            root.Gaps.Add($"the image database (image/{driver}/imagedb)");
        else if (root.Tree.Child(directory, "layerdb"u8) == EvidenceTree.None)
            root.Gaps.Add($"the layer database (image/{driver}/layerdb)");
        else if (hasContainers && !store.Database.HasMounts)
            root.Gaps.Add($"the mounts of containers (image/{driver}/layerdb/mounts)");
        // Layers that the database names are told with their number.
        if (hasContainers && !root.Layers.Has(driver) && store.Chains.MissingCount == 0)
            root.Gaps.Add(isKnown ? $"the layers ({driver}/)" : "the layers");
    }
}
