using StoreForensics.Evidence;
using StoreForensics.Formats.GoJson;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Stores.Containerd.Images;
using StoreForensics.Stores.Containerd.Records;
using StoreForensics.Stores.Containerd.Snapshotters;

namespace StoreForensics.Stores.Containerd.Containers;

/// <summary>
/// The containers of plain containerd and of Kubernetes, sandboxes too. Docker's are its own: the records here are of those that ran, and its data root has
/// all.
/// </summary>
internal sealed class ContainerdContainers(ContainerdRoot root, SnapshotTable snapshots, ContainerdImages images)
{
    private readonly EvidenceFiles _files = root.Files;
    private readonly Dictionary<string, CriMetadata> _sandboxes = new(StringComparer.Ordinal);

    /// <summary>By namespace, then in byte order of ids.</summary>
    public IReadOnlyList<Container> Read()
    {
        StoredContainer[] records = [.. root.Namespaces.Where(n => !n.IsDockers).SelectMany(n => n.Containers)];
        foreach (StoredContainer record in records)
            _sandboxes[record.Id] = Metadata(record, CriMetadata.OfSandbox);
        // What 1.7 and later keep of a sandbox is there even when its container's record is gone.
        foreach (StoredSandbox sandbox in root.Namespaces.SelectMany(n => n.Sandboxes))
        {
            if (!_sandboxes.TryGetValue(sandbox.Id, out CriMetadata known) || !known.Exists)
                _sandboxes[sandbox.Id] = Metadata(sandbox.Extensions.GetValueOrDefault("metadata"), sandbox.Origin);
        }
        var containers = new List<Container>();
        foreach (StoredContainer record in records)
            _files.Problems.Contain(record.Origin, () => containers.Add(Join(record, Read(record))));
        return containers;
    }

    private Container Read(StoredContainer record)
    {
        CriMetadata sandbox = _sandboxes[record.Id], own = Metadata(record, CriMetadata.OfContainer);
        return sandbox.Exists ? Cri(record, sandbox, isSandbox: true) : own.Exists ? Cri(record, own, isSandbox: false) : Plain(record);
    }

    private Container Plain(StoredContainer record)
    {
        OciSpec spec = Spec(record);
        return new Container
        {
            Id = record.Id,
            Store = StoreOf(record).Info,
            Origin = record.Origin,
            ContainerdNamespace = record.Namespace,
            Name = record.Id,
            ImageName = string.IsNullOrEmpty(record.Image) ? null : record.Image,
            ImageId = images.Find(record.Namespace, record.Image)?.Id,
            Path = spec.Args.Count > 0 ? spec.Args[0] : null,
            Args = [.. spec.Args.Skip(1)],
            Created = Time(record.Created),
            // Without a task it may have ended or never begun.
            State = HasTask(record) ? "running" : null,
            IsConfigKnown = spec.Exists,
            IsHostConfigKnown = spec.Exists,
            Privileged = spec.IsPrivileged,
            CapAdd = spec.AddedCapabilities,
            CapDrop = spec.DroppedCapabilities,
            NetworkMode = spec.NetworkMode,
            PidMode = spec.PidMode,
            Env = spec.Env,
            Labels = record.Labels,
            Mounts = spec.Exists ? spec.Mounts : null,
            Hostname = spec.Hostname,
            Config = new ContainerConfig { User = spec.User, WorkingDir = spec.WorkingDirectory, Env = spec.Env, Hostname = spec.Hostname },
        };
    }

    private Container Cri(StoredContainer record, CriMetadata metadata, bool isSandbox)
    {
        OciSpec spec = Spec(record);
        CriStatus status = isSandbox ? default : Status(record);
        string? sandboxId = isSandbox ? record.Id : metadata.SandboxId ?? record.SandboxId;
        PodMembership pod = Pod(record, metadata, sandboxId, isSandbox);
        string? path = isSandbox ? null : metadata.LogPath;
        return new Container
        {
            Id = record.Id,
            Store = StoreOf(record).Info,
            Origin = record.Origin,
            Directory = StatusDirectory(record, isSandbox) is int directory ? new EntryRef(_files.Source, directory) : null,
            ContainerdNamespace = record.Namespace,
            Pod = pod,
            Name = NameOf(pod, isSandbox ? null : metadata.Name) ?? record.Id,
            ImageName = (isSandbox ? null : metadata.Image) ?? (string.IsNullOrEmpty(record.Image) ? null : record.Image),
            ImageId = metadata.ImageReference ?? images.Find(record.Namespace, record.Image)?.Id,
            Path = spec.Args.Count > 0 ? spec.Args[0] : null,
            Args = [.. spec.Args.Skip(1)],
            Created = status.Created ?? Time(record.Created),
            Started = status.Started,
            Finished = status.Finished,
            State = isSandbox ? HasTask(record) ? "running" : "exited" : status.State,
            ExitCode = status.ExitCode,
            Pid = status.Pid,
            OomKilled = status.IsOutOfMemory,
            Error = status.Error,
            Privileged = metadata.Privileged,
            IsConfigKnown = true,
            IsHostConfigKnown = true,
            CapAdd = metadata.CapAdd,
            CapDrop = metadata.CapDrop,
            NetworkMode = metadata.NetworkMode,
            PidMode = metadata.PidMode,
            Isolation = new ContainerIsolation { IpcMode = metadata.IpcMode },
            IpAddress = metadata.IpAddress,
            Env = spec.Env,
            Labels = metadata.Labels,
            Mounts = metadata.Mounts,
            Ports = isSandbox ? metadata.Ports : [],
            LogPath = path,
            Hostname = spec.Hostname ?? metadata.Hostname,
            Config = new ContainerConfig
            {
                User = spec.User,
                WorkingDir = spec.WorkingDirectory,
                Env = spec.Env,
                Hostname = spec.Hostname ?? metadata.Hostname,
            },
            Logs = _files.Problems.ContainOr(record.Origin, [], () => CriLogs.Find(_files, root.Node, path)),
        };
    }

    private static string? NameOf(PodMembership pod, string? container) =>
        string.Join('/', new[] { pod.Namespace, pod.Pod, container }.OfType<string>()) is { Length: > 0 } name ? name : null;

    // The labels say the same of the pod where the sandbox is gone.
    private PodMembership Pod(StoredContainer record, CriMetadata metadata, string? sandboxId, bool isSandbox)
    {
        CriMetadata sandbox = isSandbox ? metadata : sandboxId is not null ? _sandboxes.GetValueOrDefault(sandboxId) : default;
        return new PodMembership(sandbox.Name ?? record.Label("io.kubernetes.pod.name"), sandbox.PodNamespace ?? record.Label("io.kubernetes.pod.namespace"),
            sandbox.PodUid ?? record.Label("io.kubernetes.pod.uid"), sandboxId, metadata.Attempt, isSandbox);
    }

    private Container Join(StoredContainer record, Container container)
    {
        container.Image = images.Find(record.Namespace, record.Image) ?? images.WithId(record.Namespace, container.ImageId);
        if (snapshots.Find(record.Namespace, SnapshotterOf(record), record.SnapshotKey) is { } layer)
        {
            layer.Role = LayerRole.Container;
            layer.Containers.Add(container);
            container.Layer = layer;
        }
        return container;
    }

    private static string SnapshotterOf(StoredContainer record) =>
        string.IsNullOrEmpty(record.Snapshotter) ? ContainerdReader.DefaultSnapshotter : record.Snapshotter;

    private SnapshotterStore StoreOf(StoredContainer record) =>
        snapshots.Stores.FirstOrDefault(s => s.Name == SnapshotterOf(record)) ?? snapshots.Stores[0];

    // An empty directory, made with the task and removed with it (containerd core/runtime/v2/bundle.go).
    private bool HasTask(StoredContainer record) =>
        _files.Tree.Find(root.Node, System.Text.Encoding.UTF8.GetBytes($"io.containerd.runtime.v2.task/{record.Namespace}/{record.Id}")) != EvidenceTree.None;

    private int? StatusDirectory(StoredContainer record, bool isSandbox) =>
        _files.Tree.Find(root.Node, System.Text.Encoding.UTF8.GetBytes($"io.containerd.grpc.v1.cri/{(isSandbox ? "sandboxes" : "containers")}/{record.Id}"))
            is >= 0 and var found ? found : null;

    private CriStatus Status(StoredContainer record)
    {
        if (StatusDirectory(record, isSandbox: false) is not int directory || _files.File(directory, "status"u8) is not int node)
        {
            _files.Problems.Warn("SF-CONTAINERD-0008", record.Origin,
                "the status file of the container is not in the evidence: when it started and ended, and how, is unknown");
            return default;
        }
        return JsonFile.Read(_files, node) is { } json ? new CriStatus(json) : default;
    }

    private OciSpec Spec(StoredContainer record) =>
        record.Spec is { } bytes && JsonFile.Object(bytes.Span, record.Origin, _files.Problems) is { } json ? new OciSpec(json) : default;

    private CriMetadata Metadata(StoredContainer record, string key) => Metadata(record.Extensions.GetValueOrDefault(key), record.Origin);

    private CriMetadata Metadata(ReadOnlyMemory<byte> any, Origin origin) =>
        !any.IsEmpty && AnyValue.Of(any.Span) is { Length: > 0 } value && JsonFile.Object(value.Span, origin, _files.Problems)?.Object("Metadata") is { } json
            ? new CriMetadata(json) : default;

    private static RecordedTime? Time(Timestamp? time) => time is { } at ? new RecordedTime(at, at.ToString()) : null;
}
