using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Stores.Images;

namespace StoreForensics.Stores.Docker.Layered;

/// <summary>
/// The driver's directories under their chain ids: joins each record of the layer database to its directory (by <c>cache-id</c>) and to the layer below (by
/// <c>parent</c>). A record without a directory still is a layer, out of reach.
/// </summary>
internal sealed class ChainLayers : IChainLayers
{
    private readonly DataRoot _root;
    private readonly StoreInfo _store;
    private readonly LayerDatabase _database;
    private readonly Dictionary<string, Layer> _byChain = new(StringComparer.Ordinal);
    private int _missing;

    public ChainLayers(DataRoot root, StoreInfo store, LayerDatabase database)
    {
        (_root, _store, _database) = (root, store, database);
        LayerRecord[] records = [.. database.Layers.Values.OrderBy(r => r.ChainId, StringComparer.Ordinal)];
        foreach (LayerRecord record in records)
            Join(record);
        foreach (LayerRecord record in records)
            JoinParent(record);
        CheckTarRecords(records, database);
        foreach (LayerRecord record in database.Removed)
            Removed(record);
        if (_missing > 0 && !root.Layers.Has(store.Driver))
            root.Files.Problems.Damage("SF-LAYER-0003", root.Origin,
                $"the {store.Driver} driver's directory is not in the evidence: the files of {_missing} layers are out of reach");
    }

    /// <summary>How many layers have no directory.</summary>
    public int MissingCount => _missing;

    /// <summary>Null when the database has no such layer, or does not say where its files are.</summary>
    public Layer? Find(string? chainId) => chainId is null ? null : _byChain.GetValueOrDefault(chainId);

    /// <inheritdoc/>
    public long? SizeOf(string? chainId) => chainId is not null && _database.Layers.TryGetValue(chainId, out LayerRecord? layer) ? layer.Size : null;

    /// <inheritdoc/>
    public void Missing(Image image, string chainId) => _root.Files.Problems.Damage("SF-IMAGE-0013", image.Origin,
        $"layer {chainId} of the image is not in the layer database: its files are unknown");

    private void Join(LayerRecord record)
    {
        if (record.CacheId is not { } id)
            return;
        Layer layer = _root.Layers.Find(_store.Driver, id) ?? AddMissing(record, id);
        if (layer.ChainId is not null)
        {
            _root.Files.Problems.Warn("SF-LAYER-0001", record.Origin, $"two layers claim the directory {id}: {layer.ChainId} too");
            _byChain[record.ChainId] = layer;
            return;
        }
        (layer.ChainId, layer.DiffId, layer.RecordedSize) = (record.ChainId, record.DiffId, record.Size);
        (layer.Registered, layer.RegisteredOrigin) = (record.Registered, record.RegisteredOrigin);
        layer.Role = LayerRole.Image;
        TakeTarRecord(layer, record);
        _byChain[record.ChainId] = layer;
    }

    // moby v20.10 layer/filestore.go TarSplitWriter.
    private void TakeTarRecord(Layer layer, LayerRecord record)
    {
        (layer.Metadata, layer.Chain) = (record.Origin, record.Chain);
        int directory = _root.Tree.Find(EvidenceTree.Root, record.Origin.Path.Bytes);
        if (directory != EvidenceTree.None && _root.Files.File(directory, "tar-split.json.gz"u8) is int node)
            layer.TarRecord = new TarRecord(_root.Files.Source, node);
    }

    // Written with every layer since 1.10, the builder's included, but by drivers that give back the exact tar: none of those that are built in
    // (moby v1.10.0 layer/layer_store.go, v20.10 layer/migration.go and graphdriver/proxy.go).
    private void CheckTarRecords(LayerRecord[] records, LayerDatabase database)
    {
        LayerRecord[] without = [.. records.Where(r => Find(r.ChainId) is { TarRecord: null } layer && layer.Metadata == r.Origin)];
        if (without.Length == 0 || _store.Driver == Drivers.WindowsFilterDriver.DriverName)
            return;
        if (without.Length == records.Length && records.Length > 1)
        {
            _root.Files.Problems.Damage("SF-LAYERDB-0008", database.Origin,
                $"none of {records.Length} layers has its tar-split.json.gz, which the engine writes with every layer: they cannot be verified");
            return;
        }
        foreach (LayerRecord record in without)
            _root.Files.Problems.Damage("SF-LAYERDB-0008", record.Origin,
                "the layer's tar-split.json.gz, which the engine writes with every layer, is missing: it cannot be verified");
    }

    private Layer AddMissing(LayerRecord record, string id)
    {
        _missing++;
        if (_root.Layers.Has(_store.Driver))
            _root.Files.Problems.Damage("SF-LAYER-0002", record.Origin,
                $"the layer's files should be in {_store.Driver}/{id}, which is missing from the evidence");
        return _root.Layers.AddMissing(_store, id, record.Origin);
    }

    private void JoinParent(LayerRecord record)
    {
        if (record.ParentChainId is null || Find(record.ChainId) is not { } layer || layer.ChainId != record.ChainId)
            return;
        if (Find(record.ParentChainId) is { } parent && parent != layer)
        {
            layer.Parent = parent;
            _root.Layers.CheckParent(layer, parent, _root.Files.Problems);
        }
        else
        {
            _root.Files.Problems.Damage("SF-LAYER-0004", record.Origin,
                $"the layer below, {record.ParentChainId}, is not in the layer database; views end here");
        }
    }

    private void Removed(LayerRecord record)
    {
        if (_root.Layers.Find(_store.Driver, record.CacheId) is not { ChainId: null } layer)
            return;
        (layer.ChainId, layer.DiffId, layer.RecordedSize) = (record.ChainId, record.DiffId, record.Size);
        layer.Role = LayerRole.Removing;
        layer.Parent = Find(record.ParentChainId);
    }
}
