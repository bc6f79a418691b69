using StoreForensics.Model;
using StoreForensics.Model.Layout;
using StoreForensics.Primitives;
using StoreForensics.Stores.Drivers;

namespace StoreForensics.Stores;

/// <summary>
/// Turns the directories of a root's drivers into <see cref="Layer"/>s, each once, and joins each to the one below it, once it is known which that is.
/// </summary>
internal sealed class LayerAssembly
{
    // BuildKit names its directories by identity.NewID, 25 characters (moby v20.10 builder-next/adapters/snapshot).
    private const int BuilderIdLength = 25;

    private readonly Dictionary<(string Driver, string Id), Layer> _byId = [];
    private readonly Dictionary<Layer, DriverLayer> _sources = [];
    private readonly HashSet<(Type, string)> _drivers = [];
    private readonly List<Layer> _layers = [];

    /// <summary>Takes the driver's directories, unless another era of the root already has: the layers are then shared.</summary>
    public void Add(IGraphDriver driver, StoreInfo store)
    {
        if (!_drivers.Add((driver.GetType(), driver.Name)))
            return;
        foreach (DriverLayer source in driver.Layers())
            Add(source, store);
    }

    /// <summary>Whether directories of that driver were taken.</summary>
    public bool Has(string driver) => _drivers.Any(d => d.Item2 == driver);

    /// <summary>A layer that metadata names and no directory of the driver stands for.</summary>
    public Layer AddMissing(StoreInfo store, string id, Origin origin) =>
        Add(new DriverLayer { Id = id, Origin = origin, Unreachable = $"the {store.Driver} driver has no directory of this name" }, store);

    /// <summary>All layers: stores in the order they came, ids in byte order.</summary>
    public IReadOnlyList<Layer> Ordered() =>
        [.. _layers.GroupBy(l => l.Store.Driver).SelectMany(store => store.OrderBy(l => l.Id, StringComparer.Ordinal))];

    public Layer? Find(string driver, string? id) => id is not null && _byId.TryGetValue((driver, id), out Layer? layer) ? layer : null;

    /// <summary>The layer of that id in whichever driver has it, the first driver first.</summary>
    public Layer? FindAnywhere(IEnumerable<StoreInfo> stores, string? id) =>
        stores.Select(s => Find(s.Driver, id)).FirstOrDefault(l => l is not null);

    /// <summary>Layers of one driver, in the order they came.</summary>
    public IEnumerable<Layer> Of(string driver) => _layers.Where(l => l.Store.Driver == driver);

    /// <summary>What the driver itself recorded of a layer.</summary>
    public DriverLayer Source(Layer layer) => _sources[layer];

    /// <summary>
    /// Compares what the metadata says of the layer below with the driver's own word on it, by which a kernel would mount. A difference is a problem.
    /// </summary>
    public void CheckParent(Layer layer, Layer below, ProblemLog problems)
    {
        DriverLayer source = _sources[layer];
        Origin origin = source.RegisteredOrigin ?? source.Origin;
        // The first overlay names the image below a container's -init layer, whose files it has copied.
        bool isPassedOver = below.Role == LayerRole.ContainerInit && source.ParentId == (_sources[below].ParentId ?? below.Parent?.Id);
        // A name that leads nowhere may be that of the layer below: nothing disagrees.
        if (source.HasUnknownBelow)
            return;
        if (source.ParentId is { } id && id != below.Id && !isPassedOver)
            problems.Warn("SF-LAYER-0005", origin,
                $"the driver says that {DisplayText.Escape(id)} lies below, the metadata {below.Id}; the latter is followed");
        else if (source.ParentId is null && source.RecordsParent)
            problems.Warn("SF-LAYER-0006", origin, $"the driver says that nothing lies below, the metadata {below.Id}; the latter is followed");
    }

    /// <summary>Joins every layer that has no parent yet to the one that its driver names.</summary>
    public void JoinByDriver()
    {
        foreach (Layer layer in _layers)
            layer.Parent ??= Find(layer.Store.Driver, _sources[layer].ParentId);
    }

    private Layer Add(DriverLayer source, StoreInfo store)
    {
        var layer = new Layer
        {
            Id = source.Id,
            Store = store,
            Origin = source.Origin,
            Files = source.Files,
            UnreachableReason = source.Files is null ? source.Unreachable : null,
            Registered = source.Registered,
            RegisteredOrigin = source.RegisteredOrigin,
            Traits = source.Traits | (source.Id.Length == BuilderIdLength ? LayerTraits.BuiltInPlace : LayerTraits.None),
            Role = source.IsRemoving ? LayerRole.Removing : LayerRole.Orphan,
        };
        _layers.Add(layer);
        _sources[layer] = source;
        _byId.TryAdd((store.Driver, source.Id), layer);
        return layer;
    }
}
