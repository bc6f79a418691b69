using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Views;

/// <summary>What was deleted of what a user looks into: of each of its layers that is there, the deleted files that lay in it.</summary>
public static class RecoveredViews
{
    /// <summary>Nearest layer first, of each what is latest before what had its path earlier.</summary>
    public static IReadOnlyList<ViewedObject> Of(ViewedObject viewed, Inventory inventory)
    {
        var found = new List<ViewedObject>();
        foreach (Layer layer in viewed.Layers.Where(l => l.Files is { } f && f.Source.OriginPrefix.IsEmpty))
        {
            foreach (IRecoveredSource source in inventory.Recovered.Sources.Where(s => s != layer.Files!.Source && s.Name == layer.Files.Source.Name))
            {
                int node = source.Tree.Find(EvidenceTree.Root, layer.Files!.Tree.PathOf(layer.Files.Root).Bytes);
                if (node == EvidenceTree.None || !source.Tree[node].Kind.IsDirectory())
                    continue;
                var deleted = new Layer
                {
                    Id = layer.Id,
                    Store = layer.Store,
                    Origin = source.Origin(node),
                    Files = new LayerFiles(source, node, layer.Files.Marks, IsWholeTree: viewed.IsHost),
                };
                found.Add(viewed.IsHost ? ViewedObject.OfHost(viewed.Name, deleted) : ViewedObject.Of(deleted));
            }
        }
        return found;
    }

    /// <summary>What is known of an entry that was recovered; null for one that is there, and for directories that only hold what was recovered.</summary>
    public static Recovery? RecoveryOf(this ViewEntry entry) => entry.Layer.Files?.Source is IRecoveredSource source ? source.RecoveryOf(entry.Node) : null;

    /// <summary>Whether an entry is shown: one of a source of deleted files only if it was deleted itself.</summary>
    public static bool IsShown(this ViewEntry entry) => entry.Layer.Files?.Source is not IRecoveredSource || entry.RecoveryOf() is not null;

    /// <summary>The rows of a view, then those of the deleted files in it.</summary>
    /// <exception cref="UsageException">The path is in none of them.</exception>
    public static IEnumerable<(ViewedObject View, ListedEntry Entry)> Rows(ViewedObject viewed, IReadOnlyList<ViewedObject> deleted, byte[] path,
        bool recursive)
    {
        ViewedObject[] having = [.. deleted.Where(d => d.Has(path))];
        if (having.Length == 0 || viewed.Has(path))
            having = [viewed, .. having];
        foreach (ViewedObject view in having)
        {
            foreach (ListedEntry entry in view.Rows(path, recursive))
            {
                if (entry.Entry.IsShown())
                    yield return (view, entry);
            }
        }
    }

    /// <summary>Whether the view has the path.</summary>
    public static bool Has(this ViewedObject viewed, byte[] path) => viewed.Root is { } root && ViewListing.TryFind(root, path) is not null;
}
