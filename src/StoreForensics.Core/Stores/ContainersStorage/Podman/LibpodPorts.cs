using System.Globalization;
using System.Text.Json;
using StoreForensics.Formats.GoJson;
using StoreForensics.Model;

namespace StoreForensics.Stores.ContainersStorage.Podman;

/// <summary>Published ports (<c>newPortMappings</c>, <c>portMappings</c> before 4.0), then those that are exposed and not published.</summary>
internal static class LibpodPorts
{
    private const int MaxPorts = 65536;

    public static IReadOnlyList<ContainerPort> Of(JsonView config)
    {
        var ports = new List<ContainerPort>();
        foreach (JsonElement element in config.Elements("newPortMappings"))
            Add(ports, new JsonView(element), "container_port", "host_port", "host_ip");
        if (ports.Count == 0)
        {
            foreach (JsonElement element in config.Elements("portMappings"))
                Add(ports, new JsonView(element), "containerPort", "hostPort", "hostIP");
        }
        HashSet<string> published = [.. ports.Select(p => p.Port)];
        foreach ((string port, JsonElement protocols) in config.Members("exposedPorts"))
        {
            foreach (string protocol in protocols.ValueKind == JsonValueKind.Array ? protocols.EnumerateArray().Select(JsonView.TextOf).OfType<string>() : [])
            {
                if (!published.Contains($"{port}/{protocol}"))
                    ports.Add(new ContainerPort($"{port}/{protocol}", null, null));
            }
        }
        return ports;
    }

    private static void Add(List<ContainerPort> ports, JsonView mapping, string container, string host, string address)
    {
        if (mapping.Integer(container) is not (> 0 and < MaxPorts and var inside) || mapping.Integer(host) is not (>= 0 and < MaxPorts and var outside))
            return;
        long count = mapping.Integer("range") is > 0 and <= MaxPorts and var range ? range : 1;
        foreach (string protocol in (mapping.NonEmpty("protocol") ?? "tcp").Split(','))
        {
            for (long i = 0; i < count && inside + i < MaxPorts && ports.Count < MaxPorts; i++)
                ports.Add(new ContainerPort(string.Create(CultureInfo.InvariantCulture, $"{inside + i}/{protocol}"), mapping.NonEmpty(address) ?? "0.0.0.0",
                    (outside + i).ToString(CultureInfo.InvariantCulture)));
        }
    }
}
