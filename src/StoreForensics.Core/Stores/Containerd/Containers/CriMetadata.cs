using StoreForensics.Formats.GoJson;
using StoreForensics.Model;

namespace StoreForensics.Stores.Containerd.Containers;

/// <summary>
/// What the CRI plugin keeps of a container or sandbox: JSON in an extension of the record, <c>{"Version","Metadata":{"Config":…}}</c> (containerd
/// internal/cri/store/container/metadata.go, sandbox/metadata.go); the configuration is what the kubelet asked for (cri-api runtime/v1).
/// </summary>
internal readonly struct CriMetadata(JsonView json)
{
    /// <summary>The key of the extension in a container's record.</summary>
    public const string OfContainer = "io.cri-containerd.container.metadata";

    /// <summary>The same of a sandbox.</summary>
    public const string OfSandbox = "io.cri-containerd.sandbox.metadata";

    // cri-api runtime/v1 NamespaceMode.
    private const long Node = 2;

    public bool Exists => json.Exists;

    public string? SandboxId => json.NonEmpty("SandboxID");

    public string? Name => Of("metadata").NonEmpty("name");

    /// <summary>Go leaves a zero out.</summary>
    public long Attempt => Of("metadata").Integer("attempt") ?? 0;

    /// <summary>Of a sandbox.</summary>
    public string? PodUid => Of("metadata").NonEmpty("uid");

    /// <inheritdoc cref="PodUid"/>
    public string? PodNamespace => Of("metadata").NonEmpty("namespace");

    /// <summary>As the pod asked for it.</summary>
    public string? Image => Of("image").NonEmpty("user_specified_image") ?? Of("image").NonEmpty("image");

    /// <summary>The digest of the image's configuration.</summary>
    public string? ImageReference => json.NonEmpty("ImageRef");

    public string? LogPath => json.NonEmpty("LogPath");

    public string? IpAddress => json.NonEmpty("IP");

    public string? Hostname => Config.NonEmpty("hostname");

    public IReadOnlyDictionary<string, string> Labels => Of("labels").TextMap();

    public IReadOnlyList<ContainerMount> Mounts
    {
        get
        {
            var mounts = new List<ContainerMount>();
            foreach (JsonView mount in Config.Elements("mounts").Select(m => new JsonView(m)))
            {
                if (mount.Text("container_path") is { } destination)
                    mounts.Add(new ContainerMount
                    {
                        Type = "bind",
                        Source = mount.Text("host_path"),
                        Destination = destination,
                        ReadWrite = mount.Flag("readonly") != true,
                    });
            }
            return mounts;
        }
    }

    /// <summary>Of a sandbox, as <c>docker ps</c> would print them.</summary>
    public IReadOnlyList<ContainerPort> Ports =>
        [.. Config.Elements("port_mappings").Select(p => new JsonView(p)).Select(p => new ContainerPort(
            $"{p.Integer("container_port") ?? 0}/{Protocol(p.Integer("protocol"))}", p.Integer("host_port") is null ? null : p.NonEmpty("host_ip") ?? "0.0.0.0",
            p.Integer("host_port")?.ToString(System.Globalization.CultureInfo.InvariantCulture)))];

    public bool Privileged => Security.Flag("privileged") == true;

    public IReadOnlyList<string> CapAdd => Security.Object("capabilities")?.Texts("add_capabilities") ?? [];

    public IReadOnlyList<string> CapDrop => Security.Object("capabilities")?.Texts("drop_capabilities") ?? [];

    /// <summary><c>host</c> for the node's; null for the pod's own.</summary>
    public string? NetworkMode => Mode("network");

    /// <inheritdoc cref="NetworkMode"/>
    public string? PidMode => Mode("pid");

    /// <inheritdoc cref="NetworkMode"/>
    public string? IpcMode => Mode("ipc");

    private JsonView Config => json.Object("Config") ?? default;

    private JsonView Security => Of("linux").Object("security_context") ?? default;

    private JsonView Of(string field) => Config.Object(field) ?? default;

    private string? Mode(string kind) => Security.Object("namespace_options")?.Integer(kind) == Node ? "host" : null;

    private static string Protocol(long? number) => number switch
    {
        1 => "udp",
        2 => "sctp",
        _ => "tcp",
    };
}
