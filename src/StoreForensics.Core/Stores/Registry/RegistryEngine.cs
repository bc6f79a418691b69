using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Stores.Layouts;

namespace StoreForensics.Stores.Registry;

/// <summary>A registry's storage on a file system (distribution v2 and later: registry/storage/paths.go).</summary>
internal sealed class RegistryEngine : IStoreEngine
{
    /// <summary>The era's word, and the driver's.</summary>
    public const string EraName = "registry";

    public string LookedFor => "a registry's storage (docker/registry/v2/repositories and blobs)";

    public bool IsRoot(EvidenceTree tree, int directory) => Storage(tree, directory) != EvidenceTree.None;

    public bool IsRootWithin(EvidenceTree tree, int directory) => tree.Find(directory, "docker/registry/v2/repositories"u8) != EvidenceTree.None;

    public IEnumerable<int> PartsElsewhere(EvidenceTree tree, int root) => [];

    public IEnumerable<int> RootsInside(EvidenceTree tree, int root) => [];

    // Blobs are told from their paths by the engine that reads archives.
    public StoreFileKind KindOf(ReadOnlySpan<byte> path) => StoreFileKind.Metadata;

    public IEnumerable<LayoutPlace> Layout(StoreInfo store) => store.Era == EraName ? RegistryLayout.All : [];

    public bool Read(EvidenceFiles files, int root, Inventory inventory)
    {
        if (Storage(files.Tree, root) is var storage && storage == EvidenceTree.None)
            return false;
        new RegistryReader(files, root, storage, inventory).Read();
        return true;
    }

    public void Finish(EvidenceFiles files, Inventory inventory)
    {
    }

    // `docker/registry/v2` below the root that is configured, or what is left of it: a directory with both parts.
    private static int Storage(EvidenceTree tree, int directory)
    {
        int whole = tree.Find(directory, "docker/registry/v2"u8);
        if (whole != EvidenceTree.None && (tree.Child(whole, "repositories"u8) != EvidenceTree.None || tree.Child(whole, "blobs"u8) != EvidenceTree.None))
            return whole;
        int blobs = tree.Find(directory, "blobs/sha256"u8), repositories = tree.Child(directory, "repositories"u8);
        if (blobs == EvidenceTree.None || repositories == EvidenceTree.None || !tree[repositories].Kind.IsDirectory())
            return EvidenceTree.None;
        foreach (int child in tree.Children(blobs))
        {
            if (tree.Name(child).Length == 2 && tree[child].Kind.IsDirectory())
                return directory;
        }
        return EvidenceTree.None;
    }
}
