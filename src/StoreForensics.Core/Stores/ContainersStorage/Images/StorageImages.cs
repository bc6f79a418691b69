using StoreForensics.Evidence;
using StoreForensics.Formats.GoJson;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Stores.ContainersStorage.Records;
using StoreForensics.Stores.Images;

namespace StoreForensics.Stores.ContainersStorage.Images;

/// <summary>All images of one driver, with their names, parents, steps and layers.</summary>
internal sealed class StorageImages
{
    private readonly StorageRoot _root;
    private readonly StoreInfo _store;
    private readonly StorageLayers _layers;
    private readonly Dictionary<string, PlacedImage> _byId = new(StringComparer.Ordinal);

    /// <param name="root">The graph root.</param>
    /// <param name="driver">The driver.</param>
    /// <param name="store">What it is in the inventory.</param>
    /// <param name="layers">The driver's layers.</param>
    /// <param name="others">Images of the same store that lie in other roots: parents and members of lists may be among them.</param>
    public StorageImages(StorageRoot root, StorageDriver driver, StoreInfo store, StorageLayers layers, IReadOnlyList<PlacedImage> others)
    {
        (_root, _store, _layers) = (root, store, layers);
        StoredImage[] records = [.. StorageIndex.Read(root.Files, driver.Images, "images.json").Select(e => StoredImage.Of(e, root.Files, driver.Images))];
        foreach (StoredImage record in records.Where(r => r.ConfigKey is not null))
            Take(record, null);
        var lists = new ImageLists(root.Files, [.. _byId.Values, .. others]);
        foreach (StoredImage record in records.Where(r => r.ConfigKey is null))
            Take(record, root.Files.Problems.ContainOr(record.Origin, null, () => lists.MemberOf(record)));
        ImageParents.Join([.. All, .. others]);
        // The step that made a layer is that of the smallest image with it.
        foreach (PlacedImage placed in All.OrderBy(p => p.Record.DiffIds.Count).ToArray())
            root.Files.Problems.Contain(placed.Image.Origin, () => Fill(placed));
    }

    /// <summary>In byte order of ids.</summary>
    public IEnumerable<PlacedImage> All => _byId.Values.OrderBy(p => p.Stored.Id, StringComparer.Ordinal);

    /// <summary>The image of that id, 64 hex digits; null when there is none.</summary>
    public Image? Find(string? id) => id is null ? null : _byId.GetValueOrDefault(id)?.Image;

    private void Take(StoredImage record, PlacedImage? member)
    {
        if (_root.Files.Problems.ContainOr(record.Origin, null, () => Read(record, member)) is { } placed)
            _byId.TryAdd(record.Id, placed);
    }

    private PlacedImage Read(StoredImage record, PlacedImage? member)
    {
        EvidenceFiles files = _root.Files;
        int? node = record.ConfigNode;
        JsonView? json = node is int file ? JsonFile.Read(files, file) : member?.Json;
        if (record.ConfigKey is not null && json is null)
            files.Problems.Damage("SF-STORAGE-0004", record.Origin, $"the configuration of image {record.Id} is not in the evidence: its steps are unknown");
        Origin origin = node is int at ? files.Origin(at) : record.Origin;
        var configuration = new ImageConfiguration(json ?? default, origin, files.Problems);
        Image image = Image(record, json ?? default, node, configuration);
        image.References.AddRange(ImageNames.Of(record));
        return new PlacedImage(record, new ImageRecord(image, configuration.History(), configuration.DiffIds(), null, null, IsBuiltLocally: false),
            json ?? default, member);
    }

    private Image Image(StoredImage record, JsonView json, int? node, ImageConfiguration configuration)
    {
        EvidenceFiles files = _root.Files;
        int? document = node ?? record.ManifestNode;
        return new Image
        {
            Id = "sha256:" + record.Id,
            Store = _store,
            Origin = document is int own ? files.Origin(own) : record.Origin,
            Record = document is int entry ? new EntryRef(files.Source, entry) : null,
            RecordedDigest = node is null ? record.ManifestDigest : record.ConfigKey,
            Created = json.Exists ? configuration.Created() : record.Created,
            Registered = document is int stored ? files.Tree[stored].Modified : null,
            RegisteredOrigin = document is int place ? files.Origin(place) : null,
            Comment = json.NonEmpty("comment"),
            Author = json.NonEmpty("author"),
            DockerVersion = json.NonEmpty("docker_version"),
            Architecture = json.NonEmpty("architecture"),
            Os = json.NonEmpty("os"),
            ContainerId = json.NonEmpty("container"),
            ContainerConfig = ConfigReader.Read(json, "container_config"),
            Config = ConfigReader.Read(json, "config"),
            IsWithoutLayers = json.Exists && ImageConfiguration.IsWithoutLayers(json),
        };
    }

    private void Fill(PlacedImage placed)
    {
        PlacedImage shown = placed.Member ?? placed;
        Layer? top = _layers.Find(shown.Stored.Layer) ?? _layers.FindElsewhere(shown.Stored.Layer);
        if (shown.Stored.Layer is { } named && top is null)
            _root.Files.Problems.Damage("SF-STORAGE-0005", shown.Stored.Origin,
                $"the top layer of image {shown.Stored.Id}, {DisplayText.Escape(named)}, is not in the index of layers: its files are unknown");
        var layers = new ImageLayers(top, _root.Files.Problems);
        new ListedHistory(layers, _root.Files.Problems).Fill([placed.Record]);
        // Layers are told by the index, whatever the configuration lists.
        if (placed.Image.Layers.Count < layers.Count)
            layers.TakeAll(placed.Image);
        placed.Image.Provenance = StorageProvenance.Of(placed, shown.Stored.Layer is { } id ? _layers.Record(id) : null);
        foreach (string mapped in placed.Stored.MappedLayers)
        {
            foreach (Layer layer in _layers.Find(mapped)?.Stack() ?? [])
            {
                if (!layer.Images.Contains(placed.Image))
                    layer.Images.Add(placed.Image);
            }
        }
    }
}
