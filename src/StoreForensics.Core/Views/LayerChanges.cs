using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Model;

namespace StoreForensics.Views;

/// <summary>What a layer did to the file system below it, in path order: the view of its stack against the view of its parent's.</summary>
public static class LayerChanges
{
    /// <summary>Streams the changes of a layer; empty when its files are out of reach.</summary>
    public static IEnumerable<FileChange> Of(Layer layer) =>
        layer.Files is null ? [] : ViewComparison.Compare(ViewDirectory.RootOf(layer), ViewDirectory.RootOf(layer.ShownBelow));

    /// <summary>As <c>docker diff</c>: the container's view against its init layer's; against the layer below where there is no init layer.</summary>
    public static IEnumerable<FileChange> Of(Container container)
    {
        if (container.Rootfs is { } rootfs)
            return rootfs is { HasChanges: true, View: { } view } ? Of(view) : [];
        if (container.Layer?.Files is null)
            return [];
        Layer? below = container.InitLayer?.Files is null ? container.Layer.Parent : container.InitLayer;
        IEnumerable<FileChange> changes = ViewComparison.Compare(ViewDirectory.RootOf(container.Layer), ViewDirectory.RootOf(below));
        return container.RunTimePaths.Count == 0 ? changes : changes.Where(c => !IsRunTime(container, c));
    }

    // What the engine makes to mount something over is empty; a directory counts by what else is in it.
    private static bool IsRunTime(Container container, FileChange change)
    {
        if (change.Change == 'D' || !container.RunTimePaths.Contains(Encoding.UTF8.GetString(change.PathBytes.Span)))
            return false;
        ref readonly EvidenceNode facts = ref change.Layer.Files!.Tree[change.Node];
        return facts.Kind.IsDirectory() || facts.Kind == EntryKind.Symlink || (facts.Kind == EntryKind.File && facts.Size == 0);
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
