using StoreForensics.Formats.GoJson;
using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Stores.Checkpoints;

/// <summary><c>spec.dump</c>: the OCI specification that the container ran by (opencontainers runtime-spec config.md), with its engine's annotations.</summary>
internal sealed class SpecDump(JsonView json)
{
    private readonly IReadOnlyDictionary<string, string> _annotations = json.Object("annotations")?.TextMap() ?? new Dictionary<string, string>();

    public IReadOnlyList<string> Args => Process.Texts("args") ?? [];

    public IReadOnlyList<string>? Env => Process.Texts("env");

    public string? Hostname => json.NonEmpty("hostname");

    public string? WorkingDirectory => Process.NonEmpty("cwd");

    public bool? Terminal => Process.Flag("terminal");

    /// <summary>As <c>uid:gid</c>; null for root.</summary>
    public string? User => Process.Object("user") is { } user && (user.Integer("uid") ?? 0, user.Integer("gid") ?? 0) is var (uid, gid) && (uid, gid) != (0, 0)
        ? FormattableString.Invariant($"{uid}:{gid}") : null;

    public string? ImageName => Find("io.kubernetes.cri-o.ImageName", "io.kubernetes.cri.image-name");

    public string? LogPath => Find("io.kubernetes.cri-o.LogPath");

    public RecordedTime? Created => Find("io.kubernetes.cri-o.Created", "org.opencontainers.image.created") is { } text && Timestamp.TryParse(text) is { } time
        ? new RecordedTime(time, text) : null;

    /// <summary>Null for a container in no pod.</summary>
    public PodMembership? Pod => Find("io.kubernetes.pod.name", "io.kubernetes.cri.sandbox-name") is not { } pod ? null
        : new PodMembership(pod, Find("io.kubernetes.pod.namespace", "io.kubernetes.cri.sandbox-namespace"),
            Find("io.kubernetes.pod.uid", "io.kubernetes.cri.sandbox-uid"), Find("io.kubernetes.cri-o.SandboxID", "io.kubernetes.cri.sandbox-id"), null, false);

    /// <summary>The binds; the rest is made by the runtime for every container.</summary>
    public IReadOnlyList<ContainerMount> Mounts => [.. json.Elements("mounts").Select(m => Mount(new JsonView(m))).OfType<ContainerMount>()];

    /// <summary>The name that the container has in all that is told.</summary>
    /// <param name="recorded">As its engine calls it.</param>
    public string? PodName(string? recorded)
    {
        string? own = Find("io.kubernetes.container.name", "io.kubernetes.cri.container-name");
        return Pod is { Namespace: { } space, Pod: { } pod } && own is not null ? $"{space}/{pod}/{own}" : recorded;
    }

    private JsonView Process => json.Object("process") ?? default;

    private static ContainerMount? Mount(JsonView mount)
    {
        IReadOnlyList<string> options = mount.Texts("options") ?? [];
        if (mount.Text("destination") is not { } destination || !(mount.Text("type") == "bind" || options.Contains("bind") || options.Contains("rbind")))
            return null;
        return new ContainerMount { Type = "bind", Source = mount.Text("source"), Destination = destination, ReadWrite = !options.Contains("ro") };
    }

    private string? Find(params ReadOnlySpan<string> keys)
    {
        foreach (string key in keys)
        {
            if (_annotations.GetValueOrDefault(key) is { Length: > 0 } text)
                return text;
        }
        return null;
    }
}
