using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Formats.GoJson;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Stores.ContainersStorage.Crio;
using StoreForensics.Stores.ContainersStorage.Podman;
using StoreForensics.Stores.ContainersStorage.Records;

namespace StoreForensics.Stores.ContainersStorage.Containers;

/// <summary>
/// The containers of a root: what the index has, as the engine above tells it (Podman's database, CRI-O's own files, Buildah's), and those that only Podman's
/// database has.
/// </summary>
/// <param name="root">The graph root.</param>
/// <param name="stores">Its drivers' stores.</param>
/// <param name="layers">All layers of the root.</param>
/// <param name="imageElsewhere">The image of that id, 64 hex digits, in a root that was read before.</param>
internal sealed class StorageContainers(StorageRoot root, IReadOnlyList<StorageStore> stores, LayerAssembly layers, Func<string, Image?> imageElsewhere)
{
    private readonly EvidenceFiles _files = root.Files;
    private readonly List<Container> _all = [];

    /// <summary>Podman's databases.</summary>
    public LibpodDatabases Libpod { get; } = LibpodDatabases.Read(root);

    /// <summary>By store, then in byte order of ids.</summary>
    public IReadOnlyList<Container> All => [.. stores.SelectMany(s => _all.Where(c => c.Store == s.Info).OrderBy(c => c.Id, StringComparer.Ordinal))];

    /// <summary>Whether CRI-O has or had containers here.</summary>
    public bool IsCrio { get; private set; }

    /// <summary>How many containers Podman made, as the storage says, of which no database of it tells.</summary>
    public int UnknownToLibpod { get; private set; }

    public void Read()
    {
        foreach (StorageStore store in stores)
        {
            List<StoredContainer> records = Records(store);
            var crio = new CrioContainers(root, store.Info, store.Driver.Containers, records);
            IsCrio |= crio.IsUsed;
            var podman = Libpod.Live is { } state ? new PodmanContainers(root, state) : null;
            foreach (StoredContainer record in records)
                _files.Problems.Contain(record.Origin, () => Join(store, record, podman?.Read(store.Info, record.Id, Userdata(store, record.Id), record)
                    ?? crio.Read(record, Userdata(store, record.Id)) ?? Plain(store, record)));
        }
        Rest();
    }

    /// <summary>The directory of a container's own files; null where it is not in the evidence.</summary>
    public int? Userdata(StorageStore store, string id) => store.Driver.Containers is int directory
        && _files.Directory(directory, Encoding.ASCII.GetBytes(id)) is int own ? _files.Directory(own, "userdata"u8) : null;

    private List<StoredContainer> Records(StorageStore store) =>
        [.. StorageIndex.Read(_files, store.Driver.Containers, "containers.json")
            .Concat(StorageIndex.Read(_files, store.Driver.Containers, "volatile-containers.json"))
            .Concat(StorageIndex.Read(_files, root.RunDirectory(store.Driver.Name + "-containers"), "volatile-containers.json"))
            .DistinctBy(e => e.Id).Select(e => StoredContainer.Of(e, _files))];

    // Containers on a directory of the host have no record in the storage; those whose record is lost have none either.
    private void Rest()
    {
        if (Libpod.Live is not { } state)
            return;
        var podman = new PodmanContainers(root, state);
        HashSet<string> known = [.. _all.Select(c => c.Id)];
        foreach (LibpodRecord record in state.Containers.Values.Where(r => !known.Contains(r.Id)))
        {
            _files.Problems.Contain(record.Origin, () =>
            {
                if (podman.Read(stores[0].Info, record.Id, Userdata(stores[0], record.Id), null) is { } container)
                    _all.Add(container);
            });
        }
    }

    private void Join(StorageStore store, StoredContainer record, Container container)
    {
        _all.Add(container);
        container.Image = store.Images.Find(record.Image) ?? (record.Image is null ? null : imageElsewhere(record.Image));
        if (record.Layer is null)
            return;
        if (store.Layers.Find(record.Layer) is not { } layer)
        {
            _files.Problems.Warn("SF-STORAGE-0007", record.Origin,
                $"the layer of container {record.Id} is not in the index of layers: what it changed is unknown");
            // A directory of that name may be there all the same.
            if ((layer = layers.Find(store.Driver.Name, record.Layer)) is null)
                return;
        }
        layer.Role = LayerRole.Container;
        layer.Containers.Add(container);
        container.Layer = layer;
    }

    // Buildah's working containers, and those of engines that say nothing of them here.
    private Container Plain(StorageStore store, StoredContainer record)
    {
        int? userdata = Userdata(store, record.Id);
        if (record.Metadata.NonEmpty("name") is not null)
            UnknownToLibpod++;
        JsonView builder = userdata is int at && _files.File(at, "buildah.json"u8) is int node ? JsonFile.Read(_files, node) ?? default : default;
        JsonView config = builder.Object("OCIv1")?.Object("config") ?? default;
        IReadOnlyList<string> args = [.. config.Texts("Entrypoint") ?? [], .. config.Texts("Cmd") ?? []];
        return new Container
        {
            Id = record.Id,
            Store = store.Info,
            Origin = record.Origin,
            Directory = userdata is int own ? new EntryRef(_files.Source, own) : null,
            Name = record.Names.Count > 0 ? record.Names[0] : null,
            ImageName = builder.NonEmpty("image") ?? record.Metadata.NonEmpty("image-name"),
            ImageId = record.Image is { } image ? "sha256:" + image : null,
            Created = record.Created,
            IsConfigKnown = builder.Exists,
            Env = config.Texts("Env"),
            Labels = config.Object("Labels")?.TextMap(),
            Config = builder.Exists ? new ContainerConfig { Env = config.Texts("Env"), Cmd = args, User = config.NonEmpty("User") } : null,
        };
    }
}
