using StoreForensics.Model;

namespace StoreForensics.Stores.Containerd;

/// <summary>
/// What each snapshot is there for, where neither an image nor a container says: BuildKit's own, what lies below others, what leases hold.
/// </summary>
internal static class LayerRoles
{
    private const string Init = "-init";
    private const string View = "-view";

    /// <summary>To be called when images and containers are known; Docker's containers take their own afterwards.</summary>
    /// <param name="layers">Of one root.</param>
    /// <param name="isHeld">Whether a lease keeps the snapshot of that namespace, snapshotter and key.</param>
    public static void Assign(IReadOnlyList<Layer> layers, Func<Layer, bool> isHeld)
    {
        foreach (Layer layer in layers)
            layer.Role = Of(layer, isHeld);
        // What lies below something that is used is used.
        foreach (Layer layer in layers.Where(l => l.Role != LayerRole.Orphan))
        {
            foreach (Layer below in layer.Stack().Skip(1).Where(b => b.Role == LayerRole.Orphan))
                below.Role = below.ChainId is not null ? LayerRole.Image : layer.Role;
        }
    }

    private static LayerRole Of(Layer layer, Func<Layer, bool> isHeld)
    {
        if (layer.Containers.Count > 0)
            return LayerRole.Container;
        if (layer.Images.Count > 0)
            return LayerRole.Image;
        if (layer.Snapshot is not { } name)
            return LayerRole.Orphan;
        if (name.Key.EndsWith(Init, StringComparison.Ordinal) && ObjectIds.IsGraphId(name.Key[..^Init.Length]))
            return LayerRole.ContainerInit;
        if (ObjectIds.IsBuildKitId(name.Key.Split('-')[0]))
            return LayerRole.BuildCache;
        // BuildKit looks at a layer through a view under a lease of its own (moby/buildkit cache/refs.go, Mount of an immutable reference).
        bool mayBeBuilders = layer.ChainId is not null || name.Key.EndsWith(View, StringComparison.Ordinal);
        return name.Namespace == Records.StoredNamespace.OfDocker && mayBeBuilders && isHeld(layer) ? LayerRole.BuildCache : LayerRole.Orphan;
    }
}
