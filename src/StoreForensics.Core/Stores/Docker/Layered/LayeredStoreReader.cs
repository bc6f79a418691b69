using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Stores.BuildKit;
using StoreForensics.Stores.Drivers;
using StoreForensics.Stores.Images;

namespace StoreForensics.Stores.Docker.Layered;

/// <summary>Reads the <c>image/&lt;driver&gt;</c> directories of a root and its containers into an inventory.</summary>
internal sealed class LayeredStoreReader(DataRoot root, Inventory inventory)
{
    private readonly EvidenceFiles _files = root.Files;
    private readonly ProblemLog _problems = root.Files.Problems;
    private readonly List<DriverStore> _stores = [];

    public void Read()
    {
        Dictionary<string, int> directories = LayeredStore.ImageDirectories(root).ToDictionary(n => Encoding.UTF8.GetString(root.Tree.Name(n)));
        IReadOnlyList<IGraphDriver> drivers = DriverDetection.Of(_files, root.Node, n => root.Directory(Encoding.UTF8.GetBytes(n)), directories.ContainsKey);
        foreach (string driver in Names(directories, drivers))
            _problems.Contain(root.Origin, () => ReadDriver(driver, directories.TryGetValue(driver, out int node) ? node : null, drivers));
        var containers = new LayeredContainers(root, _stores);
        IReadOnlyList<Container> read = containers.Read();
        _problems.Contain(root.Origin, containers.TakeLeftMounts);
        _problems.Contain(root.Origin, ReadBuildCache);
        _problems.Contain(root.Origin, () => new LayeredGaps(root).Find(_stores, read));
        root.Layers.JoinByDriver();
        Publish(read);
    }

    // Drivers with images first: one that was tried once and left leaves an empty directory. Without the graph era every driver directory is this era's.
    private IEnumerable<string> Names(Dictionary<string, int> directories, IReadOnlyList<IGraphDriver> drivers)
    {
        IEnumerable<string> bare = drivers.Select(d => d.Name).Where(d => DriverDetection.IsNew(d) || !root.Holds(Graph.GraphStore.EraName));
        return directories.OrderByDescending(d => HoldsImages(d.Value)).ThenBy(d => d.Key, StringComparer.Ordinal).Select(d => d.Key)
            .Concat(bare).Concat(Unseen()).DefaultIfEmpty(LayeredStore.UnknownEra).Distinct(StringComparer.Ordinal);
    }

    // Drivers that only containers name: nothing of them is in the evidence, save the snapshotters of a containerd that is.
    private IEnumerable<string> Unseen() => root.Containers.HasOld ? [] : root.Containers.Drivers.Where(d => root.Snapshots.Of(d) is null);

    private bool HoldsImages(int directory)
    {
        int content = root.Tree.Find(directory, "imagedb/content/sha256"u8);
        return content >= 0 && root.Tree.Children(content).Length > 0;
    }

    private void ReadBuildCache()
    {
        var cache = new BuildCacheLayers(root, BuildSnapshots.Read(_files, root.Directory("buildkit"u8)));
        foreach (DriverStore store in _stores)
            cache.Assign(store);
    }

    private void ReadDriver(string driver, int? directory, IReadOnlyList<IGraphDriver> drivers)
    {
        var info = new StoreInfo
        {
            Name = StoreNames.Next(inventory.Stores.Concat(_stores.Select(s => s.Info)), driver, LayeredStore.EraName, root.Origin),
            Driver = driver,
            Era = driver == LayeredStore.UnknownEra ? LayeredStore.UnknownEra : LayeredStore.EraName,
            HasImages = directory is int images && root.Tree.Child(images, "imagedb"u8) != EvidenceTree.None,
            Root = root.Origin,
            UserNamespace = root.UserNamespace,
        };
        foreach (IGraphDriver own in drivers.Where(d => d.Name == driver))
            _problems.Contain(root.Origin, () => root.Layers.Add(own, info));
        LayerDatabase database = LayerDatabase.Read(_files, directory);
        var chains = new ChainLayers(root, info, database);
        var read = new LayeredImages(_files, directory, info);
        _problems.Contain(root.Origin, () => new ListedHistory(chains, _problems).Fill(read.Records));
        LayerSources sources = LayerSources.Read(_files, directory);
        _problems.Contain(root.Origin, () => new ImageProvenance(sources, root.Migration).Fill(read.Records));
        _stores.Add(new DriverStore(info, directory, database, chains, read, sources));
    }

    private void Publish(IReadOnlyList<Container> containers)
    {
        var signs = new LayeredSigns(root, _stores, containers);
        var leftovers = new LayeredLeftovers(root, containers);
        (string? version, string? sign) = _problems.ContainOr(root.Origin, (null, null), signs.Version);
        foreach (DriverStore store in _stores)
        {
            (store.Info.EngineVersion, store.Info.EngineVersionSign) = (version, sign);
            inventory.Stores.Add(store.Info);
            inventory.Images.AddRange(store.Images.Images);
            inventory.Leftovers.AddRange(_problems.ContainOr(root.Origin, [], () => leftovers.Of(store)));
        }
        inventory.Containers.AddRange(containers);
        inventory.EngineEvents.AddRange(_problems.ContainEach(root.Origin, signs.Events));
    }
}
