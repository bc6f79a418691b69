using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Stores.ContainersStorage.Containers;
using StoreForensics.Stores.Layouts;

namespace StoreForensics.Stores.ContainersStorage;

/// <summary>containers/storage, which Podman, Buildah and CRI-O keep images and containers in: the system's root, users' own, moved ones.</summary>
internal sealed class ContainersStorageEngine : IStoreEngine
{
    public string LookedFor => "a root of containers/storage (overlay-images/, overlay-layers/, overlay-containers/)";

    public bool IsRoot(EvidenceTree tree, int directory) => StorageRoot.IsRoot(tree, directory);

    public bool IsRootWithin(EvidenceTree tree, int directory) => StorageRoot.IsRoot(tree, directory);

    public IEnumerable<int> PartsElsewhere(EvidenceTree tree, int root) => [];

    public IEnumerable<int> RootsInside(EvidenceTree tree, int root) => [];

    public StoreFileKind KindOf(ReadOnlySpan<byte> path) =>
        path.EndsWith("/composefs-data/composefs.blob"u8) ? StoreFileKind.LayerImage : StoreFileKind.Metadata;

    public IEnumerable<int> ReadBefore(EvidenceFiles files, int root) => StorageRoot.IsRoot(files.Tree, root) ? AdditionalStores.Of(files, root) : [];

    public IEnumerable<int> Parts(EvidenceFiles files, int root) => StorageRoot.IsRoot(files.Tree, root) ? SplitStores.Of(files, root) : [];

    public IEnumerable<LayoutPlace> Layout(StoreInfo store) => store.Era == "containers-storage" ? StorageLayout.Of(store.Driver) : [];

    public bool Read(EvidenceFiles files, int root, Inventory inventory)
    {
        if (!StorageRoot.IsRoot(files.Tree, root))
            return false;
        new StorageReader(new StorageRoot(files, root), inventory).Read();
        return true;
    }

    public void Recover(EvidenceFiles disk, IReadOnlyList<IRecoveredSource> deleted, StoreInfo store, Inventory inventory)
    {
        if (store.Era == StorageReader.EraName)
            new RemovedContainers(disk, deleted, store, inventory).Read();
    }

    public void Finish(EvidenceFiles files, Inventory inventory) => StorageLeftovers.Finish(files, inventory);
}
