using StoreForensics.Model;

namespace StoreForensics.Views;

/// <summary>What a layer did to the file system below it, in path order: the view of its stack against the view of its parent's.</summary>
public static class LayerChanges
{
    /// <summary>Streams the changes of a layer; empty when its files are out of reach.</summary>
    public static IEnumerable<FileChange> Of(Layer layer) => throw new NotImplementedException(layer.Id);

    /// <summary>As <c>docker diff</c>: the container's view against its init layer's.</summary>
    public static IEnumerable<FileChange> Of(Container container) => throw new NotImplementedException(container.Id);
}
