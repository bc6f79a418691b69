using StoreForensics.Docker.Drivers;
using StoreForensics.Model;

namespace StoreForensics.Docker.Stores;

/// <summary>Turns the directories of drivers into <see cref="Layer"/>s and joins each to the one below it, once it is known which that is.</summary>
internal sealed class LayerAssembly
{
    private readonly Dictionary<(string Driver, string Id), Layer> _byId = [];
    private readonly Dictionary<Layer, DriverLayer> _sources = [];

    /// <summary>All layers, in the order of drivers and of their ids.</summary>
    public List<Layer> Layers { get; } = [];

    public void Add(IGraphDriver driver, StoreInfo store)
    {
        foreach (DriverLayer source in driver.Layers())
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
                Role = source.IsRemoving ? LayerRole.Removing : LayerRole.Orphan,
            };
            Layers.Add(layer);
            _sources[layer] = source;
            _byId.TryAdd((store.Driver, source.Id), layer);
        }
    }

    public Layer? Find(string driver, string? id) => id is not null && _byId.TryGetValue((driver, id), out Layer? layer) ? layer : null;

    /// <summary>The layer of that id in whichever driver has it, the first driver first.</summary>
    public Layer? FindAnywhere(IEnumerable<StoreInfo> stores, string? id) =>
        stores.Select(s => Find(s.Driver, id)).FirstOrDefault(l => l is not null);

    /// <summary>What the driver itself recorded of a layer.</summary>
    public DriverLayer Source(Layer layer) => _sources[layer];

    /// <summary>Joins every layer that has no parent yet to the one that its driver names.</summary>
    public void JoinByDriver()
    {
        foreach (Layer layer in Layers)
            layer.Parent ??= Find(layer.Store.Driver, _sources[layer].ParentId);
    }
}
