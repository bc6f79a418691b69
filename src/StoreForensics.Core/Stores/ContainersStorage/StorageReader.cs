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
    private readonly List<StorageStore> _parts = [];

    public void Read()
    {
        int[] parts = _problems.ContainOr(root.Origin, [], () => SplitStores.Of(_files, root.Node).Where(IsUnread).ToArray());
        UserNamespace? users = _problems.ContainOr(root.Origin, null, new RootlessUsers(_files, root.Node).Read);
        var infos = new StorageStores(root, inventory, users, parts);
        foreach (int part in parts)
            _problems.Contain(_files.Origin(part), () => _parts.AddRange(new StorageReader(new StorageRoot(_files, part), inventory).ReadImages(infos)));
        foreach (StorageDriver driver in root.Drivers())
            _problems.Contain(root.Origin, () => ReadDriver(driver, infos));
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

    // Of a root that is another's part: images and their layers, under the other's name.
    private List<StorageStore> ReadImages(StorageStores infos)
    {
        foreach (StorageDriver driver in root.Drivers())
            _problems.Contain(root.Origin, () => ReadDriver(driver, infos));
        foreach (StorageStore store in _stores)
            store.Layers.JoinUnknown();
        StorageRoles.Assign(_layers.Ordered());
        inventory.Images.AddRange(_stores.SelectMany(s => s.Images.All.Select(i => i.Image)));
        inventory.Layers.AddRange(_layers.Ordered());
        Rest();
        return _stores;
    }

    // Two roots may name the same one: it is the first's part.
    private bool IsUnread(int part) => !inventory.Stores.Exists(s => s.Parts.Contains(_files.Origin(part)));

    // What roots of the same evidence that were read before have.
    private IEnumerable<T> Others<T>(IEnumerable<T> all, Func<T, StoreInfo> storeOf) =>
        all.Where(o => storeOf(o) is { Era: EraName } store && store.Root.Evidence == root.Origin.Evidence);

    private void ReadDriver(StorageDriver driver, StorageStores infos)
    {
        StoreInfo info = infos.Of(driver);
        if (_problems.ContainOr(root.Origin, null, () => StorageTrees.Of(_files, driver, AdditionalStores.Of(_files, root.Node))) is { } trees)
            _problems.Contain(root.Origin, () => _layers.Add(trees, info));
        var layers = new StorageLayers(root, driver, info, _layers, id => Others(inventory.Layers, l => l.Store).FirstOrDefault(l => l.Id == id
            && l.Store.Driver == driver.Name));
        var images = new StorageImages(root, driver, info, layers, [.. _parts.Where(p => p.Info == info).SelectMany(p => p.Images.All)]);
        _stores.Add(new StorageStore(info, driver, layers, images));
    }

    private void Publish(StorageContainers containers)
    {
        foreach (StorageStore store in _stores)
        {
            if (!inventory.Stores.Contains(store.Info))
                inventory.Stores.Add(store.Info);
            inventory.Images.AddRange(store.Images.All.Select(i => i.Image));
        }
        inventory.Layers.AddRange(_layers.Ordered());
        inventory.Containers.AddRange(containers.All);
        _problems.Contain(root.Origin, () => Podman(containers));
        Rest();
    }

    private void Rest()
    {
        var leftovers = new StorageLeftovers(root);
        foreach (StorageStore store in _stores)
            inventory.Leftovers.AddRange(_problems.ContainOr(root.Origin, [], () => leftovers.Of(store)));
        _problems.Contain(root.Origin, () => new StoragePlaces(root, inventory).Publish(_stores, _layers.Ordered()));
    }

    private void Podman(StorageContainers containers)
    {
        StoreInfo store = _stores[0].Info;
        var volumes = new PodmanVolumes(root, store, containers);
        inventory.Volumes.AddRange(volumes.Read());
        inventory.Leftovers.AddRange(volumes.Leftovers());
        if (containers.IsCrio && containers.Libpod.Live is null)
            return;
        // The host's own settings, events and units are those of the root that uses this one.
        bool isOthers = AdditionalStores.IsOne(_files, root.Node);
        if (!isOthers)
            inventory.Networks.AddRange(new PodmanNetworks(root, store, containers.All).Read());
        var signs = new PodmanSigns(root, store, containers);
        inventory.EngineEvents.AddRange(_problems.ContainEach(root.Origin, signs.Events));
        inventory.Leftovers.AddRange(_problems.ContainEach(root.Origin, signs.Leftovers));
        inventory.EngineEvents.AddRange(_problems.ContainEach(root.Origin, new PodmanExecs(_files, store, containers.All).Events));
        if (isOthers)
            return;
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
