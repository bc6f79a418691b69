using StoreForensics.Formats.GoJson;
using StoreForensics.Model;

namespace StoreForensics.Stores.Docker.Containers;

/// <summary><c>NetworkSettings.Networks</c>, from 1.9 on: one entry a network, and the links that a user-defined network keeps there.</summary>
internal static class ContainerNetworks
{
    public static IReadOnlyList<ContainerNetwork> Read(JsonView settings) =>
        [.. settings.Members("Networks").OrderBy(m => m.Name, StringComparer.Ordinal).Select(m => One(m.Name, new JsonView(m.Value)))];

    /// <summary><c>target:alias</c> as the user gave them: of the default bridge from the host configuration, of other networks from their entries.</summary>
    /// <returns>Null when the host configuration could not be read and no network has a link.</returns>
    public static IReadOnlyList<string>? Links(JsonView settings, JsonView? host)
    {
        IEnumerable<string> own = host?.Texts("Links") ?? [];
        string[] links = [.. own.Concat(settings.Members("Networks").SelectMany(m =>
            new JsonView(m.Value).Texts("Links") ?? [])).Distinct(StringComparer.Ordinal)];
        return links.Length == 0 && host is null ? null : links;
    }

    private static ContainerNetwork One(string name, JsonView entry) => new()
    {
        Name = name,
        NetworkId = entry.NonEmpty("NetworkID"),
        EndpointId = entry.NonEmpty("EndpointID"),
        IpAddress = entry.NonEmpty("IPAddress"),
        MacAddress = entry.NonEmpty("MacAddress"),
        Aliases = entry.Texts("Aliases") ?? [],
    };
}
