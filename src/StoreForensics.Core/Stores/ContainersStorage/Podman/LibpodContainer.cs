using System.Text.Json;
using StoreForensics.Formats.GoJson;
using StoreForensics.Model;

namespace StoreForensics.Stores.ContainersStorage.Podman;

/// <summary>
/// What Podman's own records say of a container, as <c>podman inspect</c> would (podman v5.8 libpod/container_config.go, container.go, container_inspect.go).
/// </summary>
/// <param name="record">The record.</param>
/// <param name="run">The configuration that the runtime was started with (<c>userdata/config.json</c>); does not exist for one that never ran.</param>
internal readonly struct LibpodContainer(LibpodRecord record, JsonView run)
{
    private const string Masked = "=*******";

    private readonly JsonView _config = record.Config;
    private readonly JsonView _run = run;

    public JsonView State { get; } = record.State;

    public string? Name => _config.NonEmpty("name");

    public string? PodId => _config.NonEmpty("pod");

    /// <summary>Whether it is the one that holds a pod together.</summary>
    public bool IsInfra => _config.Flag("pause") == true;

    /// <summary>As Podman says; null for one without an image.</summary>
    public string? ImageName => _config.NonEmpty("rootfsImageName") ?? _config.NonEmpty("RawImageName");

    public string? ImageId => _config.NonEmpty("rootfsImageID") is { } id ? "sha256:" + id : null;

    /// <summary>The directory of the host that it runs on instead of an image.</summary>
    public string? RootfsPath => _config.NonEmpty("rootfs");

    public bool IsRootfsOverlay => _config.Flag("rootfs_overlay") == true;

    /// <summary>Commands that were run in it (podman v5.8 libpod/container_exec.go, ExecSession), in the order of their ids.</summary>
    public IReadOnlyList<ContainerExec> Execs => [.. State.Members("newExecSessions").OrderBy(m => m.Name, StringComparer.Ordinal).Select(m =>
        Exec(m.Name, new JsonView(m.Value)))];

    public IReadOnlyList<string> CreateCommand => _config.Texts("CreateCommand") ?? [];

    public IReadOnlyList<string> Args => Process.Texts("args") ?? [];

    /// <summary>The recorded ones, then what the run added, each once; of secrets the names alone.</summary>
    public IReadOnlyList<string> Env
    {
        get
        {
            IReadOnlyList<string> recorded = Process.Texts("env") ?? [];
            HashSet<string> known = [.. recorded], secrets = [.. _config.Members("secret_env").Select(m => m.Name)];
            return [.. recorded, .. RunEnv.Where(known.Add).Select(e => secrets.Contains(e.Split('=', 2)[0]) ? e.Split('=', 2)[0] + Masked : e)];
        }
    }

    public RecordedTime? Created => _config.Time("createdTime");

    /// <summary>Docker's words (podman libpod/define/containerstate.go).</summary>
    public string? StateWord => State.Integer("state") switch
    {
        1 or 2 => "created",
        3 or 8 => "running",
        4 or 6 => "exited",
        5 => "paused",
        7 => "removing",
        _ => null,
    };

    public IReadOnlyDictionary<string, string>? Labels => _config.Object("labels")?.TextMap();

    public bool Privileged => _config.Flag("privileged") == true;

    public string RestartPolicy => _config.NonEmpty("restart_policy") ?? "no";

    public string? Hostname => Spec.NonEmpty("hostname") ?? _run.NonEmpty("hostname")
        ?? RunEnv.FirstOrDefault(e => e.StartsWith("HOSTNAME=", StringComparison.Ordinal))?["HOSTNAME=".Length..];

    public string? NetworkMode => _config.NonEmpty("netNsCtr") is { } other ? "container:" + other
        : _config.Flag("createNetNS") == true ? _config.NonEmpty("networkMode") ?? "bridge"
        : Namespace("network") switch
        {
            null => "host",
            "" => "none",
            var path => "ns:" + path,
        };

    public string? PidMode => Mode("pid", "pidNsCtr");

    public string? IpcMode => Mode("ipc", "ipcNsCtr") is "private" ? "shareable" : Mode("ipc", "ipcNsCtr");

    public string? UtsMode => Mode("uts", "utsNsCtr");

    public string? LogDriver => _config.NonEmpty("logDriver");

    public string? LogPath => LogDriver is "journald" or "none" or "passthrough" ? null : _config.NonEmpty("logPath");

    public bool IsReadOnly => Spec.Object("root")?.Flag("readonly") == true;

    public bool AutoRemove => Annotation("io.podman.annotations.autoremove") == "TRUE";

    public string? User => _config.NonEmpty("user");

    public string? WorkingDirectory => Process.NonEmpty("cwd");

    public string? Runtime => _config.NonEmpty("runtime");

    public IReadOnlyList<string> Bounding => Process.Object("capabilities")?.Texts("bounding") ?? [];

    public bool IsUnconfined => Spec.Object("linux")?.Object("seccomp") is null && !Privileged;

    public IReadOnlyList<string> Dependencies => _config.Texts("Dependencies") ?? [];

    /// <summary>Secrets by name, those of variables as <c>NAME (variable)</c>; never a value.</summary>
    public IReadOnlyList<string> Secrets =>
        [.. _config.Elements("secrets").Select(s => new JsonView(s).NonEmpty("name")).OfType<string>(),
            .. _config.Members("secret_env").Select(m => $"{new JsonView(m.Value).NonEmpty("name")} (variable {m.Name})")];

    /// <summary>The volumes that it mounts, by name.</summary>
    public IEnumerable<string> VolumeNames => _config.Elements("namedVolumes").Select(v => new JsonView(v).NonEmpty("volumeName")).OfType<string>();

    public IReadOnlyList<ContainerPort> Ports => LibpodPorts.Of(_config);

    /// <summary>Those that the user asked for, volumes first, as <c>podman inspect</c> lists them.</summary>
    public IReadOnlyList<ContainerMount> Mounts(Func<string, string?> volumePath) => LibpodMounts.Of(_config, volumePath);

    public IReadOnlyList<ContainerNetwork> Networks => LibpodNetworks.Of(_config, State);

    private IReadOnlyList<string> RunEnv => _run.Object("process")?.Texts("env") ?? [];

    private JsonView Spec => _config.Object("spec") ?? default;

    private JsonView Process => Spec.Object("process") ?? default;

    private string? Annotation(string key) => Spec.Object("annotations")?.TextMap().GetValueOrDefault(key);

    private static ContainerExec Exec(string id, JsonView session)
    {
        JsonView config = session.Object("config") ?? default;
        string? state = session.Integer("state") switch
        {
            1 => "created",
            2 => "running",
            3 => "stopped",
            _ => null,
        };
        return new ContainerExec(id, config.Texts("command"), state)
        {
            User = config.NonEmpty("user"),
            WorkingDirectory = config.NonEmpty("workDir"),
            Pid = session.Integer("pid") is > 0 and var pid ? pid : null,
            ExitCode = state == "stopped" ? session.Integer("exitCode") ?? 0 : null,
            IsPrivileged = config.Flag("privileged") == true,
            HasTerminal = config.Flag("terminal") == true,
        };
    }

    // Null for the host's, empty for one of its own.
    private string? Namespace(string type)
    {
        foreach (JsonElement element in Spec.Object("linux")?.Elements("namespaces") ?? [])
        {
            if (new JsonView(element) is var one && one.Text("type") == type)
                return one.Text("path") ?? "";
        }
        return null;
    }

    private string Mode(string type, string ofContainer) => _config.NonEmpty(ofContainer) is { } other ? "container:" + other
        : Namespace(type) switch
        {
            null => "host",
            "" => "private",
            var path => "ns:" + path,
        };
}
