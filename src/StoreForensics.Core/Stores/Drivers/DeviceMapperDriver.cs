using System.Globalization;
using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Formats.GoJson;

namespace StoreForensics.Stores.Drivers;

/// <summary>
/// devicemapper (moby v0.7.2 and v1.9.1 graphdriver/devmapper/deviceset.go): layers are thin devices in a pool file; only <c>metadata/&lt;id&gt;</c> is
/// readable here, and in 0.7 one <c>devicemapper/json</c> with all devices. The files are out of reach, and every layer says so.
/// </summary>
internal sealed class DeviceMapperDriver(EvidenceFiles files, int root) : IGraphDriver
{
    private const string OutOfReach = "its files lie in a devicemapper thin pool, not on the host's file system";

    public string Name => "devicemapper";

    public IEnumerable<DriverLayer> Layers()
    {
        var layers = new SortedDictionary<string, DriverLayer>(StringComparer.Ordinal);
        foreach (DriverLayer layer in FromMetadata().Concat(FromOldMap()))
            layers.TryAdd(layer.Id, layer);
        return layers.Values;
    }

    private IEnumerable<DriverLayer> FromMetadata()
    {
        int? directory = files.Directory(root, "metadata"u8);
        foreach (int child in directory is int d ? files.Tree.Children(d).ToArray() : [])
        {
            if (files.Tree[child].Kind != EntryKind.File || !ObjectIds.IsDriverId(Encoding.UTF8.GetString(files.Tree.Name(child))))
                continue; // base, deviceset-metadata, transaction-metadata, .migrated
            JsonView? device = JsonFile.Read(files, child);
            yield return Layer(Encoding.UTF8.GetString(files.Tree.Name(child)), child, device);
        }
    }

    private IEnumerable<DriverLayer> FromOldMap()
    {
        int node = files.Tree.Find(root, "devicemapper/json"u8);
        if (node == EvidenceTree.None || files.Tree[node].Kind != EntryKind.File || JsonFile.Read(files, node) is not { } map)
            yield break;
        foreach ((string id, var device) in map.Members("Devices"))
        {
            if (ObjectIds.IsLayerId(id))
                yield return Layer(id, node, new JsonView(device)) with { Registered = null, RegisteredOrigin = null };
        }
    }

    private DriverLayer Layer(string id, int node, JsonView? device) => new()
    {
        Id = id,
        Origin = files.Origin(node),
        Unreachable = OutOfReach + Describe(device),
        Registered = files.Tree[node].Modified,
        RegisteredOrigin = files.Origin(node),
    };

    private static string Describe(JsonView? device) =>
        device is { } d && d.Integer("device_id") is long number
            ? string.Create(CultureInfo.InvariantCulture, $" (device {number}, transaction {d.Integer("transaction_id") ?? 0}, {d.Integer("size") ?? 0} bytes)")
            : "";
}
