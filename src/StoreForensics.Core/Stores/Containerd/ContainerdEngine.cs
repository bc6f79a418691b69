using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Stores.Layouts;

namespace StoreForensics.Stores.Containerd;

/// <summary>containerd, 1.2 to 2.x, wherever its root lies: the system's, a Kubernetes node's, below a Docker data root, a user's own.</summary>
internal sealed class ContainerdEngine : IStoreEngine
{
    public string LookedFor => "a root of containerd (io.containerd.metadata.v1.bolt/, io.containerd.content.v1.content/)";

    public bool IsRoot(EvidenceTree tree, int directory) => ContainerdRoot.IsRoot(tree, directory);

    public bool IsRootWithin(EvidenceTree tree, int directory) => tree.Find(directory, "io.containerd.metadata.v1.bolt/meta.db"u8) != EvidenceTree.None;

    public IEnumerable<int> PartsElsewhere(EvidenceTree tree, int root) => [];

    public IEnumerable<int> RootsInside(EvidenceTree tree, int root) => [];

    public StoreFileKind KindOf(ReadOnlySpan<byte> path) => ContainerdFiles.KindOf(path);

    public IEnumerable<LayoutPlace> Layout(StoreInfo store) => store.Era == "containerd" ? ContainerdLayout.Of(store.Driver) : [];

    public bool Read(EvidenceFiles files, int root, Inventory inventory)
    {
        if (!ContainerdRoot.IsRoot(files.Tree, root))
            return false;
        var found = new ContainerdRoot(files, root);
        if (!found.IsUsed)
            return false;
        new ContainerdReader(found, inventory).Read();
        return true;
    }

    public void Finish(EvidenceFiles files, Inventory inventory) => ContainerdLeftovers.Finish(files, inventory);
}
