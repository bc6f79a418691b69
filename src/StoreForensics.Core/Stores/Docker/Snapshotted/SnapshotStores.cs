using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Stores.Docker.Snapshotted;

/// <summary>
/// The stores of containerd, read before, that hold the images and layers of a data root: the daemon's own below the root, or the system's, whose place the
/// data root does not say. That it is the system's shows in the snapshots, which are called as the root's containers.
/// </summary>
internal sealed class SnapshotStores
{
    /// <summary>containerd's namespace of Docker.</summary>
    private const string Namespace = "moby";

    private const string Era = "containerd";

    private readonly Dictionary<(string Driver, string Key), Layer> _layers = [];
    private readonly Dictionary<string, Image> _images = new(StringComparer.Ordinal);

    private SnapshotStores(IReadOnlyList<StoreInfo> stores) => Stores = stores;

    public static SnapshotStores None { get; } = new([]);

    /// <summary>One a snapshotter; empty where no containerd of the root is in the evidence.</summary>
    public IReadOnlyList<StoreInfo> Stores { get; }

    /// <summary>Those of the root at a directory.</summary>
    public static SnapshotStores Of(Inventory inventory, EvidenceFiles files, int root)
    {
        IGrouping<Origin, StoreInfo>[] roots =
            [.. inventory.Stores.Where(s => s.Era == Era && s.Root.Evidence == files.Source.Name).GroupBy(s => s.Root).Where(g => IsDockers(inventory, g.Key))];
        if (roots.Length == 0)
            return None;
        HashSet<string> containers = ContainerIds(files.Tree, root);
        IGrouping<Origin, StoreInfo>? chosen = roots.FirstOrDefault(r => IsBelow(files.Tree, r.Key, root))
            ?? roots.FirstOrDefault(r => inventory.Layers.Any(l => l.Store.Root == r.Key && l.Snapshot is { } name && containers.Contains(name.Key)))
            ?? (roots.Length == 1 && !IsBelowAnother(files.Tree, roots[0].Key) ? roots[0] : null);
        return chosen is null ? None : Of(inventory, chosen);
    }

    /// <summary>The store of a driver's name; null where that is none of containerd's.</summary>
    public StoreInfo? Of(string? driver) => driver is null ? null : Stores.FirstOrDefault(s => s.Driver == driver);

    /// <summary>Whether there are drivers, and all are snapshotters here.</summary>
    public bool ServeAll(IReadOnlyCollection<string> drivers) => Stores.Count > 0 && drivers.All(d => Of(d) is not null);

    /// <summary>The snapshot of that key; null when there is none.</summary>
    public Layer? Layer(StoreInfo store, string key) => _layers.GetValueOrDefault((store.Driver, key));

    /// <summary>The image of that id, the digest of an index or a manifest; null when there is none.</summary>
    public Image? Image(string? id) => id is null ? null : _images.GetValueOrDefault(id);

    private static SnapshotStores Of(Inventory inventory, IGrouping<Origin, StoreInfo> root)
    {
        var found = new SnapshotStores([.. root]);
        foreach (Layer layer in inventory.Layers.Where(l => l.Store.Root == root.Key && l.Snapshot?.Namespace == Namespace))
            found._layers.TryAdd((layer.Store.Driver, layer.Snapshot!.Key), layer);
        foreach (Image image in inventory.Images.Where(i => i.Store.Root == root.Key && i.ContainerdNamespace is null))
            found._images.TryAdd(image.Id, image);
        return found;
    }

    private static bool IsDockers(Inventory inventory, Origin root) =>
        inventory.Layers.Any(l => l.Store.Root == root && l.Snapshot?.Namespace == Namespace)
        || inventory.Images.Any(i => i.Store.Root == root && i.ContainerdNamespace is null);

    private static bool IsBelow(EvidenceTree tree, Origin store, int root) =>
        tree.Find(EvidenceTree.Root, store.Path.Bytes) is >= 0 and var node && tree.IsWithin(node, root);

    // A containerd that another daemon runs is that daemon's.
    private static bool IsBelowAnother(EvidenceTree tree, Origin store) =>
        store.Path.Bytes.EndsWith("/containerd/daemon"u8) && tree.Find(EvidenceTree.Root, store.Path.Bytes) is >= 0 and var node
        && DataRootSigns.IsRoot(tree, tree[tree[node].Parent].Parent);

    private static HashSet<string> ContainerIds(EvidenceTree tree, int root)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        int containers = tree.Child(root, "containers"u8);
        foreach (int child in containers == EvidenceTree.None ? [] : tree.Children(containers).ToArray())
            ids.Add(System.Text.Encoding.UTF8.GetString(tree.Name(child)));
        return ids;
    }
}
