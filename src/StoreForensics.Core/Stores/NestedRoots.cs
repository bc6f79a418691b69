using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Stores;

/// <summary>
/// Reads stores among the files of a store: an engine that ran in a container keeps its root in a volume or in the container's own layer. Each becomes a store
/// of its own, told apart by its place.
/// </summary>
internal sealed class NestedRoots(EvidenceFiles files, Inventory inventory, List<int> read)
{
    private const int MaxRoots = 64;

    /// <summary>Looks among the layers and volumes from those positions of the inventory on, and among those that are found on the way.</summary>
    public void Read(int firstLayer, int firstVolume)
    {
        while (firstLayer < inventory.Layers.Count || firstVolume < inventory.Volumes.Count)
        {
            StoreRoot[] found = [.. InLayers(inventory.Layers[firstLayer..]), .. InVolumes(inventory.Volumes[firstVolume..])];
            (firstLayer, firstVolume) = (inventory.Layers.Count, inventory.Volumes.Count);
            foreach (StoreRoot root in StoreRoots.InOrder(found.Where(r => !read.Contains(r.Node))))
            {
                if (inventory.Within.Roots.Count == MaxRoots)
                {
                    files.Problems.Damage("SF-STORE-0009", files.Origin(root.Node),
                        $"more than {MaxRoots} stores lie inside of others; this and those after it are not read");
                    return;
                }
                if (!root.Engine.Read(files, root.Node, inventory))
                    continue;
                read.Add(root.Node);
                inventory.Within.Add(new EntryRef(files.Source, root.Node));
            }
        }
    }

    // A layer that holds the whole tree repeats what the one below it has: the uppermost tells.
    private List<StoreRoot> InLayers(List<Layer> layers)
    {
        var found = new List<(Layer Layer, EvidencePath Path, StoreRoot Root)>();
        foreach (Layer layer in layers.Where(l => l.FilesAtHand?.Source == files.Source))
        {
            foreach (StoreRoot root in StoreRoots.Within(files.Tree, layer.Files!.Root))
                found.Add((layer, files.Tree.PathOf(root.Node, layer.Files.Root), root));
        }
        var repeated = new HashSet<(Layer, EvidencePath)>();
        foreach ((Layer layer, EvidencePath path, _) in found)
        {
            if (layer is { Files.IsWholeTree: true, Parent: { Files.IsWholeTree: true } below })
                repeated.Add((below, path));
        }
        return [.. found.Where(f => !repeated.Contains((f.Layer, f.Path))).Select(f => f.Root)];
    }

    private IEnumerable<StoreRoot> InVolumes(List<Volume> volumes) =>
        volumes.Where(v => v.Files is not null).SelectMany(v => StoreRoots.Within(files.Tree, v.Files!.Root)).ToArray();
}
