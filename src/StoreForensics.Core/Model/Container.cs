using StoreForensics.Evidence;
using StoreForensics.Primitives;

namespace StoreForensics.Model;

/// <summary>A run-time configuration, as images and containers carry it. Null is "not recorded"; an empty list was recorded empty.</summary>
public sealed record ContainerConfig
{
    public string? Hostname { get; init; }

    public string? User { get; init; }

    public string? WorkingDir { get; init; }

    /// <summary>The image as the user typed it.</summary>
    public string? Image { get; init; }

    public IReadOnlyList<string>? Env { get; init; }

    public IReadOnlyList<string>? Cmd { get; init; }

    public IReadOnlyList<string>? Entrypoint { get; init; }

    public IReadOnlyList<string>? ExposedPorts { get; init; }

    public IReadOnlyList<string>? Volumes { get; init; }

    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    public bool? Tty { get; init; }
}

/// <summary>A mount of a container.</summary>
public sealed record ContainerMount
{
    /// <summary><c>bind</c>, <c>volume</c>, <c>tmpfs</c> or <c>image</c>.</summary>
    public required string Type { get; init; }

    /// <summary>Host path as recorded or derived; null when unknown.</summary>
    public string? Source { get; init; }

    public required string Destination { get; init; }

    public bool? ReadWrite { get; init; }

    /// <summary>The volume's name; null for binds.</summary>
    public string? Name { get; init; }
}

/// <summary>A published or exposed port.</summary>
/// <param name="Port">As recorded: <c>80/tcp</c>.</param>
/// <param name="HostIp">Null when not published.</param>
/// <param name="HostPort">Null when not published.</param>
public sealed record ContainerPort(string Port, string? HostIp, string? HostPort)
{
    /// <summary>As <c>docker ps</c> prints it.</summary>
    public override string ToString() => HostPort is null ? Port : $"{Host}:{HostPort}->{Port}";

    // An IPv6 address would run into the port.
    private string? Host => HostIp?.Contains(':', StringComparison.Ordinal) == true ? $"[{HostIp}]" : HostIp;
}

/// <summary>A container directory of any era. Null is unknown.</summary>
public sealed class Container
{
    public required string Id { get; init; }

    /// <summary>Of a removed one the store that it was in.</summary>
    public required StoreInfo Store { get; set; }

    /// <summary>What is said of a container that was removed and recovered; null for one that is there.</summary>
    public Recovery? Recovery { get; set; }

    /// <summary>Its configuration file, or its directory where that is missing.</summary>
    public required Origin Origin { get; init; }

    /// <summary>The directory of its own files; null when it has none in reach.</summary>
    public EntryRef? Directory { get; init; }

    /// <summary>Without the leading slash; null when none is recorded.</summary>
    public string? Name { get; set; }

    /// <summary>As typed by the user.</summary>
    public string? ImageName { get; init; }

    /// <summary>What that resolved to.</summary>
    public string? ImageId { get; init; }

    /// <summary>The namespace that it is in, of plain containerd and of Kubernetes; null for Docker's and for those of other engines.</summary>
    public string? ContainerdNamespace { get; init; }

    /// <summary>Its place in a pod; null for a container that is in none.</summary>
    public PodMembership? Pod { get; init; }

    /// <summary>The image in the evidence; null when it is gone.</summary>
    public Image? Image { get; set; }

    public string? Path { get; init; }

    public IReadOnlyList<string> Args { get; init; } = [];

    /// <summary>Path and arguments, joined by blanks.</summary>
    public string? Command => Path is null ? null : Args.Count == 0 ? Path : Path + " " + string.Join(' ', Args);

    public RecordedTime? Created { get; init; }

    /// <summary>The last start; null for "never".</summary>
    public RecordedTime? Started { get; init; }

    /// <summary>The last finish; null for "never".</summary>
    public RecordedTime? Finished { get; init; }

    /// <summary>Docker's words: <c>created</c>, <c>running</c>, <c>paused</c>, <c>restarting</c>, <c>exited</c>, <c>dead</c>.</summary>
    public string? State { get; init; }

    public long? ExitCode { get; init; }

    public long? Pid { get; init; }

    public bool? OomKilled { get; init; }

    public string? Error { get; init; }

    public long? RestartCount { get; init; }

    public bool? Privileged { get; init; }

    /// <summary>Whether its own configuration could be read; if not, what only that tells is null.</summary>
    public bool IsConfigKnown { get; init; }

    /// <summary>Whether its <c>hostconfig.json</c>, or what stood for it in its time, could be read; if not, what only that tells is null.</summary>
    public bool IsHostConfigKnown { get; init; }

    public IReadOnlyList<string>? CapAdd { get; init; }

    public IReadOnlyList<string>? CapDrop { get; init; }

    public string? NetworkMode { get; init; }

    public string? PidMode { get; init; }

    public string? IpAddress { get; init; }

    public IReadOnlyList<string>? Env { get; init; }

    /// <summary>The environment with link variables, where the engine wrote it apart (<c>config.env</c>).</summary>
    public IReadOnlyList<string>? EffectiveEnv { get; init; }

    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    public IReadOnlyList<ContainerMount>? Mounts { get; init; }

    public IReadOnlyList<ContainerPort>? Ports { get; init; }

    public string? RestartPolicy { get; init; }

    /// <summary>As recorded: a path on the host.</summary>
    public string? LogPath { get; init; }

    /// <summary><c>target:alias</c>, the target by name where it is known.</summary>
    public IReadOnlyList<string>? Links { get; set; }

    public string? Hostname { get; init; }

    public ContainerConfig? Config { get; init; }

    public ContainerIsolation Isolation { get; init; } = new();

    /// <summary>In byte order of names; empty before 1.9.</summary>
    public IReadOnlyList<ContainerNetwork>? Networks { get; init; }

    /// <summary>The logging driver; empty is the engine's default, null not recorded.</summary>
    public string? LogDriver { get; init; }

    /// <summary>Whether the engine was to remove it, with its evidence, when it ended.</summary>
    public bool? AutoRemove { get; init; }

    /// <summary>The last results of its health check, oldest first; at most five are kept by the engine.</summary>
    public IReadOnlyList<ContainerHealthResult> Health { get; init; } = [];

    /// <summary>What ran in it when it was checkpointed; null for a container of which that is not kept.</summary>
    public IReadOnlyList<ContainerProcess>? Processes { get; init; }

    /// <summary>The directory of the host that it ran on; null for one that is made of an image.</summary>
    public ContainerRootfs? Rootfs { get; init; }

    /// <summary>Commands that were run in it beside its own, as far as the engine still has them. When is not recorded with them.</summary>
    public IReadOnlyList<ContainerExec> Execs { get; init; } = [];

    /// <summary>In words, where its log lies that is none of its own files; null: it has its own, or none.</summary>
    public string? LogPlace { get; init; }

    /// <summary>The writable layer; null when its directory is missing.</summary>
    public Layer? Layer { get; set; }

    public Layer? InitLayer { get; set; }

    /// <summary>Absolute paths at which the engine makes an empty file or directory to mount one of its own over, and which it does not count as changes; empty
    /// for engines that do.</summary>
    public IReadOnlySet<string> RunTimePaths { get; init; } = System.Collections.Immutable.ImmutableHashSet<string>.Empty;

    /// <summary>Its log files, oldest first.</summary>
    public IReadOnlyList<LogFile> Logs { get; init; } = [];

    /// <summary>What names it in reports.</summary>
    public string DisplayName => Name ?? ShortId;

    public string ShortId => Id[..Math.Min(12, Id.Length)];
}

/// <summary>One run of a health check.</summary>
/// <param name="Start">When it began.</param>
/// <param name="End">When it ended.</param>
/// <param name="ExitCode">0 is healthy.</param>
/// <param name="Output">At most 4096 bytes, as recorded.</param>
public sealed record ContainerHealthResult(RecordedTime? Start, RecordedTime? End, long? ExitCode, string? Output);

/// <summary>A log file of a container, not yet read.</summary>
/// <param name="Source">The evidence that holds it.</param>
/// <param name="Node">The file.</param>
/// <param name="Format">How to read it.</param>
public sealed record LogFile(IEvidenceSource Source, int Node, LogFormat Format);

public enum LogFormat
{
    /// <summary>One JSON object a line (Docker 0.5.1 and later).</summary>
    JsonFile,

    /// <summary>Length-prefixed records of the <c>local</c> driver (Docker 18.09 and
    /// later), and of the copy kept for remote drivers (20.10 and later).</summary>
    Local,

    /// <summary>Raw standard output (Docker 0.5.0 and earlier).</summary>
    RawStdout,

    /// <summary>Raw standard error (Docker 0.5.0 and earlier).</summary>
    RawStderr,

    /// <summary>A line of time, stream and tags a record (Kubernetes' container runtimes).</summary>
    Cri,
}
