using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Stores.Docker.Swarm;

namespace StoreForensics.Stores.Docker;

/// <summary>What belongs to a data root rather than to one era of it: driver directories, what is left of them, volumes and networks.</summary>
internal static class SharedParts
{
    /// <summary>To be called when every era of the root has added its images and containers.
    /// <paramref name="stores"/>: those of this root, the one in use first.</summary>
    public static void Publish(DataRoot root, IReadOnlyList<StoreInfo> stores, Inventory inventory)
    {
        IReadOnlyList<Layer> layers = root.Layers.Ordered();
        inventory.Layers.AddRange(layers);
        inventory.Leftovers.AddRange(LayerLeftovers.Of(layers));
        if (stores.Count == 0)
            return;
        root.Files.Problems.Contain(root.Origin, () => AddVolumes(root, stores, inventory));
        root.Files.Problems.Contain(root.Origin, () => AddNetworks(root, stores, inventory));
        root.Files.Problems.Contain(root.Origin, () => SwarmReader.Read(root, stores, inventory));
    }

    private static void AddNetworks(DataRoot root, IReadOnlyList<StoreInfo> stores, Inventory inventory)
    {
        if (EngineDatabases.Networks(root) is not { } database)
            return;
        var facts = new NetworkFacts(database, stores[0], [.. inventory.Containers.Where(root.Owns)]);
        inventory.Networks.AddRange(facts.Networks());
        inventory.EngineEvents.AddRange(facts.Events());
        inventory.Leftovers.AddRange(facts.Leftovers());
    }

    // A container uses a volume by its name, or (1.3 to 1.6) by the host path that the volume's record holds.
    private static void AddVolumes(DataRoot root, IReadOnlyList<StoreInfo> stores, Inventory inventory)
    {
        Container[] containers = [.. inventory.Containers.Where(root.Owns)];
        var mounts = containers.SelectMany((c, i) => (c.Mounts ?? []).Select(m => (Mount: m, Index: i))).ToArray();
        ILookup<string?, int> byName = mounts.ToLookup(m => m.Mount.Name, m => m.Index), bySource = mounts.ToLookup(m => m.Mount.Source, m => m.Index);
        var volumes = new VolumeDirectories(root, stores[0], EngineDatabases.Volumes(root));
        foreach (Volume volume in volumes.Read())
        {
            IEnumerable<int> users = byName[volume.Name].Concat(volume.HostPath is null ? [] : bySource[volume.HostPath]);
            volume.Containers.AddRange(users.Distinct().Order().Select(i => containers[i]));
            inventory.Volumes.Add(volume);
        }
        inventory.Leftovers.AddRange(volumes.Leftovers());
    }
}
