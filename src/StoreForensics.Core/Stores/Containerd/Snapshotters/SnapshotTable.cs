using System.Globalization;
using StoreForensics.Model;
using StoreForensics.Model.Layout;
using StoreForensics.Primitives;
using StoreForensics.Stores.Containerd.Records;

namespace StoreForensics.Stores.Containerd.Snapshotters;

/// <summary>
/// The snapshots of a root as layers: joins what <c>meta.db</c> calls a snapshot to its snapshotter's number, and so to a directory. Without <c>meta.db</c> the
/// snapshotter's own names say the same.
/// </summary>
internal sealed class SnapshotTable
{
    private readonly LayerAssembly _layers;
    private readonly ProblemLog _problems;
    private readonly Dictionary<(string Namespace, string Snapshotter, string Key), Layer> _byKey = [];

    public SnapshotTable(LayerAssembly layers, IReadOnlyList<SnapshotterStore> stores, MetadataDatabase? metadata, ProblemLog problems)
    {
        (_layers, _problems, Stores) = (layers, problems, stores);
        foreach (SnapshotterStore store in stores)
        {
            problems.Contain(store.Info.Root, () => TakeBackend(store));
            foreach (StoredSnapshot record in (metadata?.Namespaces ?? []).SelectMany(n => n.Snapshots).Where(s => s.Snapshotter == store.Name))
                problems.Contain(record.Origin, () => Join(store, record));
        }
        layers.JoinByDriver();
        foreach (Layer layer in layers.Ordered())
            TakeChain(layer);
    }

    /// <summary>Those of the root, the default first.</summary>
    public IReadOnlyList<SnapshotterStore> Stores { get; }

    /// <summary>In every snapshotter, by store, then by number.</summary>
    public IReadOnlyList<Layer> Layers => _layers.Ordered();

    /// <summary>The snapshot of that key; null when there is none.</summary>
    public Layer? Find(string space, string snapshotter, string? key) => key is null ? null : _byKey.GetValueOrDefault((space, snapshotter, key));

    // The name of a snapshot in its snapshotter is the namespace, a number and the key (containerd core/metadata/snapshot.go, createKey).
    private void TakeBackend(SnapshotterStore store)
    {
        foreach (BackendSnapshot snapshot in store.Database?.ById.Values ?? [])
        {
            if (_layers.Find(store.Name, Id(snapshot)) is not { } layer)
                continue;
            layer.RecordedSize = snapshot.Kind == SnapshotKind.Committed ? snapshot.Size : null;
            layer.Metadata = snapshot.Origin;
            string[] parts = snapshot.Name.Split('/', 3);
            if (parts.Length == 3)
                Name(layer, store.Name, parts[0], parts[2]);
        }
    }

    private void Join(SnapshotterStore store, StoredSnapshot record)
    {
        // That a whole database is missing is said of the root.
        if (store.Database is not { } database)
            return;
        if (database.Find(record.BackendName) is { } snapshot && _layers.Find(store.Name, Id(snapshot)) is { } layer)
            Name(layer, store.Name, record.Namespace, record.Key);
        else
            _problems.Damage("SF-CONTAINERD-0003", record.Origin,
                $"the snapshotter {store.Name} knows nothing of the snapshot {DisplayText.Escape(record.Key)} of namespace {DisplayText.Escape(record.Namespace)}: "
                    + "its files cannot be told");
    }

    private void Name(Layer layer, string snapshotter, string space, string key)
    {
        layer.Snapshot = new SnapshotName(space, key);
        _byKey[(space, snapshotter, key)] = layer;
        if (ObjectIds.IsPrefixedDigest(key))
            layer.ChainId = key;
        // BuildKit names what it makes itself by 25 characters, and writes it in place.
        if (ObjectIds.IsBuildKitId(key))
            layer.Traits |= LayerTraits.BuiltInPlace;
    }

    // Between the layers of what the classic builder of Docker makes lie the -init snapshots of its containers, which are in no chain.
    private static void TakeChain(Layer layer)
    {
        if (layer.ChainId is not null)
            layer.Chain = new ChainRecord(null, layer.Stack().Skip(1).FirstOrDefault(l => l.ChainId is not null)?.ChainId);
    }

    private static string Id(BackendSnapshot snapshot) => snapshot.Id.ToString(CultureInfo.InvariantCulture);
}
