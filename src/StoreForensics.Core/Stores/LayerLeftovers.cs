using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Stores;

/// <summary>Driver directories that nothing refers to.</summary>
internal static class LayerLeftovers
{
    public static IEnumerable<Leftover> Of(IEnumerable<Layer> layers)
    {
        foreach (Layer layer in layers)
        {
            if (layer.Role == LayerRole.Removing)
                yield return new Leftover("layer being removed", layer.Id, layer.Origin, "an interrupted removal");
            // Without the image store nothing could refer to it.
            else if (layer is { Role: LayerRole.Orphan, Snapshot: { } name })
                yield return new Leftover("unused snapshot", layer.Id, layer.Origin, $"the snapshot {DisplayText.Escape(name.Key)} of namespace "
                    + $"{DisplayText.Escape(name.Namespace)}: no container and no image uses it; an interrupted pull or build, a removal, or made by hand");
            else if (layer is { Role: LayerRole.Orphan, Store.HasImages: true })
                yield return new Leftover("orphaned layer", layer.Id, layer.Origin,
                    "no image and no container refers to it: an interrupted pull or build, or a removal");
        }
    }
}
