using StoreForensics.Evidence;
using StoreForensics.Model;

namespace StoreForensics.Stores.Docker.Layered;

/// <summary>
/// The content-addressable store with a graph driver, Docker 1.10 to today: <c>image/&lt;driver&gt;/{imagedb,layerdb,distribution,repositories.json}</c> and
/// <c>containers/&lt;id&gt;/config.v2.json</c> (moby v1.10.0 image/fs.go, v20.10 layer/filestore.go, reference/store.go).
/// </summary>
internal sealed class LayeredStore : IDockerStore
{
    public const string EraName = "layered";

    /// <summary>The era of a root of which only logs are there: both eras write them alike.</summary>
    public const string UnknownEra = "unknown";

    public string Era => EraName;

    public bool Recognises(DataRoot root)
    {
        EvidenceTree tree = root.Tree;
        if (ImageDirectories(root).Any())
            return true;
        bool hasLinks = tree.Find(root.Node, "overlay2/l"u8) != EvidenceTree.None || tree.Find(root.Node, "fuse-overlayfs/l"u8) != EvidenceTree.None;
        // Images may be gone altogether; containers of the era are told by their file's name.
        return hasLinks || root.Containers.IsLogsOnly || (root.Containers.HasNew && !root.Snapshots.ServeAll(root.Containers.Drivers));
    }

    public void Read(DataRoot root, Inventory inventory) => new LayeredStoreReader(root, inventory).Read();

    /// <summary><c>image/&lt;driver&gt;</c> directories with anything in them, in byte order of drivers.</summary>
    public static IEnumerable<int> ImageDirectories(DataRoot root)
    {
        int image = root.Child("image"u8);
        foreach (int driver in image == EvidenceTree.None ? [] : root.Tree.Children(image).ToArray())
        {
            if (root.Tree[driver].Kind.IsDirectory() && IsImageDirectory(root.Tree, driver))
                yield return driver;
        }
    }

    private static bool IsImageDirectory(EvidenceTree tree, int driver) =>
        tree.Child(driver, "imagedb"u8) != EvidenceTree.None || tree.Child(driver, "layerdb"u8) != EvidenceTree.None
            || tree.Child(driver, "repositories.json"u8) != EvidenceTree.None;
}
