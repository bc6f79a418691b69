using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Stores.Docker.Containers;
using StoreForensics.Stores.Drivers;

namespace StoreForensics.Stores.Docker.Graph;

/// <summary>Reads one graph-era data root into an inventory: drivers and layers first, then
/// images, tags, containers, names and volumes, and last what is left over.</summary>
internal sealed class GraphStoreReader(DataRoot root, Inventory inventory)
{
    private readonly EvidenceFiles _files = root.Files;
    private readonly LayerAssembly _layers = root.Layers;
    private readonly List<StoreInfo> _stores = [];
    private readonly List<Image> _images = [];
    private readonly List<Container> _containers = [];

    public void Read()
    {
        IReadOnlyList<RepositoriesFile> repositories = RepositoriesFile.ReadAll(_files, root.Node);
        IReadOnlyList<IGraphDriver> drivers =
            [.. DriverDetection.Of(_files, root.Node, n => root.Directory(Encoding.UTF8.GetBytes(n)), name => repositories.Any(r => r.Driver == name))
                .Where(d => !DriverDetection.IsNew(d.Name))];
        AddStores(drivers, repositories);
        foreach (IGraphDriver driver in drivers)
        {
            if (_stores.FirstOrDefault(s => s.Driver == driver.Name) is { } store)
                _files.Problems.Contain(root.Origin, () => _layers.Add(driver, store));
        }
        var graph = new GraphImages(root, _stores, _layers);
        IReadOnlyList<Image> all = graph.Read();
        var migrated = new MigratedImages(root, inventory, all);
        _images.AddRange(all.Where(i => migrated.Find(i.Id) is null));
        _files.Problems.Contain(root.Origin, () => graph.Tag(repositories));
        // An engine writes the file at its first start (moby v0.7.2 tags.go NewTagStore).
        if (_images.Count > 0 && repositories.Count == 0)
            _files.Problems.Warn("SF-GRAPH-0010", root.Origin, $"there are images and no repositories-{_stores[0].Driver}: their tags are unknown");
        ReadContainers();
        FindGaps();
        _files.Problems.Contain(root.Origin, () => GraphProvenance.Refine(all, InRoot()));
        _files.Problems.Contain(root.Origin, () => migrated.Join(all));
        _layers.JoinByDriver();
        _files.Problems.Contain(root.Origin, () => new GraphLayerOwners(_layers, root, _images, _containers).Assign(migrated.All));
        _files.Problems.Contain(root.Origin, () => ImageHistory.Fill(_images, _layers, _files.Problems));
        _files.Problems.Contain(root.Origin, ReadNames);
        Publish(repositories, graph);
    }

    // The drivers of the root; the one with a repositories file of its name is the one that was in use, so it comes first. On an upgraded host a driver
    // without such a file is the newer store's.
    private void AddStores(IReadOnlyList<IGraphDriver> drivers, IReadOnlyList<RepositoriesFile> repositories)
    {
        IEnumerable<string> names = repositories.Where(r => r.References.Count > 0).Select(r => r.Driver).Concat(repositories.Select(r => r.Driver))
            .Concat(drivers.Select(d => d.Name).Where(d => !root.Layers.Has(d)))
            .DefaultIfEmpty(root.Containers.Drivers.FirstOrDefault() ?? "aufs").Distinct(StringComparer.Ordinal);
        foreach (string name in names.ToArray())
            _stores.Add(new StoreInfo
            {
                Name = StoreNames.Next(inventory.Stores.Concat(_stores), name, GraphStore.EraName, root.Origin),
                Driver = name,
                Era = GraphStore.EraName,
                Root = root.Origin,
                HasImages = root.Child("graph"u8) != EvidenceTree.None,
                UserNamespace = root.UserNamespace
            });
    }

    // An engine makes both at its first start (moby v1.6.2 daemon/daemon.go NewDaemonFromDirectory).
    private void FindGaps()
    {
        if (_containers.Count == 0)
            return;
        if (root.Child("graph"u8) == EvidenceTree.None)
            root.Gaps.Add("the image store (graph/)");
        foreach (string driver in _containers.Select(c => c.Store.Driver).Distinct(StringComparer.Ordinal).Where(d => !_layers.Has(d)))
            root.Gaps.Add($"the layers ({driver}/)");
    }

    // With those of the newer store, which a root that was migrated has too.
    private IEnumerable<Container> InRoot() => inventory.Containers.Where(c => c.Store.Root == root.Origin).Concat(_containers);

    private void ReadContainers()
    {
        if (root.Directory("containers"u8) is not int directory)
            return;
        var ours = new List<int>();
        foreach (int child in root.Tree.Children(directory).ToArray())
        {
            if (!root.Tree[child].Kind.IsDirectory())
                _files.Problems.Note("SF-CONTAINER-0003", _files.Origin(child), "is not a container's directory");
            else if (IsOfNewerEra(child))
                continue;
            else if (ObjectIds.IsGraphId(root.Tree.Name(child)))
                ours.Add(child);
            else
                _files.Problems.Warn("SF-CONTAINER-0004", _files.Origin(child), "the directory's name is no container id; it is not read as a container");
        }
        _containers.AddRange(ContainerDirectories.Read(root, ours, (driver, _) => StoreOf(driver)));
    }

    // The migration of 1.10 leaves config.json beside the config.v2.json that counts from then on, and alone where it failed (moby v1.10.0 migrate/v1).
    private bool IsOfNewerEra(int directory) =>
        root.Tree.Child(directory, "config.v2.json"u8) != EvidenceTree.None
            || (root.Eras.Count > 1 && root.Tree.Child(directory, "config.json"u8) == EvidenceTree.None);

    // An empty Driver is aufs, the only one before there were drivers (moby v0.7.2 runtime.go).
    private StoreInfo StoreOf(string? driver) =>
        _stores.FirstOrDefault(s => s.Driver == (driver ?? "aufs")) ?? _stores[0];

    private void ReadNames()
    {
        if (_files.File(root.Node, "linkgraph.db"u8) is not int node)
        {
            if (_containers.Count > 0 && root.Eras.Count == 1)
                _files.Problems.Note("SF-LINKGRAPH-0003", root.Origin,
                    "there are containers and no linkgraph.db, which Docker 0.6.5 to 1.9 had: links between them are unknown, and names where their configuration has none");
            return;
        }
        var names = new ContainerNames(_containers, InRoot(), LinkGraph.Read(_files, root.Node, node));
        names.Assign(_files, node);
        inventory.Leftovers.AddRange(names.Leftovers(_files, node));
        inventory.Leftovers.AddRange(names.Recovered());
    }

    private void Publish(IReadOnlyList<RepositoriesFile> repositories, GraphImages graph)
    {
        var signs = new EngineSigns(root);
        (string? version, string? sign) = _files.Problems.ContainOr(root.Origin, (null, null), () => signs.Version(_images, _containers));
        foreach (StoreInfo store in _stores)
            (store.EngineVersion, store.EngineVersionSign) = (version, sign);
        inventory.Stores.AddRange(_stores);
        inventory.Images.AddRange(_images);
        inventory.Containers.AddRange(_containers);
        inventory.EngineEvents.AddRange(_files.Problems.ContainEach(root.Origin, () => signs.Events(_stores[0])));
        inventory.EngineEvents.AddRange(TagTimes(repositories));
        inventory.Leftovers.AddRange(graph.Leftovers());
    }

    private IEnumerable<EngineEvent> TagTimes(IReadOnlyList<RepositoriesFile> repositories)
    {
        foreach (RepositoriesFile file in repositories)
        {
            if (root.Tree[file.Node].Modified is not { } time)
                continue;
            string message = $"Some tag of {Encoding.UTF8.GetString(root.Tree.Name(file.Node))} changed for the last time";
            yield return new EngineEvent("image.tagged", time, "Last change of any tag (mtime of the repositories file)", message, _files.Origin(file.Node))
            {
                Store = _stores.FirstOrDefault(s => s.Driver == file.Driver) ?? _stores[0],
                Tag = "low-confidence",
            };
        }
    }
}
