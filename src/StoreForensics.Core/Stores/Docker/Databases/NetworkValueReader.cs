using System.Buffers.Binary;
using System.Globalization;
using System.Text.Json;
using StoreForensics.Formats.GoJson;
using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Stores.Docker.Databases;

/// <summary>
/// Understands one value of <c>local-kv.db</c>: a little-endian index and JSON (format reference, section 4.9). The engine decodes networks, endpoints and
/// bridges into maps, whose keys count as they stand, and sandboxes, ports and port mappings into structs (moby v20.10 libnetwork network.go, endpoint.go,
/// sandbox_store.go, drivers/bridge/bridge_store.go).
/// </summary>
internal static class NetworkValueReader
{
    public const int IndexSize = 8;

    /// <summary>How Go spells an address that is not set.</summary>
    private const string NoAddress = "<nil>";

    public static ulong IndexOf(ReadOnlySpan<byte> value) => value.Length < IndexSize ? 0 : BinaryPrimitives.ReadUInt64LittleEndian(value);

    /// <summary>The typed record; null for a type without one. Ids are those of the key.</summary>
    public static NetworkStoreRecord? Read(NetworkKey key, JsonElement json, NetworkRecordPlace place) => key.Type switch
    {
        "network" when key.Ids.Count == 1 => Network(key.Ids[0], json, place),
        "endpoint" when key.Ids.Count == 2 => Endpoint(key.Ids[0], key.Ids[1], json, place),
        "sandbox" when key.Ids.Count == 1 => Sandbox(key.Ids[0], json, place),
        "bridge" when key.Ids.Count == 1 => Bridge(key.Ids[0], json, place),
        "bridge-endpoint" when key.Ids.Count == 1 => BridgeEndpoint(key.Ids[0], json, place),
        _ => null,
    };

    private static NetworkRecord Network(string id, JsonElement json, NetworkRecordPlace place) => new()
    {
        Place = place,
        Id = id,
        Name = json.NonEmptyText("name"),
        Driver = json.NonEmptyText("networkType"),
        Scope = json.NonEmptyText("scope"),
        Created = Time(json.Text("created")),
        Labels = json.TextMap("labels"),
        DriverOptions = (json.Member("generic") ?? default).TextMap("com.docker.network.generic"),
        EnableIPv6 = json.Flag("enableIPv6"),
        Internal = json.Flag("internal"),
        Attachable = json.Flag("attachable"),
        Ingress = json.Flag("ingress"),
        ConfigOnly = json.Flag("configOnly"),
        InDelete = json.Flag("inDelete"),
        Pools = [.. NetworkPools.Read(json, "ipamV4Config", "ipamV4Info", isIPv6: false),
            .. NetworkPools.Read(json, "ipamV6Config", "ipamV6Info", isIPv6: true)],
    };

    private static NetworkEndpointRecord Endpoint(string networkId, string id, JsonElement json, NetworkRecordPlace place)
    {
        JsonElement nic = json.Member("ep_iface") ?? default;
        JsonElement generic = json.Member("generic") ?? default;
        return new NetworkEndpointRecord
        {
            Place = place,
            NetworkId = networkId,
            Id = id,
            Name = json.NonEmptyText("name"),
            MacAddress = nic.NonEmptyText("mac"),
            Address = Address(nic, "addr"),
            AddressIPv6 = Address(nic, "addrv6"),
            SourceInterface = nic.NonEmptyText("srcName"),
            SandboxId = json.NonEmptyText("sandbox"),
            Aliases = json.TextList("myAliases") ?? [],
            DnsNames = json.TextList("dnsNames") ?? [],
            ExposedPorts = [.. json.Items("exposed_ports").Select(Port).OfType<string>()],
            Ports = [.. generic.Items("com.docker.network.portmap").Select(Mapping).OfType<NetworkPortMapping>()],
        };
    }

    private static NetworkSandboxRecord Sandbox(string id, JsonElement json, NetworkRecordPlace place) => new()
    {
        Place = place,
        Id = id,
        ContainerId = new JsonView(json).NonEmpty("Cid"),
        Endpoints = [.. new JsonView(json).Elements("Eps").Select(e => new JsonView(e))
            .Select(e => (Network: e.NonEmpty("Nid"), Endpoint: e.NonEmpty("Eid")))
            .Where(e => e.Network is not null && e.Endpoint is not null)
            .Select(e => new NetworkSandboxEndpoint(e.Network!, e.Endpoint!))],
    };

    private static NetworkBridgeRecord Bridge(string id, JsonElement json, NetworkRecordPlace place) => new()
    {
        Place = place,
        NetworkId = id,
        BridgeName = json.NonEmptyText("BridgeName"),
        AddressIPv4 = Address(json, "AddressIPv4"),
        AddressIPv6 = Address(json, "AddressIPv6"),
        Mtu = json.Number("Mtu"),
        IsDefaultBridge = json.Flag("DefaultBridge"),
        Internal = json.Flag("Internal"),
        EnableInterContainer = json.Flag("EnableICC"),
        EnableMasquerade = json.Flag("EnableIPMasquerade"),
        DefaultBindingIp = Address(json, "DefaultBindingIP"),
    };

    private static NetworkBridgeEndpointRecord BridgeEndpoint(string id, JsonElement json, NetworkRecordPlace place) => new()
    {
        Place = place,
        Id = id,
        NetworkId = json.NonEmptyText("nid"),
        Address = Address(json, "Addr"),
        AddressIPv6 = Address(json, "Addrv6"),
        MacAddress = json.NonEmptyText("MacAddress"),
        SourceInterface = json.NonEmptyText("SrcName"),
        Ports = [.. json.Items("PortMapping").Select(Mapping).OfType<NetworkPortMapping>()],
    };

    private static string? Address(JsonElement json, string name) => Address(json.NonEmptyText(name));

    private static string? Address(string? text) => text == NoAddress ? null : text;

    private static RecordedTime? Time(string? text) => text is not null && Timestamp.TryParse(text) is Timestamp time && time.IsUsable
        ? new RecordedTime(time, text) : null;

    private static string? Port(JsonElement json) => new JsonView(json) is var port && port.Integer("Port") is long number
        ? string.Create(CultureInfo.InvariantCulture, $"{number}/{ProtocolName(port.Integer("Proto"))}")
        : null;

    private static NetworkPortMapping? Mapping(JsonElement json) => Port(json) is string port && new JsonView(json) is var mapping
        ? new NetworkPortMapping(port, Address(mapping.NonEmpty("HostIP")), mapping.Integer("HostPort") is >= 0 and <= ushort.MaxValue and long host
            ? (int)host : 0)
        : null;

    private static string ProtocolName(long? number) => number switch
    {
        6 => "tcp",
        17 => "udp",
        132 => "sctp",
        _ => string.Create(CultureInfo.InvariantCulture, $"{number}"),
    };
}
