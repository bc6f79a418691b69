using System.Text;
using StoreForensics.Model;
using StoreForensics.Model.Layout;
using StoreForensics.Primitives;
using StoreForensics.Stores.ContainersStorage.Records;

namespace StoreForensics.Stores.ContainersStorage;

/// <summary>
/// The layers of one driver: joins each record to the driver's directory of its id and to the layer below. A record without a directory still is a layer, out
/// of reach; a directory without a record is one that nothing is known of.
/// </summary>
internal sealed class StorageLayers
{
    private readonly StorageRoot _root;
    private readonly StorageDriver _driver;
    private readonly StoreInfo _store;
    private readonly LayerAssembly _layers;
    private readonly Dictionary<string, StoredLayer> _records = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string?> _chains = new(StringComparer.Ordinal);
    private readonly Func<string, Layer?> _elsewhere;
    private int _missing;

    /// <param name="root">The graph root.</param>
    /// <param name="driver">The driver.</param>
    /// <param name="store">What it is in the inventory.</param>
    /// <param name="layers">Gets the layers.</param>
    /// <param name="elsewhere">The layer of that id in a root that was read before: an additional image store, on whose images containers here are made.</param>
    public StorageLayers(StorageRoot root, StorageDriver driver, StoreInfo store, LayerAssembly layers, Func<string, Layer?> elsewhere)
    {
        (_root, _driver, _store, _layers, _elsewhere) = (root, driver, store, layers, elsewhere);
        foreach (StorageEntry entry in StorageIndex.Read(root.Files, driver.Layers, "layers.json")
            .Concat(StorageIndex.Read(root.Files, driver.Layers, "volatile-layers.json"))
            .Concat(StorageIndex.Read(root.Files, root.RunDirectory(driver.Name + "-layers"), "volatile-layers.json")))
            _records.TryAdd(entry.Id, StoredLayer.Of(entry));
        foreach (StoredLayer record in All)
            root.Files.Problems.Contain(record.Origin, () => Join(record));
        foreach (StoredLayer record in All)
            JoinParent(record);
        foreach (StoredLayer record in All)
            TakeChain(record);
        TakeRecordsOfOthers();
        if (_missing > 0 && !layers.Has(driver.Name))
            root.Files.Problems.Damage("SF-LAYER-0003", root.Origin,
                $"the {driver.Name} driver's directory is not in the evidence: the files of {_missing} layers are out of reach");
    }

    /// <summary>In byte order of ids.</summary>
    public IEnumerable<StoredLayer> All => _records.Values.OrderBy(r => r.Id, StringComparer.Ordinal);

    /// <summary>Joins what the index does not have to what the driver says lies below.</summary>
    public void JoinUnknown()
    {
        foreach (Layer layer in _layers.Of(_driver.Name).Where(l => !_records.ContainsKey(l.Id)))
            layer.Parent ??= _layers.Find(_driver.Name, _layers.Source(layer).ParentId);
    }

    /// <summary>Null when the index has no such layer.</summary>
    public Layer? Find(string? id) => id is not null && _records.ContainsKey(id) ? _layers.Find(_driver.Name, id) : null;

    /// <summary>The same in a root that was read before: an additional image store.</summary>
    public Layer? FindElsewhere(string? id) => id is null ? null : _elsewhere(id);

    public StoredLayer? Record(string id) => _records.GetValueOrDefault(id);

    private void Join(StoredLayer record)
    {
        Layer layer = _layers.Find(_driver.Name, record.Id) ?? AddMissing(record);
        (layer.DiffId, layer.RecordedSize, layer.Metadata) = (record.DiffDigest, record.DiffSize, record.Origin);
        (layer.Registered, layer.RegisteredOrigin, layer.Users) = (record.Created?.Time, record.Origin, record.Users);
        layer.IdOf = IdOf(record);
        layer.Traits |= LayerTraits.RootIsEngines | (record.TocDigest is null && record.Users is null ? LayerTraits.None : LayerTraits.LosesDirectoryTimes);
        if (record.IsIncomplete)
            layer.Role = LayerRole.Removing;
        if (layer.Files is null && _driver.Trees is int trees
            && _root.Files.Tree.Find(trees, Encoding.ASCII.GetBytes(record.Id + "/composefs-data/composefs.blob")) >= 0)
            _root.Files.Problems.Damage("SF-STORAGE-0010", layer.Origin,
                $"layer {record.Id} is kept by composefs: its names are in an image (composefs-data/composefs.blob) that cannot be read");
        if (_driver.Layers is int directory && _root.Files.File(directory, Encoding.ASCII.GetBytes(record.Id + ".tar-split.gz")) is int node)
            layer.TarRecord = new TarRecord(_root.Files.Source, node);
    }

    // A split image store keeps the layers of images elsewhere, and what their tars were stays in the graph root (container-libs storage/layers.go, tspath).
    private void TakeRecordsOfOthers()
    {
        ReadOnlySpan<byte> suffix = ".tar-split.gz"u8;
        if (_driver.Layers is not int directory)
            return;
        foreach (int child in _root.Files.Tree.Children(directory))
        {
            ReadOnlySpan<byte> name = _root.Files.Tree.Name(child);
            if (name.EndsWith(suffix) && Encoding.UTF8.GetString(name[..^suffix.Length]) is var id && !_records.ContainsKey(id)
                && _elsewhere(id) is { TarRecord: null } other)
                other.TarRecord = new TarRecord(_root.Files.Source, child);
        }
    }

    // Of a pulled layer (container-libs image/storage/storage_dest.go): the hex digits of its digest; over another the digest of both names; of one that is
    // known by its table of contents, that stands for the digest. A container's is drawn at random.
    private static LayerIdRule? IdOf(StoredLayer record)
    {
        if (record.DiffDigest is not { } diff)
            return null;
        string ofDiff = diff["sha256:".Length..];
        string whole = record.Parent is null ? ofDiff : Hex($"{record.Parent}+{ofDiff}");
        if (record.TocDigest is not { } toc || whole == record.Id)
            return new LayerIdRule(whole);
        string part = "@TOC=" + toc["sha256:".Length..];
        return new LayerIdRule(Hex(record.Parent is null ? part : $"{record.Parent}+{part}"));
    }

    private static string Hex(string text) => ChainIds.Digest(Encoding.ASCII.GetBytes(text))["sha256:".Length..];

    private Layer AddMissing(StoredLayer record)
    {
        _missing++;
        if (_layers.Has(_driver.Name))
            _root.Files.Problems.Damage("SF-LAYER-0002", record.Origin,
                $"the layer's files should be in {_driver.Name}/{record.Id}, which is missing from the evidence");
        return _layers.AddMissing(_store, record.Id, record.Origin);
    }

    private void JoinParent(StoredLayer record)
    {
        if (record.Parent is null || Find(record.Id) is not { } layer)
            return;
        if (Find(record.Parent) is { } parent && parent != layer)
        {
            layer.Parent = parent;
            _layers.CheckParent(layer, parent, _root.Files.Problems);
        }
        else if (_elsewhere(record.Parent) is { } other)
        {
            layer.Parent = other;
        }
        else
        {
            _root.Files.Problems.Damage("SF-STORAGE-0003", record.Origin,
                $"the layer below {record.Id}, {DisplayText.Escape(record.Parent)}, is not in the index of layers; views end here");
        }
    }

    // Not recorded: it follows from the digests of the layers below. Null in the table: one of them has none.
    private void TakeChain(StoredLayer record)
    {
        var pending = new Stack<Layer>();
        string? chain = null;
        bool isKnown = true;
        for (Layer? at = Find(record.Id); at is not null && pending.Count <= _records.Count; at = at.Parent)
        {
            if (_chains.TryGetValue(at.Id, out chain))
            {
                isKnown = chain is not null;
                break;
            }
            pending.Push(at);
        }
        while (pending.TryPop(out Layer? layer))
        {
            isKnown &= layer.DiffId is not null;
            chain = isKnown ? ChainIds.Of(chain, layer.DiffId!) : null;
            (_chains[layer.Id], layer.ChainId) = (chain, chain);
        }
    }
}
