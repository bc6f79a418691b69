using StoreForensics.Model;

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
            else if (layer.Role == LayerRole.Orphan)
                yield return new Leftover("orphaned layer", layer.Id, layer.Origin,
                    "no image and no container refers to it: an interrupted pull or build, or a removal");
        }
    }
}
