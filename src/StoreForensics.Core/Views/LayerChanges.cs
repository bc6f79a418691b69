using StoreForensics.Model;

namespace StoreForensics.Views;

/// <summary>What a layer did to the file system below it, in path order: the view of its stack against the view of its parent's.</summary>
public static class LayerChanges
{
    /// <summary>Streams the changes of a layer; empty when its files are out of reach.</summary>
    public static IEnumerable<FileChange> Of(Layer layer) =>
        layer.Files is null ? [] : ViewComparison.Compare(ViewDirectory.RootOf(layer), ViewDirectory.RootOf(layer.Parent));

    /// <summary>As <c>docker diff</c>: the container's view against its init layer's; against the layer below where there is no init layer.</summary>
    public static IEnumerable<FileChange> Of(Container container)
    {
        if (container.Layer?.Files is null)
            return [];
        Layer? below = container.InitLayer?.Files is null ? container.Layer.Parent : container.InitLayer;
        return ViewComparison.Compare(ViewDirectory.RootOf(container.Layer), ViewDirectory.RootOf(below));
    }

    /// <summary>Both versions of what some layers changed: what <see cref="ContentDigests"/> needs to tell whether contents differ.</summary>
    public static IEnumerable<(ViewEntry Before, ViewEntry After)> Pairs(IEnumerable<Layer> layers)
    {
        foreach (FileChange change in layers.SelectMany(Of))
        {
            if (change is { Change: 'C', IsOwn: true, Below: ViewEntry before })
                yield return (before, new ViewEntry(change.Layer, change.Node));
        }
    }
}
