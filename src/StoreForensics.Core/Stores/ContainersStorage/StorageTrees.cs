using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Stores.Drivers;

namespace StoreForensics.Stores.ContainersStorage;

/// <summary>Where the drivers of containers/storage keep the files of layers, and how they spell deletions.</summary>
internal static class StorageTrees
{
    /// <param name="files">The evidence.</param>
    /// <param name="driver">The driver.</param>
    /// <param name="otherRoots">Roots whose layers may lie below.</param>
    /// <summary>Null for a driver without a directory, or one whose layers are not read.</summary>
    public static IGraphDriver? Of(EvidenceFiles files, StorageDriver driver, IReadOnlyList<int> otherRoots)
    {
        if (driver.Trees is not int trees)
            return null;
        return driver.Name switch
        {
            "overlay" or "overlay2" => new Overlay2Driver(driver.Name, files, trees, Whiteouts(files, trees), Beside(files, driver, otherRoots)),
            "vfs" => Whole(files, driver.Name, trees, "dir"u8),
            "btrfs" => Whole(files, driver.Name, trees, "subvolumes"u8),
            "zfs" => Whole(files, driver.Name, trees, "graph"u8),
            _ => null,
        };
    }

    private static List<int> Beside(EvidenceFiles files, StorageDriver driver, IReadOnlyList<int> otherRoots) =>
        [.. otherRoots.Select(r => files.Tree.Child(r, System.Text.Encoding.UTF8.GetBytes(driver.Name))).Where(n => n >= 0)];

    private static WholeTreeDriver? Whole(EvidenceFiles files, string name, int trees, ReadOnlySpan<byte> directory) =>
        files.Directory(trees, directory) is int layers ? new WholeTreeDriver(name, files, layers) : null;

    // The engine notes whether it mounts by fuse-overlayfs (drivers/overlay/overlay.go, .has-mount-program); where that is missing, marks that only
    // fuse-overlayfs makes tell.
    private static IWhiteouts Whiteouts(EvidenceFiles files, int trees)
    {
        bool isFuse = files.Tree.Child(trees, ".has-mount-program"u8) != EvidenceTree.None
            ? files.ReadText(trees, ".has-mount-program"u8) == "true" : HasMarksOfFuse(files.Tree, trees);
        return isFuse ? FuseOverlayWhiteouts.Instance : OverlayWhiteouts.Instance;
    }

    private static bool HasMarksOfFuse(EvidenceTree tree, int trees)
    {
        foreach (int layer in tree.Children(trees))
        {
            if (tree.Child(layer, "diff"u8) is not (>= 0 and var diff))
                continue;
            if (IsMarked(tree, diff))
                return true;
            foreach (int child in tree.Children(diff))
            {
                if (IsMarked(tree, child))
                    return true;
            }
        }
        return false;
    }

    private static bool IsMarked(EvidenceTree tree, int node) =>
        tree.Extra(node).Xattrs?.Any(x => x.Name.StartsWith("user.fuseoverlayfs.", StringComparison.Ordinal)) == true;
}
