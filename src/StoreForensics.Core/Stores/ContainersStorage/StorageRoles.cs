using StoreForensics.Model;

namespace StoreForensics.Stores.ContainersStorage;

/// <summary>What each layer is there for, when images and containers are known.</summary>
internal static class StorageRoles
{
    public static void Assign(IReadOnlyList<Layer> layers)
    {
        foreach (Layer layer in layers.Where(l => l.Role == LayerRole.Orphan))
            layer.Role = layer.Containers.Count > 0 ? LayerRole.Container : layer.Images.Count > 0 ? LayerRole.Image : LayerRole.Orphan;
        // What lies below something that is used is used: of an image that was removed while a container was on it.
        foreach (Layer layer in layers.Where(l => l.Role is LayerRole.Container or LayerRole.Image))
        {
            foreach (Layer below in layer.Stack().Skip(1).Where(b => b.Role == LayerRole.Orphan))
                below.Role = LayerRole.Image;
        }
    }
}
