using StoreForensics.Model;
using StoreForensics.Stores.BuildKit;

namespace StoreForensics.Stores.Docker.Layered;

/// <summary>
/// Driver directories of BuildKit that no image has: told by the cache's own database, or where that cannot be read by the shape of their names. What the
/// database can be read and does not know is an orphan (docker-storage-formats §12.7).
/// </summary>
internal sealed class BuildCacheLayers(DataRoot root, BuildSnapshots snapshots)
{
    public void Assign(DriverStore store)
    {
        foreach (Layer layer in root.Layers.Of(store.Info.Driver))
        {
            if (layer.Role == LayerRole.Orphan && (snapshots.Knows(layer.Id) || (!snapshots.IsRead && ObjectIds.IsBuildKitId(layer.Id))))
                layer.Role = LayerRole.BuildCache;
            if (layer.Role is LayerRole.BuildCache or LayerRole.Orphan && snapshots.ParentOf(layer.Id) is { } below)
                layer.Parent ??= root.Layers.Find(store.Info.Driver, below) ?? store.Chains.Find(below);
        }
    }
}
