using StoreForensics.Evidence;
using StoreForensics.Model;

namespace StoreForensics.Stores.Layouts;

/// <summary>Finds an example of a deletion among the layers of a store, as its driver spells it on disk.</summary>
internal static class Deletions
{
    // Names looked at: a store without deletions may have millions.
    private const int MostNames = 300_000;

    /// <summary>A deleted name.</summary>
    public static int OfName(LayoutScope scope) => Find(scope, LayerEntryMeaning.Deletion);

    /// <summary>A directory's mark that hides all below it.</summary>
    public static int OfDirectory(LayoutScope scope) => Find(scope, LayerEntryMeaning.OpaqueMarker);

    private static int Find(LayoutScope scope, LayerEntryMeaning wanted)
    {
        int left = MostNames;
        foreach (Layer layer in scope.Inventory.Layers.Where(l => l.Store == scope.Store))
        {
            if (layer.FilesAtHand is { IsWholeTree: false } files && files.Source == scope.Files.Source
                && In(files, wanted, ref left) is var found && found != EvidenceTree.None)
                return found;
        }
        return EvidenceTree.None;
    }

    private static int In(LayerFiles files, LayerEntryMeaning wanted, ref int left)
    {
        EvidenceTree tree = files.Source.Tree;
        var open = new Stack<int>([files.Root]);
        while (open.TryPop(out int directory))
        {
            foreach (int child in tree.Children(directory))
            {
                if (--left < 0)
                    return EvidenceTree.None;
                if (Is(files, child, wanted, atLayerRoot: directory == files.Root))
                    return child;
                if (tree[child].Kind.IsDirectory())
                    open.Push(child);
            }
        }
        return EvidenceTree.None;
    }

    // Some drivers mark the directory itself, by an attribute.
    private static bool Is(LayerFiles files, int node, LayerEntryMeaning wanted, bool atLayerRoot) =>
        files.Marks.Classify(files.Source.Tree, node, atLayerRoot) == wanted
        || (wanted == LayerEntryMeaning.OpaqueMarker && files.Marks.UsesAttributes && files.Source.Tree[node].Kind.IsDirectory()
            && files.Marks.IsOpaque(files.Source.Tree, node));
}
