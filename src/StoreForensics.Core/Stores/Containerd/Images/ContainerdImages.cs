using StoreForensics.Evidence;
using StoreForensics.Formats.GoJson;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Stores.Containerd.Records;
using StoreForensics.Stores.Containerd.Snapshotters;
using StoreForensics.Stores.Images;

namespace StoreForensics.Stores.Containerd.Images;

/// <summary>The images of all namespaces: names that lead to one image are one, with the layers of the snapshotter that has them.</summary>
internal sealed class ContainerdImages
{
    private const string Parent = "org.mobyproject.image.parent";

    private readonly ContainerdRoot _root;
    private readonly SnapshotTable _snapshots;
    private readonly PackedLayers _packed;
    private readonly Dictionary<(string Namespace, string Name), Image> _byName = [];
    private readonly List<PlacedImage> _images = [];

    public ContainerdImages(ContainerdRoot root, SnapshotTable snapshots)
    {
        (_root, _snapshots, _packed) = (root, snapshots, new PackedLayers(root));
        Diffs = new DiffIds(root);
        List<ImageTarget> targets = Targets();
        Diffs.TakeRecords();
        Diffs.Assign(snapshots.Layers);
        foreach (ImageTarget target in targets.OrderBy(t => t.Id, StringComparer.Ordinal).ThenBy(t => t.Namespace.Name, StringComparer.Ordinal))
            root.Files.Problems.Contain(target.Records[0].Origin, () => Add(target));
        JoinParents();
        // The step that made a layer is that of the smallest image with it.
        foreach (PlacedImage placed in _images.OrderBy(i => i.Record.DiffIds.Count))
            root.Files.Problems.Contain(placed.Image.Origin, () => Fill(placed));
    }

    public DiffIds Diffs { get; }

    /// <summary>The layers that are tars of the content store.</summary>
    public IEnumerable<Layer> Packed => _packed.All;

    /// <summary>In byte order of ids, with what they were made of.</summary>
    public IReadOnlyList<PlacedImage> All => _images;

    /// <summary>The image of a record; null when there is none of that name.</summary>
    public Image? Find(string space, string? name) => name is null ? null : _byName.GetValueOrDefault((space, name));

    /// <summary>The image of that id; null when there is none.</summary>
    public Image? WithId(string space, string? id) => _images.FirstOrDefault(i => i.Target.Namespace.Name == space && i.Image.Id == id)?.Image;

    // Names of one namespace with one id, whatever they point to, are one image.
    private List<ImageTarget> Targets()
    {
        var reader = new ManifestReader(_root.Content);
        StoredImage[] records = [.. _root.Namespaces.SelectMany(n => n.Images).Where(IsPointing)];
        Dictionary<string, IReadOnlyList<ImageManifest>> manifests = records.Select(r => r.Target!).Distinct(StringComparer.Ordinal)
            .ToDictionary(t => t, t => _root.Files.Problems.ContainOr(_root.Origin, [], () => reader.Read(t)), StringComparer.Ordinal);
        foreach (ImageManifest manifest in manifests.Values.SelectMany(m => m))
            _root.Files.Problems.Contain(_root.Origin, () => Diffs.Take(manifest));
        var choice = new PlatformChoice(manifests.Values.SelectMany(m => m).Where(IsUnpacked));
        var targets = new Dictionary<(string, string), ImageTarget>();
        foreach (StoredNamespace space in _root.Namespaces)
        {
            foreach (StoredImage record in records.Where(r => r.Namespace == space.Name))
            {
                var target = new ImageTarget(space, record.Target!, manifests[record.Target!], choice.Of(manifests[record.Target!]));
                if (!targets.TryGetValue((space.Name, target.Id), out ImageTarget? known))
                    targets[(space.Name, target.Id)] = known = target;
                known.Records.Add(record);
            }
        }
        return [.. targets.Values];
    }

    private bool IsPointing(StoredImage record)
    {
        if (ObjectIds.IsPrefixedDigest(record.Target))
            return true;
        _root.Files.Problems.Damage("SF-CONTAINERD-0004", record.Origin, $"the image {DisplayText.Escape(record.Name)} points to no digest; it is left out");
        return false;
    }

    private bool IsUnpacked(ImageManifest manifest)
    {
        if (manifest.IsAttestation || _root.Content.Document(manifest.Config) is not { } json)
            return false;
        string? top = ChainIds.Of(new ImageConfiguration(json, _root.Origin, new ProblemLog()).DiffIds()).LastOrDefault();
        return top is not null && _snapshots.Layers.Any(l => l.ChainId == top);
    }

    private void Add(ImageTarget target)
    {
        int? node = _root.Content.Find(target.Chosen?.Config);
        JsonView? known = _root.Content.Document(target.Chosen?.Config);
        Origin origin = node is int file ? _root.Files.Origin(file) : target.Records[0].Origin;
        if (known is null)
            _root.Files.Problems.Note("SF-CONTAINERD-0005", target.Records[0].Origin,
                $"the configuration of {DisplayText.Escape(target.Records[0].Name)} is not in the evidence: its steps and layers are unknown");
        JsonView json = known ?? default;
        var configuration = new ImageConfiguration(json, origin, _root.Files.Problems);
        List<string> diffIds = configuration.DiffIds();
        SnapshotterStore store = StoreOf(target.Namespace.Name, diffIds);
        Image image = Image(target, json, node, store.Info, configuration);
        Name(image, target);
        _images.Add(new PlacedImage(target, new ImageRecord(image, configuration.History(), diffIds, null, null, IsBuiltLocally: false), store));
    }

    private void Fill(PlacedImage placed)
    {
        string space = placed.Target.Namespace.Name;
        // What was not unpacked is read from its tars, where they are.
        bool isUnpacked = _snapshots.Find(space, placed.Store.Name, ChainIds.Of(placed.Record.DiffIds).LastOrDefault()) is not null;
        IChainLayers layers = (isUnpacked ? null : _packed.Of(placed)) ?? new NamespaceLayers(_snapshots, space, placed.Store.Name);
        new ListedHistory(layers, _root.Files.Problems).Fill([placed.Record]);
        if (layers is ArchiveLayers)
            placed.Image.TotalSize = placed.Image.OwnSize = null;
        // Of an image that was not unpacked nothing is missing.
        if (placed.Image.Layers.Count < placed.Record.DiffIds.Count)
            placed.Image.ChainIds = [];
        ShareLayers(placed.Image, space, placed.Record.DiffIds, placed.Store);
        placed.Image.Provenance = Provenance(placed.Record);
    }

    // The label of the image below is Docker's own, of what it committed or built by itself (moby v26 daemon/containerd/image_commit.go).
    private static Provenance? Provenance(ImageRecord record)
    {
        (string? made, string? sign) = ImageMaking.Tell(record);
        if (made is null || sign is null)
            return null;
        return record.Image.ParentId is null ? new Provenance(Model.Provenance.Unknown, made, [sign])
            : new Provenance(made, made, ["it was made here (it has a local parent)", sign]);
    }

    private SnapshotterStore StoreOf(string space, List<string> diffIds)
    {
        string? top = ChainIds.Of(diffIds).LastOrDefault();
        return _snapshots.Stores.FirstOrDefault(s => _snapshots.Find(space, s.Name, top) is not null) ?? _snapshots.Stores[0];
    }

    // An image can be unpacked by several snapshotters.
    private void ShareLayers(Image image, string space, IReadOnlyList<string> diffIds, SnapshotterStore store)
    {
        foreach (SnapshotterStore other in _snapshots.Stores.Where(s => s != store))
        {
            foreach (string chain in ChainIds.Of(diffIds))
                _snapshots.Find(space, other.Name, chain)?.Images.Add(image);
        }
    }

    private Image Image(ImageTarget target, JsonView json, int? node, StoreInfo store, ImageConfiguration configuration)
    {
        RecordedTime? made = configuration.Created();
        // Of several names the first that this host's clock dated.
        StoredImage first = target.Records.Where(r => r.Created is not null && !r.IsDatedByBuilder(made?.Time)).MinBy(r => r.Created) ?? target.Records[0];
        JsonView? container = _root.Content.Document(Label(target, "org.mobyproject.image.containerconfig"));
        return new Image
        {
            Id = target.Id,
            Store = store,
            Origin = node is int file ? _root.Files.Origin(file) : first.Origin,
            Record = node is int config ? new EntryRef(_root.Files.Source, config) : null,
            RecordedDigest = target.Chosen?.Config,
            ContainerdNamespace = target.Namespace.IsDockers ? null : target.Namespace.Name,
            Created = made,
            Registered = first.IsDatedByBuilder(made?.Time) ? null : first.Created,
            RegisteredOrigin = first.Origin,
            ParentId = Label(target, Parent) is { } parent && ObjectIds.IsPrefixedDigest(parent) ? parent : null,
            Comment = json.NonEmpty("comment"),
            Author = json.NonEmpty("author"),
            DockerVersion = json.NonEmpty("docker_version"),
            Architecture = json.NonEmpty("architecture") ?? target.Chosen?.Platform.Architecture,
            Os = json.NonEmpty("os") ?? target.Chosen?.Platform.Os,
            ContainerId = json.NonEmpty("container"),
            ContainerConfig = container is { } own ? ConfigReader.Read(own) : ConfigReader.Read(json, "container_config"),
            Config = ConfigReader.Read(json, "config"),
            IsWithoutLayers = json.Exists && ImageConfiguration.IsWithoutLayers(json),
        };
    }

    private static string? Label(ImageTarget target, string key) => target.Records.Select(r => r.Label(key)).FirstOrDefault(v => v is not null);

    private void Name(Image image, ImageTarget target)
    {
        foreach (StoredImage record in target.Records)
            _byName[(target.Namespace.Name, record.Name)] = image;
        image.References.AddRange(target.Records.Select(r => RecordName.Reference(r.Name, r.Target!, target.Namespace.IsDockers)).OfType<ImageReference>()
            .Distinct().OrderBy(r => r.ToString(), StringComparer.Ordinal));
    }

    // Docker's classic builder and commit name the image below. OwnSize and the ids of steps come from it.
    private void JoinParents()
    {
        Dictionary<(string?, string), Image> byId = _images.ToDictionary(i => (i.Image.ContainerdNamespace, i.Image.Id), i => i.Image);
        foreach (Image image in _images.Select(i => i.Image))
        {
            if (image.ParentId is not null && byId.TryGetValue((image.ContainerdNamespace, image.ParentId), out Image? parent) && parent != image)
                (image.Parent, parent.HasChildren) = (parent, true);
        }
    }
}
