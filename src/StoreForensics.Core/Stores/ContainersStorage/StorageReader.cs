using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Stores.ContainersStorage.Containers;
using StoreForensics.Stores.ContainersStorage.Images;
using StoreForensics.Stores.ContainersStorage.Podman;

namespace StoreForensics.Stores.ContainersStorage;

/// <summary>Reads a graph root into an inventory: a store a driver.</summary>
internal sealed class StorageReader(StorageRoot root, Inventory inventory)
{
    /// <summary>The era's word, as in <see cref="StoreInfo.Era"/>.</summary>
    public const string EraName = "containers-storage";

    private readonly EvidenceFiles _files = root.Files;
    private readonly ProblemLog _problems = root.Files.Problems;
    private readonly LayerAssembly _layers = new();
    private readonly List<StorageStore> _stores = [];

    public void Read()
    {
        UserNamespace? users = _problems.ContainOr(root.Origin, null, new RootlessUsers(_files, root.Node).Read);
        foreach (StorageDriver driver in root.Drivers())
            _problems.Contain(root.Origin, () => ReadDriver(driver, users));
        if (_stores.Count == 0)
            return;
        var containers = new StorageContainers(root, _stores, _layers,
            id => Others(inventory.Images, i => i.Store).FirstOrDefault(i => i.Id == "sha256:" + id));
        _problems.Contain(root.Origin, containers.Read);
        foreach (StorageStore store in _stores)
            store.Layers.JoinUnknown();
        StorageRoles.Assign(_layers.Ordered());
        _problems.Contain(root.Origin, () => new StorageGaps(root).Report(_stores, containers));
        Publish(containers);
    }

    // What roots of the same evidence that were read before have.
    private IEnumerable<T> Others<T>(IEnumerable<T> all, Func<T, StoreInfo> storeOf) =>
        all.Where(o => storeOf(o) is { Era: EraName } store && store.Root.Evidence == root.Origin.Evidence);

    private void ReadDriver(StorageDriver driver, UserNamespace? users)
    {
        var info = new StoreInfo
        {
            Name = StoreNames.Next(inventory.Stores.Concat(_stores.Select(s => s.Info)), driver.Name, EraName, root.Origin,
                SystemRoot.ComesBefore(root, driver)),
            Driver = driver.Name,
            Era = EraName,
            HasImages = driver.Images is int index && _files.Tree.Child(index, "images.json"u8) != EvidenceTree.None,
            Root = root.Origin,
            UserNamespace = users,
        };
        if (_problems.ContainOr(root.Origin, null, () => StorageTrees.Of(_files, driver, AdditionalStores.Of(_files, root.Node))) is { } trees)
            _problems.Contain(root.Origin, () => _layers.Add(trees, info));
        var layers = new StorageLayers(root, driver, info, _layers, id => Others(inventory.Layers, l => l.Store).FirstOrDefault(l => l.Id == id
            && l.Store.Driver == driver.Name));
        var images = new StorageImages(root, driver, info, layers);
        _stores.Add(new StorageStore(info, driver, layers, images));
    }

    private void Publish(StorageContainers containers)
    {
        foreach (StorageStore store in _stores)
        {
            inventory.Stores.Add(store.Info);
            inventory.Images.AddRange(store.Images.All.Select(i => i.Image));
        }
        inventory.Layers.AddRange(_layers.Ordered());
        inventory.Containers.AddRange(containers.All);
        _problems.Contain(root.Origin, () => Podman(containers));
        var leftovers = new StorageLeftovers(root);
        foreach (StorageStore store in _stores)
            inventory.Leftovers.AddRange(_problems.ContainOr(root.Origin, [], () => leftovers.Of(store)));
        _problems.Contain(root.Origin, () => new StoragePlaces(root, inventory).Publish(_stores));
    }

    private void Podman(StorageContainers containers)
    {
        StoreInfo store = _stores[0].Info;
        var volumes = new PodmanVolumes(root, store, containers);
        inventory.Volumes.AddRange(volumes.Read());
        inventory.Leftovers.AddRange(volumes.Leftovers());
        if (containers.IsCrio && containers.Libpod.Live is null)
            return;
        inventory.Networks.AddRange(new PodmanNetworks(root, store, containers.All).Read());
        var signs = new PodmanSigns(root, store, containers);
        inventory.EngineEvents.AddRange(_problems.ContainEach(root.Origin, signs.Events));
        inventory.Leftovers.AddRange(_problems.ContainEach(root.Origin, signs.Leftovers));
        inventory.EngineEvents.AddRange(_problems.ContainEach(root.Origin, new PodmanEvents(root, store, containers.All).Read));
        _problems.Contain(root.Origin, new QuadletUnits(root, store, inventory).Read);
    }
}

/// <summary>One driver of a root, read.</summary>
/// <param name="Info">The store that it is in the inventory.</param>
/// <param name="Driver">Its directories.</param>
/// <param name="Layers">Its layers.</param>
/// <param name="Images">Its images.</param>
internal sealed record StorageStore(StoreInfo Info, StorageDriver Driver, StorageLayers Layers, StorageImages Images);
