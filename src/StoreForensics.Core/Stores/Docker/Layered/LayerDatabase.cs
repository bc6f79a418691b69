using System.Globalization;
using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Model.Layout;
using StoreForensics.Primitives;

namespace StoreForensics.Stores.Docker.Layered;

/// <summary>
/// <c>layerdb/{sha256,mounts,tmp}</c> (moby v20.10 layer/filestore.go): small text
/// files without a newline. Read whole; nothing here is looked up in the driver.
/// </summary>
internal sealed class LayerDatabase
{
    private const string Removing = "-removing";
    private readonly EvidenceFiles _files;
    private readonly Dictionary<string, LayerRecord> _layers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, MountRecord> _mounts = new(StringComparer.Ordinal);
    private readonly List<LayerRecord> _removing = [];
    private readonly List<Leftover> _leftovers = [];

    private LayerDatabase(EvidenceFiles files) => _files = files;

    /// <summary>By chain id.</summary>
    public IReadOnlyDictionary<string, LayerRecord> Layers => _layers;

    /// <summary>By container id.</summary>
    public IReadOnlyDictionary<string, MountRecord> Mounts => _mounts;

    /// <summary>Layers whose removal was cut off.</summary>
    public IReadOnlyList<LayerRecord> Removed => _removing;

    public IReadOnlyList<Leftover> Leftovers => _leftovers;

    /// <summary>The database's directory; that of the images' where it is not there.</summary>
    public Origin Origin { get; private init; }

    /// <summary>Whether the directory of containers' mounts is there, which the first container makes: without it a missing mount says nothing.</summary>
    public bool HasMounts { get; private init; }

    /// <summary>Reads <c>image/&lt;driver&gt;/layerdb</c>; empty when it is not there.</summary>
    public static LayerDatabase Read(EvidenceFiles files, int? imageDirectory)
    {
        if (imageDirectory is not int directory || files.Directory(directory, "layerdb"u8) is not int layerdb)
            return new LayerDatabase(files);
        var database = new LayerDatabase(files) { Origin = files.Origin(layerdb), HasMounts = files.Tree.Child(layerdb, "mounts"u8) != EvidenceTree.None };
        database.ForEach(layerdb, "sha256"u8, database.ReadLayer);
        database.ReadMounts(layerdb);
        database.ForEach(layerdb, "tmp"u8, database.ReadStaged);
        return database;
    }

    /// <summary>Whether the recomputed chain id is the one that the layer is stored
    /// under. True where a part is missing: that is a problem of its own.</summary>
    public static bool IsWhole(LayerRecord layer) => layer.DiffId is null || ChainIds.Of(layer.ParentChainId, layer.DiffId) == layer.ChainId;

    private void ForEach(int layerdb, ReadOnlySpan<byte> name, Action<int, string> read)
    {
        if (_files.Directory(layerdb, name) is not int directory)
            return;
        foreach (int child in _files.Tree.Children(directory).ToArray())
        {
            if (_files.Tree[child].Kind.IsDirectory())
                _files.Problems.Contain(_files.Origin(child), () => read(child, Encoding.UTF8.GetString(_files.Tree.Name(child))));
            else
                _files.Problems.Note("SF-LAYERDB-0001", _files.Origin(child), "is not a directory, as everything else here is; it is not read");
        }
    }

    private void ReadLayer(int node, string name)
    {
        if (ObjectIds.IsDigest(_files.Tree.Name(node)))
        {
            LayerRecord layer = Layer(node, name);
            if (!IsWhole(layer))
                _files.Problems.Damage("SF-LAYERDB-0002", layer.Origin, "the layer's name is not the digest of its parent and diff: one of the three is not as the engine writes them");
            _layers[layer.ChainId] = layer;
        }
        else if (name.EndsWith(Removing, StringComparison.Ordinal) && name.Length > 64 && ObjectIds.IsHex(_files.Tree.Name(node)[..64]))
        {
            LayerRecord layer = Layer(node, name[..64]);
            _removing.Add(layer);
            _leftovers.Add(new Leftover("layer being removed", layer.ChainId, layer.Origin,
                $"an interrupted removal of an image; its files are in {layer.CacheId ?? "an unknown directory"}"));
        }
        else
        {
            _files.Problems.Note("SF-LAYERDB-0003", _files.Origin(node), "the directory's name is no chain id; it is not read");
        }
    }

    private LayerRecord Layer(int node, string hex)
    {
        int? cacheId = _files.File(node, "cache-id"u8);
        string? diffId = Digest(node, "diff", required: true, out string? diff), parentChainId = Digest(node, "parent", required: false, out string? parent);
        return new LayerRecord
        {
            ChainId = "sha256:" + hex,
            Origin = _files.Origin(node),
            DiffId = diffId,
            ParentChainId = parentChainId,
            Chain = new ChainRecord(diff, parent),
            CacheId = DriverId(node, "cache-id"),
            Size = Size(node),
            Registered = _files.Tree[cacheId ?? node].Modified,
            RegisteredOrigin = _files.Origin(cacheId ?? node),
        };
    }

    // One a container: hosts that run jobs have tens of thousands.
    private void ReadMounts(int layerdb)
    {
        var mounts = new List<int>();
        ForEach(layerdb, "mounts"u8, (node, _) => mounts.Add(node));
        foreach (MountRecord? mount in ManyEntries.Read<MountRecord?>(_files, mounts, files => node => ReadMount(new LayerDatabase(files), node)))
        {
            if (mount is not null)
                _mounts[mount.ContainerId] = mount;
        }
    }

    private static MountRecord? ReadMount(LayerDatabase database, int node) =>
        database._files.Problems.ContainOr(database._files.Origin(node), null, () => database.Mount(node));

    private MountRecord Mount(int node)
    {
        int? mountId = _files.File(node, "mount-id"u8);
        return new MountRecord
        {
            ContainerId = Encoding.UTF8.GetString(_files.Tree.Name(node)),
            Origin = _files.Origin(node),
            MountId = DriverId(node, "mount-id"),
            InitId = mountId is not null && _files.Tree.Child(node, "init-id"u8) == EvidenceTree.None ? null : DriverId(node, "init-id"),
            ParentChainId = Digest(node, "parent", required: false, out _),
            Registered = _files.Tree[mountId ?? node].Modified,
            RegisteredOrigin = _files.Origin(mountId ?? node),
        };
    }

    private void ReadStaged(int node, string name)
    {
        string detail = "an interrupted pull, build or load";
        if (_files.Tree.Child(node, "cache-id"u8) != EvidenceTree.None && _files.ReadText(node, "cache-id"u8) is { Length: > 0 } cacheId)
            detail += $"; its files are in {cacheId}";
        _leftovers.Add(new Leftover("staged layer", name, _files.Origin(node), detail));
    }

    private string? Digest(int node, string name, bool required, out string? text)
    {
        text = null;
        byte[] bytes = Encoding.ASCII.GetBytes(name);
        if (_files.Tree.Child(node, bytes) == EvidenceTree.None)
        {
            if (required)
                _files.Problems.Damage("SF-LAYERDB-0004", _files.Origin(node), $"the layer's {name} file is missing");
            return null;
        }
        text = _files.ReadText(node, bytes);
        if (ObjectIds.IsPrefixedDigest(text))
            return text;
        _files.Problems.Damage("SF-LAYERDB-0005", _files.Origin(node), $"the layer's {name} file holds no digest: {DisplayText.Escape(text ?? "")}");
        return null;
    }

    private string? DriverId(int node, string name)
    {
        string? text = _files.ReadText(node, Encoding.ASCII.GetBytes(name));
        if (ObjectIds.IsDriverId(text))
            return text;
        string what = text is null ? "is missing" : $"holds no directory name: {DisplayText.Escape(text)}";
        _files.Problems.Damage("SF-LAYERDB-0006", _files.Origin(node), $"the {name} file {what}");
        return null;
    }

    private long? Size(int node)
    {
        string? text = _files.ReadText(node, "size"u8);
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long size))
            return size;
        _files.Problems.Damage("SF-LAYERDB-0007", _files.Origin(node), text is null ? "the layer's size file is missing"
            : $"the layer's size is no number: {DisplayText.Escape(text)}");
        return null;
    }
}
