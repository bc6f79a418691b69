using System.Text.Json;
using StoreForensics.Formats.GoJson;

namespace StoreForensics.Stores.Docker.Databases;

/// <summary>
/// A network's address ranges: what was asked for (<c>ipamV4Config</c>) and what was handed out (<c>ipamV4Info</c>). Both are strings that hold JSON,
/// and <c>IPAMData</c> inside the second is such a string again. The lists run side by side. What was asked for is a struct of the engine, the rest are maps.
/// </summary>
internal static class NetworkPools
{
    /// <summary>Networks have one range of a family, rarely a few; a forged list is not followed further.</summary>
    private const int MaxPools = 1000;

    public static IEnumerable<NetworkPool> Read(JsonElement network, string configName, string infoName, bool isIPv6)
    {
        JsonElement[] asked = Nested(network, configName), given = Nested(network, infoName);
        for (int i = 0; i < Math.Min(MaxPools, Math.Max(asked.Length, given.Length)); i++)
        {
            JsonView config = i < asked.Length ? new JsonView(asked[i]) : default;
            JsonElement data = i < given.Length ? NestedObject(given[i], "IPAMData") : default;
            yield return new NetworkPool(isIPv6, data.NonEmptyText("Pool"), data.NonEmptyText("Gateway"),
                config.NonEmpty("PreferredPool"), config.NonEmpty("SubPool"), config.NonEmpty("Gateway"));
        }
    }

    private static JsonElement[] Nested(JsonElement json, string name) =>
        NestedObject(json, name) is { ValueKind: JsonValueKind.Array } list ? [.. list.EnumerateArray()] : [];

    /// <summary>The member, parsed when it is a string; undefined when it is no JSON.</summary>
    private static JsonElement NestedObject(JsonElement json, string name)
    {
        JsonElement member = json.Member(name) ?? default;
        if (JsonMap.Text(member) is not string text)
            return member;
        using JsonDocument? inner = GoJsonParser.TryParse(System.Text.Encoding.UTF8.GetBytes(text));
        return inner?.RootElement.Clone() ?? default;
    }
}
