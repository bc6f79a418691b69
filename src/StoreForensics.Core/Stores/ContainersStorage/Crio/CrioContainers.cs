using System.Globalization;
using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Formats.GoJson;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Stores.Containerd.Containers;
using StoreForensics.Stores.ContainersStorage.Records;

namespace StoreForensics.Stores.ContainersStorage.Crio;

/// <summary>
/// Pods and containers of CRI-O: the <c>metadata</c> of the storage's record, the OCI configuration with its annotations and the state in <c>userdata/</c>
/// (cri-o v1.37 internal/storage/runtime.go, internal/oci/container.go, pkg/annotations). All are volatile.
/// </summary>
internal sealed class CrioContainers
{
    // What CRI-O gives where nothing says otherwise (cri-o v1.37 internal/config/capabilities).
    private static readonly string[] s_capabilities =
    [
        "CAP_CHOWN", "CAP_DAC_OVERRIDE", "CAP_FSETID", "CAP_FOWNER", "CAP_SETGID", "CAP_SETUID", "CAP_SETPCAP", "CAP_NET_BIND_SERVICE", "CAP_KILL",
    ];

    private readonly StorageRoot _root;
    private readonly StoreInfo _store;
    private readonly int? _containers;
    private readonly Dictionary<string, StoredContainer> _sandboxes;
    private readonly HashSet<string> _running = new(StringComparer.Ordinal);

    /// <param name="root">The graph root.</param>
    /// <param name="store">What its driver is in the inventory.</param>
    /// <param name="containers">The driver's directory of containers; null where there is none.</param>
    /// <param name="records">All that the index has.</param>
    public CrioContainers(StorageRoot root, StoreInfo store, int? containers, IReadOnlyList<StoredContainer> records)
    {
        (_root, _store, _containers) = (root, store, containers);
        StoredContainer[] own = [.. records.Where(IsOwn)];
        IsUsed = own.Length > 0;
        _sandboxes = own.Where(r => r.Metadata.Flag("pod") == true).ToDictionary(r => r.Id, StringComparer.Ordinal);
        foreach (StoredContainer record in own.Where(r => !_sandboxes.ContainsKey(r.Id)))
        {
            if (Json(Userdata(record.Id), "state.json"u8).Text("status") == "running" && PodId(record) is { } pod)
                _running.Add(pod);
        }
    }

    public bool IsUsed { get; }

    /// <summary>Null for a container that is not CRI-O's.</summary>
    public Container? Read(StoredContainer record, int? userdata)
    {
        if (!IsOwn(record))
            return null;
        bool isSandbox = record.Metadata.Flag("pod") == true;
        JsonView config = Json(userdata, "config.json"u8);
        var spec = new OciSpec(config);
        var notes = new CrioAnnotations(config);
        var state = new CrioState(Json(userdata, "state.json"u8));
        PodMembership pod = Pod(record, notes, isSandbox);
        EvidenceFiles files = _root.Files;
        string? path = notes.Text("LogPath");
        return new Container
        {
            Id = record.Id,
            Store = _store,
            Origin = userdata is int at && files.File(at, "config.json"u8) is int file ? files.Origin(file) : record.Origin,
            Directory = userdata is int own ? new EntryRef(files.Source, own) : null,
            Pod = pod,
            Name = string.Join('/', new[] { pod.Namespace, pod.Pod, isSandbox ? null : record.Metadata.NonEmpty("metadata-name") }.OfType<string>()),
            ImageName = notes.Text("UserRequestedImage") ?? notes.Text("ImageName") ?? record.Metadata.NonEmpty("image-name"),
            ImageId = record.Image is { } image ? "sha256:" + image : null,
            Path = spec.Args.Count > 0 ? spec.Args[0] : null,
            Args = [.. spec.Args.Skip(1)],
            Created = (isSandbox ? null : state.Created) ?? notes.Time("Created") ?? record.Created,
            Started = isSandbox ? null : state.Started,
            Finished = isSandbox ? null : state.Finished,
            State = isSandbox ? SandboxState(record.Id, notes, state) : state.Word ?? "created",
            ExitCode = isSandbox ? null : state.ExitCode,
            Pid = state.Pid,
            OomKilled = state.IsOutOfMemory,
            Error = state.Error,
            Privileged = record.Metadata.Flag("privileged") == true || notes.Text("PrivilegedRuntime") == "true" || IsPrivileged(config),
            IsConfigKnown = config.Exists,
            IsHostConfigKnown = config.Exists,
            CapAdd = config.Exists ? Added(config) : null,
            CapDrop = config.Exists ? [.. s_capabilities.Except(Bounding(config), StringComparer.Ordinal)] : null,
            NetworkMode = notes.Text("HostNetwork") == "true" || (config.Exists && !HasNamespace(config, "network")) ? "host" : null,
            PidMode = !config.Exists || HasNamespace(config, "pid") ? null : "host",
            Isolation = new ContainerIsolation { IpcMode = !config.Exists || HasNamespace(config, "ipc") ? null : "host", ReadonlyRootfs = IsReadOnly(config) },
            IpAddress = notes.Address,
            Env = spec.Env,
            Labels = notes.Map("Labels"),
            Mounts = notes.Mounts,
            Ports = notes.Ports,
            LogPath = path,
            Hostname = spec.Hostname,
            Config = new ContainerConfig { User = spec.User, WorkingDir = spec.WorkingDirectory, Env = spec.Env, Hostname = spec.Hostname },
            Logs = files.Problems.ContainOr(record.Origin, [], () => CriLogs.Find(files, _root.Node, path)),
        };
    }

    private static bool IsOwn(StoredContainer record) => record.Metadata.Exists && record.Metadata.NonEmpty("pod-id") is not null;

    private static string? PodId(StoredContainer record) => record.Metadata.NonEmpty("pod-id");

    private int? Userdata(string id) => _containers is int directory
        && _root.Files.Directory(directory, Encoding.ASCII.GetBytes(id)) is int own ? _root.Files.Directory(own, "userdata"u8) : null;

    private JsonView Json(int? directory, ReadOnlySpan<byte> name) =>
        directory is int at && _root.Files.File(at, name) is int node ? JsonFile.Read(_root.Files, node) ?? default : default;

    private PodMembership Pod(StoredContainer record, CrioAnnotations notes, bool isSandbox)
    {
        StoredContainer? sandbox = isSandbox ? record : PodId(record) is { } id ? _sandboxes.GetValueOrDefault(id) : null;
        return new PodMembership(sandbox?.Metadata.NonEmpty("metadata-name") ?? notes.Plain("io.kubernetes.pod.name"),
            sandbox?.Metadata.NonEmpty("namespace") ?? notes.Plain("io.kubernetes.pod.namespace"),
            sandbox?.Metadata.NonEmpty("uid") ?? notes.Plain("io.kubernetes.pod.uid"), PodId(record), record.Metadata.Integer("attempt") ?? 0, isSandbox);
    }

    // Without a process of its own a sandbox leaves only its network's result, which a stop takes away (cri-o internal/lib/sandbox, server/sandbox_stop.go).
    private string? SandboxState(string id, CrioAnnotations notes, CrioState state)
    {
        if (_running.Contains(id))
            return "running";
        if (state.Word is { } word)
            return word == "running" ? "running" : "exited";
        if (notes.Text("HostNetwork") == "true" || CriLogs.Above(_root.Files.Tree, _root.Node, "var/lib/cni/results"u8) is not int results)
            return null;
        return HasResult(results, id) ? "running" : "exited";
    }

    private bool HasResult(int results, string id)
    {
        byte[] wanted = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"-{id}-"));
        foreach (int child in _root.Files.Tree.Children(results))
        {
            if (_root.Files.Tree.Name(child).IndexOf(wanted) > 0)
                return true;
        }
        return false;
    }

    private static bool HasNamespace(JsonView config, string type) =>
        config.Object("linux")?.Elements("namespaces").Any(n => new JsonView(n).Text("type") == type) == true;

    private static bool? IsReadOnly(JsonView config) => config.Exists ? config.Object("root")?.Flag("readonly") == true : null;

    private static IReadOnlyList<string> Bounding(JsonView config) => config.Object("process")?.Object("capabilities")?.Texts("bounding") ?? [];

    private static IReadOnlyList<string> Added(JsonView config) =>
        IsPrivileged(config) ? [] : [.. Bounding(config).Except(s_capabilities, StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    // A privileged container has all capabilities, and nothing of /proc is masked (cri-o internal/factory/container).
    private static bool IsPrivileged(JsonView config) => config.Object("linux") is { } linux && !linux.Has("maskedPaths") && !linux.Has("readonlyPaths")
        && Bounding(config) is var bounding && bounding.Contains("CAP_SYS_ADMIN") && bounding.Contains("CAP_SYS_MODULE");
}
