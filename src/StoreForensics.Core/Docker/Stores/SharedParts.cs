using StoreForensics.Model;

namespace StoreForensics.Docker.Stores;

/// <summary>What belongs to a data root rather than to one era of it: driver directories, what is left of them, and volumes.</summary>
internal static class SharedParts
{
    /// <summary>To be called when every era of the root has added its images and containers. <paramref name="stores"/>: those of this root, the one in use first.</summary>
    public static void Publish(DataRoot root, IReadOnlyList<StoreInfo> stores, Inventory inventory)
    {
        IReadOnlyList<Layer> layers = root.Layers.Ordered();
        inventory.Layers.AddRange(layers);
        inventory.Leftovers.AddRange(LayerLeftovers.Of(layers));
        if (stores.Count > 0)
            AddVolumes(root, stores, inventory);
    }

    private static void AddVolumes(DataRoot root, IReadOnlyList<StoreInfo> stores, Inventory inventory)
    {
        var users = inventory.Containers.Where(c => c.Store.Root == root.Origin).SelectMany(c => c.Mounts.Select(m => (m.Name, Container: c)))
            .Where(u => u.Name is not null).Distinct().ToLookup(u => u.Name!, u => u.Container);
        foreach (Volume volume in new VolumeDirectories(root, stores[0]).Read())
        {
            volume.Containers.AddRange(users[volume.Name]);
            inventory.Volumes.Add(volume);
        }
    }
}
