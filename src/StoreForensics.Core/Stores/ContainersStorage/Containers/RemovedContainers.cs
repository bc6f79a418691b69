using System.Globalization;
using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Formats.GoJson;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Stores.Containerd.Containers;
using StoreForensics.Stores.ContainersStorage.Crio;
using StoreForensics.Stores.ContainersStorage.Podman;
using StoreForensics.Stores.ContainersStorage.Records;
using StoreForensics.Stores.Drivers;

namespace StoreForensics.Stores.ContainersStorage.Containers;

/// <summary>
/// Containers that a store had: told by older indices, by their own directories among what was deleted, and by pages that Podman's database does not use any
/// more. All three name the container by its full id; nothing is joined by anything else.
/// </summary>
/// <param name="disk">What is there.</param>
/// <param name="deleted">What was deleted; the first has the best and latest of each path.</param>
/// <param name="store">The store.</param>
/// <param name="inventory">Gets what is recovered.</param>
internal sealed class RemovedContainers(EvidenceFiles disk, IReadOnlyList<IRecoveredSource> deleted, StoreInfo store, Inventory inventory)
{
    private const int MaxContainers = 100_000;

    private readonly string _root = store.Root.Path.ToString();
    private readonly string _containers = Below(store.Root.Path.ToString(), store.Driver + "-containers");
    private IReadOnlyDictionary<string, IndexVersions.Removed> _gone = new Dictionary<string, IndexVersions.Removed>();
    private LibpodState? _pages;

    /// <summary>A directory among what was deleted.</summary>
    private readonly record struct Place(IRecoveredSource Source, int Node)
    {
        public EvidenceFiles Files => new(Source, new ProblemLog());
    }

    public void Read()
    {
        int root = disk.Tree.Find(EvidenceTree.Root, store.Root.Path.Bytes);
        if (root < 0)
            return;
        _gone = new IndexVersions(disk, deleted, _containers).Gone();
        var libpod = LibpodDatabases.Read(new StorageRoot(disk, root));
        _pages = libpod.Older.FirstOrDefault(o => o.IsOfFreePages);
        HashSet<string> there = [.. inventory.Containers.Where(c => c.Store == store).Select(c => c.Id)];
        there.UnionWith((IEnumerable<string>?)libpod.Live?.Containers.Keys ?? []);
        foreach (string id in Ids().Where(i => !there.Contains(i)).Take(MaxContainers))
        {
            if (Container(id, root) is not { } container)
                continue;
            container.Image = inventory.Images.FirstOrDefault(i => i.Id == container.ImageId && i.Store == store);
            inventory.Recovered.Containers.Add(container);
            TakeLayer(container, _gone.GetValueOrDefault(id)?.Record.Layer);
        }
    }

    private IEnumerable<string> Ids()
    {
        var ids = new SortedSet<string>(_gone.Keys, StringComparer.Ordinal);
        ids.UnionWith(_pages?.Containers.Keys ?? Enumerable.Empty<string>());
        foreach (IRecoveredSource source in deleted)
        {
            int directory = source.Tree.Find(EvidenceTree.Root, Encoding.UTF8.GetBytes(_containers));
            foreach (int child in directory < 0 ? [] : source.Tree.Children(directory).ToArray())
            {
                // The configuration of the run is written for every container that was started, and for no other directory.
                if (ObjectIds.IsDigest(source.Tree.Name(child)) && source.Tree.Find(child, "userdata/config.json"u8) >= 0)
                    ids.Add(Encoding.ASCII.GetString(source.Tree.Name(child)));
            }
        }
        return ids;
    }

    private Container? Container(string id, int root)
    {
        IndexVersions.Removed? gone = _gone.GetValueOrDefault(id);
        Place? userdata = Userdata(id);
        StoredContainer? record = gone?.Record;
        Container? container = Podman(id, root, userdata, record) ?? Crio(userdata, record) ?? Plain(id, userdata, record);
        if (container is not null)
            container.Recovery = Recovery(id, userdata, gone, container.IsConfigKnown);
        return container;
    }

    private Container? Podman(string id, int root, Place? userdata, StoredContainer? record)
    {
        if (_pages is null || !_pages.Containers.ContainsKey(id))
            return null;
        if (userdata is not { } own)
            return new PodmanContainers(new StorageRoot(disk.With(new ProblemLog()), root), _pages).Read(store, id, null, record);
        int at = own.Source.Tree.Find(EvidenceTree.Root, Encoding.UTF8.GetBytes(_root));
        return new PodmanContainers(new StorageRoot(own.Files, Math.Max(at, EvidenceTree.Root)), _pages).Read(store, id, own.Node, record);
    }

    private Container? Crio(Place? userdata, StoredContainer? record)
    {
        if (userdata is not { } own || record is null)
            return null;
        EvidenceFiles files = own.Files;
        int at = Math.Max(own.Source.Tree.Find(EvidenceTree.Root, Encoding.UTF8.GetBytes(_root)), EvidenceTree.Root);
        int directory = own.Source.Tree.Find(EvidenceTree.Root, Encoding.UTF8.GetBytes(_containers));
        return new CrioContainers(new StorageRoot(files, at), store, directory < 0 ? null : directory, [.. _gone.Values.Select(g => g.Record)])
            .Read(record, own.Node);
    }

    // By the index and the configuration of the run alone.
    private Container? Plain(string id, Place? userdata, StoredContainer? record)
    {
        JsonView config = userdata is { } own && Config(own) is int node ? JsonFile.Read(own.Files, node) ?? default : default;
        if (record is null && !config.Exists)
            return null;
        var spec = new OciSpec(config);
        return new Container
        {
            Id = id,
            Store = store,
            Origin = record?.Origin ?? userdata!.Value.Source.Origin(userdata.Value.Node),
            Directory = userdata is { } place ? new EntryRef(place.Source, place.Node) : null,
            Name = record is { Names: [var first, ..] } ? first : record?.Metadata.NonEmpty("name"),
            ImageName = record?.Metadata.NonEmpty("image-name"),
            ImageId = record?.Image is { } image ? "sha256:" + image : null,
            Path = spec.Args.Count > 0 ? spec.Args[0] : null,
            Args = [.. spec.Args.Skip(1)],
            Created = record?.Created,
            IsConfigKnown = config.Exists,
            Env = spec.Env,
            Mounts = config.Exists ? spec.Mounts : null,
            Hostname = spec.Hostname,
            Config = config.Exists
                ? new ContainerConfig { User = spec.User, WorkingDir = spec.WorkingDirectory, Env = spec.Env, Hostname = spec.Hostname } : null,
            Logs = userdata is { } kept && kept.Files.File(kept.Node, "ctr.log"u8) is int log ? [new LogFile(kept.Source, log, LogFormat.Cri)] : [],
        };
    }

    private void TakeLayer(Container container, string? id)
    {
        if (id is null || store.Driver is not ("overlay" or "overlay2"))
            return;
        foreach (IRecoveredSource source in deleted)
        {
            int diff = source.Tree.Find(EvidenceTree.Root, Encoding.UTF8.GetBytes(Below(_root, $"{store.Driver}/{id}/diff")));
            if (diff < 0 || !source.Tree[diff].Kind.IsDirectory())
                continue;
            var layer = new Layer
            {
                Id = id,
                Store = store,
                Origin = source.Origin(source.Tree[diff].Parent),
                Files = new LayerFiles(source, diff, OverlayWhiteouts.Instance, IsWholeTree: false),
                Role = LayerRole.Container,
                Recovery = source.RecoveryOf(diff) ?? container.Recovery,
            };
            layer.Containers.Add(container);
            container.Layer = layer;
            inventory.Recovered.Layers.Add(layer);
            return;
        }
    }

    // The one with a configuration that is whole, else the first.
    private Place? Userdata(string id)
    {
        Place? found = null;
        foreach (IRecoveredSource source in deleted)
        {
            int node = source.Tree.Find(EvidenceTree.Root, Encoding.UTF8.GetBytes($"{_containers}/{id}/userdata"));
            if (node < 0 || !source.Tree[node].Kind.IsDirectory())
                continue;
            var place = new Place(source, node);
            if (Config(place) is int config && source.RecoveryOf(config) is { Certainty: Certainty.Intact })
                return place;
            found ??= place;
        }
        return found;
    }

    private static int? Config(Place userdata) => userdata.Files.File(userdata.Node, "config.json"u8);

    private Recovery Recovery(string id, Place? userdata, IndexVersions.Removed? gone, bool isConfigKnown)
    {
        var words = new List<string>();
        Certainty certainty = Certainty.Partly;
        if (_pages?.Containers.TryGetValue(id, out LibpodRecord? page) == true)
            words.Add($"by a record in a page that Podman's database does not use any more ({page.Origin}), of one of its older states");
        if (gone is not null)
        {
            words.Add($"by its record in the {gone.Last.Name} of {gone.Last.Written}: {gone.Last.Recovery?.Basis}");
            if (gone.Without is { } without)
                words.Add($"the next one that is left, of {without.Written}, lacks it alone");
        }
        if (userdata is { } own && Config(own) is int config && own.Source.RecoveryOf(config) is { } recovery)
        {
            words.Add("by its run's configuration: " + recovery.Basis);
            certainty = recovery.Certainty;
        }
        if (words.Count == 0)
            words.Add("by what else its directory had");
        if (isConfigKnown && words.Count > 0 && certainty == Certainty.Name)
            certainty = Certainty.Partly;
        Timestamp? ofFiles = userdata is { } place ? LastRemoved(place) : null;
        return new Recovery(certainty, string.Join("; ", words), ofFiles ?? gone?.Without?.Written)
        {
            RemovedSign = ofFiles is null && gone?.Without is { } next
                ? string.Create(CultureInfo.InvariantCulture, $"Container removed (mtime of the {next.Name} that lacks it)") : null,
        };
    }

    private static Timestamp? LastRemoved(Place userdata)
    {
        Timestamp? last = null;
        foreach (int child in userdata.Source.Tree.Children(userdata.Node))
        {
            if (userdata.Source.RecoveryOf(child)?.Removed is { } time && (last is null || time > last))
                last = time;
        }
        return last;
    }

    private static string Below(string root, string path) => root.Length == 0 ? path : $"{root}/{path}";
}
