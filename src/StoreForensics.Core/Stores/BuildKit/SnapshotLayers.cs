using StoreForensics.Model;
using StoreForensics.Model.Builds;

namespace StoreForensics.Stores.BuildKit;

/// <summary>
/// The layer of a cache record: containerd calls a snapshot as the builder does; a graph driver's directory is what <c>snapshots.db</c> says.
/// </summary>
internal sealed class SnapshotLayers
{
    private readonly BuildSnapshots _snapshots;
    private readonly Dictionary<string, Layer> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Layer> _byChain = new(StringComparer.Ordinal);

    public SnapshotLayers(IEnumerable<Layer> layers, BuildSnapshots snapshots)
    {
        _snapshots = snapshots;
        foreach (Layer layer in layers)
        {
            _byName.TryAdd(layer.Snapshot?.Key ?? layer.Id, layer);
            if (layer.ChainId is { } chain)
                _byChain.TryAdd(chain, layer);
        }
    }

    /// <summary>Null when its files are nowhere: never unpacked, removed, or not in the evidence.</summary>
    public Layer? Of(BuildCacheRecord record)
    {
        string snapshot = record.Snapshot ?? record.Id;
        return _byName.GetValueOrDefault(_snapshots.DirectoryOf(snapshot))
            ?? _byChain.GetValueOrDefault(_snapshots.ChainOf(snapshot) ?? snapshot)
            ?? (record.ChainId is { } chain ? _byChain.GetValueOrDefault(chain) : null);
    }
}
