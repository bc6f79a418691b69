using System.Text.Json;
using StoreForensics.Formats.GoJson;
using StoreForensics.Model;

namespace StoreForensics.Stores.ContainersStorage.Podman;

/// <summary>The networks of a container (<c>newNetworks</c> of 4.0 and later), with the addresses that its last run had (<c>networkStatus</c>).</summary>
internal static class LibpodNetworks
{
    /// <summary>In byte order of names.</summary>
    public static IReadOnlyList<ContainerNetwork> Of(JsonView config, JsonView state)
    {
        var networks = new List<ContainerNetwork>();
        foreach ((string name, JsonElement options) in config.Members("newNetworks").OrderBy(n => n.Name, StringComparer.Ordinal))
        {
            JsonView card = Interface(state, name);
            string? address = card.Elements("subnets").Select(s => new JsonView(s).NonEmpty("ipnet")).FirstOrDefault(a => a is not null);
            networks.Add(new ContainerNetwork
            {
                Name = name,
                IpAddress = address?.Split('/')[0],
                MacAddress = card.NonEmpty("mac_address"),
                Aliases = new JsonView(options).Texts("aliases") ?? [],
            });
        }
        return networks;
    }

    private static JsonView Interface(JsonView state, string network) =>
        state.Object("networkStatus")?.Entry(network) is { ValueKind: JsonValueKind.Object } status
            && new JsonView(status).Members("interfaces") is var cards && cards.FirstOrDefault() is { Value.ValueKind: JsonValueKind.Object } first
            ? new JsonView(first.Value) : default;
}
