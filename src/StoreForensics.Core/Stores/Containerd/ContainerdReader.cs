using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Stores.Containerd.Containers;
using StoreForensics.Stores.Containerd.Images;
using StoreForensics.Stores.Containerd.Snapshotters;

namespace StoreForensics.Stores.Containerd;

/// <summary>Reads a root of containerd into an inventory: a store a snapshotter.</summary>
internal sealed class ContainerdReader(ContainerdRoot root, Inventory inventory)
{
    /// <summary>The era's word, as in <see cref="StoreInfo.Era"/>.</summary>
    public const string EraName = "containerd";

    /// <summary>What an engine uses where nothing says otherwise (containerd defaults, DefaultSnapshotter).</summary>
    public const string DefaultSnapshotter = "overlayfs";

    private readonly EvidenceFiles _files = root.Files;
    private readonly ProblemLog _problems = root.Files.Problems;
    private readonly LayerAssembly _layers = new();
    private UserNamespace? _users;

    public void Read()
    {
        _users = _problems.ContainOr(root.Origin, null, new RootlessUsers(_files, root.Node).Read);
        List<SnapshotterStore> stores = Stores();
        var snapshots = new SnapshotTable(_layers, stores, root.Metadata, _problems);
        var images = new ContainerdImages(root, snapshots);
        var leases = root.Namespaces.SelectMany(n => n.Leases).SelectMany(l => l.Snapshots.Select(s => (l.Namespace, s.Snapshotter, s.Key))).ToHashSet();
        IReadOnlyList<Container> containers = _problems.ContainOr(root.Origin, [], () => new ContainerdContainers(root, snapshots, images).Read());
        LayerRoles.Assign(snapshots.Layers, l => leases.Contains((l.Snapshot!.Namespace, l.Store.Driver, l.Snapshot.Key)));
        var gaps = new ContainerdGaps(root);
        _problems.Contain(root.Origin, () => gaps.Report(stores));
        _problems.Contain(root.Origin, () => gaps.ReportUnread(snapshots.Layers));
        _problems.Contain(root.Origin, gaps.ReportBlobs);
        inventory.Stores.AddRange(stores.Select(s => s.Info));
        inventory.Images.AddRange(images.All.Select(i => i.Image));
        inventory.Layers.AddRange(snapshots.Layers.Concat(images.Packed));
        inventory.Containers.AddRange(stores.SelectMany(s => containers.Where(c => c.Store == s.Info).OrderBy(c => c.Id, StringComparer.Ordinal)));
        _problems.Contain(root.Origin, () => inventory.EngineEvents.AddRange(new ContainerdEvents(root, snapshots, images, stores[0].Info).All()));
        _problems.Contain(root.Origin, () => inventory.Leftovers.AddRange(new ContainerdLeftovers(root).Of(snapshots)));
        _problems.Contain(root.Origin, () => new ContainerdPlaces(root, inventory).Publish(snapshots, images));
    }

    private List<SnapshotterStore> Stores()
    {
        var stores = new List<SnapshotterStore>();
        foreach ((string name, int directory) in root.Snapshotters())
            stores.Add(Store(name, directory, stores));
        foreach (string name in root.Namespaces.SelectMany(n => n.Snapshots).Select(s => s.Snapshotter).Distinct(StringComparer.Ordinal))
        {
            if (!stores.Exists(s => s.Name == name))
                stores.Add(Store(name, null, stores));
        }
        if (stores.Count == 0)
            stores.Add(Store(DefaultSnapshotter, null, stores));
        return stores;
    }

    private SnapshotterStore Store(string name, int? directory, IEnumerable<SnapshotterStore> before)
    {
        var info = new StoreInfo
        {
            Name = StoreNames.Next(inventory.Stores.Concat(before.Select(s => s.Info)), name, EraName, root.Origin),
            Driver = name,
            Era = EraName,
            HasImages = root.Metadata is not null,
            Root = root.Origin,
            UserNamespace = _users,
        };
        SnapshotDatabase? database = directory is int at && _files.File(at, "metadata.db"u8) is int node
            ? _problems.ContainOr(_files.Origin(node), null, () => SnapshotDatabase.Read(_files, node)) : null;
        if (directory is int own)
            _problems.Contain(root.Origin, () => _layers.Add(new SnapshotDirectories(name, _files, own, database), info));
        return new SnapshotterStore(info, directory, database);
    }
}
