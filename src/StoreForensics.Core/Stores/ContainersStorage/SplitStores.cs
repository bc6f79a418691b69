using StoreForensics.Evidence;

namespace StoreForensics.Stores.ContainersStorage;

/// <summary>
/// Of the other roots whose images a root uses, those that have nothing but images: they are a part of that root's store, as its engine lists them
/// (containers/storage v1.59 store.go, Images and Layers over all stores). One with containers or volumes of its own, or with an image or layer that the
/// root has as well, stays a store by itself: two things of one id are told apart by their stores.
/// </summary>
internal static class SplitStores
{
    /// <summary>In the order in which the settings name them.</summary>
    public static IReadOnlyList<int> Of(EvidenceFiles files, int root) =>
        [.. AdditionalStores.Of(files, root).Where(p => HasImagesAlone(files, p) && !SharesIds(files.Tree, root, p))];

    private static bool HasImagesAlone(EvidenceFiles files, int part)
    {
        var root = new StorageRoot(files, part);
        return !HasDirectories(files.Tree, root.Directory("volumes"))
            && root.Drivers().All(d => !HasDirectories(files.Tree, d.Containers));
    }

    private static bool HasDirectories(EvidenceTree tree, int? directory)
    {
        foreach (int child in directory is int at ? tree.Children(at) : [])
        {
            if (tree[child].Kind.IsDirectory())
                return true;
        }
        return false;
    }

    private static bool SharesIds(EvidenceTree tree, int root, int part)
    {
        foreach (int directory in tree.Children(part))
        {
            if (tree.Child(root, tree.Name(directory)) is not (>= 0 and var same))
                continue;
            foreach (int child in tree.Children(directory))
            {
                if (ObjectIds.IsDigest(tree.Name(child)) && tree.Child(same, tree.Name(child)) >= 0)
                    return true;
            }
        }
        return false;
    }
}
