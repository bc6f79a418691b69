using StoreForensics.Evidence;
using StoreForensics.Formats.GoJson;
using StoreForensics.Model;
using StoreForensics.Model.Layout;
using StoreForensics.Primitives;
using StoreForensics.Stores.Checkpoints.Criu;
using StoreForensics.Stores.Drivers;

namespace StoreForensics.Stores.Checkpoints;

/// <summary>One checkpoint: a container as it ran, what it had changed, its processes and its log.</summary>
internal sealed class CheckpointReader(EvidenceFiles files, int root, Inventory inventory)
{
    /// <summary>False, and nothing added, when its records cannot be read.</summary>
    public bool Read()
    {
        if (Document("config.dump"u8) is not { } config || config.NonEmpty("id") is not { } id)
            return false;
        var store = new StoreInfo
        {
            Name = StoreNames.Next(inventory.Stores, CheckpointEngine.EraName, CheckpointEngine.EraName, files.Origin(root)),
            Driver = CheckpointEngine.EraName,
            Era = CheckpointEngine.EraName,
            Root = files.Origin(root),
            HasImages = false,
            HasHostTimes = false,
        };
        var spec = new SpecDump(Document("spec.dump"u8) ?? default);
        IReadOnlyList<ContainerProcess>? processes = files.Problems.ContainOr(files.Origin(root), null, () => new ProcessTree(files, root).Read());
        Container container = Container(config, id, spec, store, processes);
        inventory.Stores.Add(store);
        inventory.Containers.Add(container);
        files.Problems.Contain(files.Origin(root), () => Layer(container));
        files.Problems.Contain(files.Origin(root), () => Volumes(container));
        Event(config, container);
        inventory.Places.Add(new StorePlace(new EntryRef(files.Source, root), StorePlaceKind.ContainerDirectory) { Container = container });
        return true;
    }

    private Container Container(JsonView config, string id, SpecDump spec, StoreInfo store, IReadOnlyList<ContainerProcess>? processes)
    {
        string? image = config.NonEmpty("rootfsImageRef") ?? config.NonEmpty("rootfsImageID") ?? config.NonEmpty("rootfsImage");
        return new Container
        {
            Id = id,
            Store = store,
            Origin = files.Origin(files.File(root, "config.dump"u8)!.Value),
            Directory = new EntryRef(files.Source, root),
            Name = spec.PodName(config.NonEmpty("name")),
            Pod = spec.Pod,
            ImageName = config.NonEmpty("rootfsImageName") ?? spec.ImageName,
            ImageId = image,
            Path = spec.Args.Count > 0 ? spec.Args[0] : null,
            Args = [.. spec.Args.Skip(1)],
            Created = config.Time("createdTime") ?? spec.Created,
            Started = config.Time("startedTime"),
            // It was running: nothing else can be checkpointed.
            State = "running",
            Pid = processes is [{ } first, ..] ? first.Pid : null,
            Env = spec.Env,
            Labels = config.Object("labels")?.TextMap(),
            Mounts = spec.Mounts,
            Hostname = spec.Hostname,
            IpAddress = Address(),
            LogPath = spec.LogPath,
            IsConfigKnown = true,
            Processes = processes,
            Isolation = new ContainerIsolation { Runtime = config.NonEmpty("runtime") ?? config.NonEmpty("ociRuntime") },
            Config = new ContainerConfig
            {
                User = spec.User,
                WorkingDir = spec.WorkingDirectory,
                Env = spec.Env,
                Hostname = spec.Hostname,
                Tty = spec.Terminal,
            },
            Logs = Logs(),
        };
    }

    private void Event(JsonView config, Container container)
    {
        if (config.Time("checkpointedTime") is { } time)
            inventory.EngineEvents.Add(new EngineEvent("container.checkpointed", time.Time, "Container checkpointed (the engine's record)",
                $"Checkpoint of {container.DisplayName} made", container.Origin)
            {
                Store = container.Store,
                Container = container,
            });
    }

    // Podman and CRI-O write what was added or changed, and a list of what was deleted; containerd writes a layer with its marks.
    private void Layer(Container container)
    {
        if (files.File(root, "rootfs-diff.tar"u8) is not int node)
            return;
        IReadOnlyList<byte[]> deleted = files.File(root, "deleted.files"u8) is int list ? DeletedFiles.Read(files, list) : [];
        var tar = new EntryRef(files.Source, node);
        var layer = new Layer
        {
            Id = container.Id,
            Store = container.Store,
            Origin = tar.Origin(),
            Role = LayerRole.Container,
            Tar = new LayerArchive(tar, null),
            Opener = l => Open(l, tar, deleted),
        };
        layer.Containers.Add(container);
        container.Layer = layer;
        inventory.Layers.Add(layer);
    }

    private LayerFiles? Open(Layer layer, EntryRef tar, IReadOnlyList<byte[]> deleted)
    {
        if (files.OpenTar(tar.Node) is { } source)
            return new LayerFiles(source, EvidenceTree.Root, deleted.Count == 0 ? AufsWhiteouts.Instance : new ListedDeletions(deleted), IsWholeTree: false);
        layer.UnreachableReason = "rootfs-diff.tar is no tar that can be read";
        files.Problems.Warn("SF-ARCHIVE-0003", tar.Origin(), "what the container changed is no tar that can be read: its files are unknown");
        return null;
    }

    private void Volumes(Container container)
    {
        if (files.Directory(root, "volumes"u8) is not int directory)
            return;
        foreach (int child in files.Tree.Children(directory).ToArray())
        {
            string name = System.Text.Encoding.UTF8.GetString(files.Tree.Name(child));
            if (files.Tree[child].Kind != EntryKind.File || !name.EndsWith(".tar", StringComparison.Ordinal))
                continue;
            IEvidenceSource? tar = files.OpenTar(child);
            var volume = new Volume
            {
                Name = name[..^4],
                Store = container.Store,
                Origin = files.Origin(child),
                Files = tar is null ? null : new VolumeFiles(tar, EvidenceTree.Root),
            };
            volume.Containers.Add(container);
            inventory.Volumes.Add(volume);
        }
    }

    // `network.status`, of each interface the addresses with the length of their networks.
    private string? Address()
    {
        if (files.File(root, "network.status"u8) is not int node || files.ReadAll(node) is not { } bytes
            || JsonFile.Parse(bytes, files.Origin(node), files.Problems) is not { } value)
            return null;
        string text = value.GetRawText();
        int at = text.IndexOf("\"ipnet\"", StringComparison.Ordinal);
        string[] parts = at < 0 ? [] : text[at..].Split('"', 5);
        return parts.Length > 3 ? parts[3].Split('/')[0] : null;
    }

    private IReadOnlyList<LogFile> Logs()
    {
        foreach (string name in new[] { "ctr.log", "container.log", "io.kubernetes.cri-o.LogPath" })
        {
            if (files.Tree.Child(root, System.Text.Encoding.UTF8.GetBytes(name)) is >= 0 and var node && files.Tree[node].Kind == EntryKind.File)
                return [new LogFile(files.Source, node, LogFormat.Cri)];
        }
        return [];
    }

    private JsonView? Document(ReadOnlySpan<byte> name) => files.File(root, name) is int node ? JsonFile.Read(files, node) : null;
}
