using System.Globalization;
using System.Text;
using System.Text.Json;
using StoreForensics.Formats.GoJson;
using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Stores.ContainersStorage.Crio;

/// <summary>What CRI-O writes into the annotations of an OCI configuration, as texts or as JSON in a text (cri-o v1.37 pkg/annotations).</summary>
internal readonly struct CrioAnnotations(JsonView config)
{
    private const string Prefix = "io.kubernetes.cri-o.";

    private readonly JsonView _notes = config.Object("annotations") ?? default;

    public string? Text(string name) => Plain(Prefix + name);

    /// <summary>An annotation by its whole name; null when it is empty.</summary>
    public string? Plain(string name) => _notes.Entry(name) is { } value && JsonView.TextOf(value) is { Length: > 0 } text ? text : null;

    public RecordedTime? Time(string name) => Text(name) is { } text && Timestamp.TryParse(text) is { } time && time != Timestamp.GoZero
        ? new RecordedTime(time, text) : null;

    public IReadOnlyDictionary<string, string>? Map(string name) =>
        Json(name) is { ValueKind: JsonValueKind.Object } json ? new JsonView(json).TextMap() : null;

    /// <summary>As the pod asked for them.</summary>
    public IReadOnlyList<ContainerMount> Mounts
    {
        get
        {
            var mounts = new List<ContainerMount>();
            foreach (JsonView mount in List("Volumes"))
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

    /// <summary>Of a sandbox.</summary>
    public IReadOnlyList<ContainerPort> Ports =>
        [.. List("PortMappings").Select(p => new ContainerPort($"{p.Integer("containerPort") ?? p.Integer("container_port") ?? 0}/{Protocol(p)}",
            Host(p) is null ? null : p.NonEmpty("hostIP") ?? p.NonEmpty("host_ip") ?? "0.0.0.0", Host(p)?.ToString(CultureInfo.InvariantCulture)))];

    /// <summary>The first address that the network gave a sandbox, without its prefix length (CNI's result, spec 1.0).</summary>
    public string? Address => Text("IP.0") ?? (Json("CNIResult") is { ValueKind: JsonValueKind.Object } result
        ? new JsonView(result).Elements("ips").Select(i => new JsonView(i).NonEmpty("address")).FirstOrDefault(a => a is not null)?.Split('/')[0] : null);

    private static long? Host(JsonView port) => (port.Integer("hostPort") ?? port.Integer("host_port")) is > 0 and var number ? number : null;

    private static string Protocol(JsonView port) => port.NonEmpty("protocol")?.ToLowerInvariant() ?? "tcp";

    private IEnumerable<JsonView> List(string name) =>
        Json(name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray().Select(e => new JsonView(e)) : [];

    private JsonElement? Json(string name) => Text(name) is { } text ? GoJsonParser.TryParse(Encoding.UTF8.GetBytes(text))?.RootElement : null;
}
