using System.Text.Json;
using StoreForensics.Formats.GoJson;
using StoreForensics.Model;

namespace StoreForensics.Stores.Docker.Containers;

/// <summary>
/// Published ports: what <c>NetworkSettings.Ports</c> held while the container ran,
/// else what <c>PortBindings</c> asked for. In byte order of the container's port.
/// </summary>
internal static class ContainerPorts
{
    public static IReadOnlyList<ContainerPort> Read(JsonView network, JsonView host)
    {
        List<ContainerPort> ports = Bindings(network, "Ports");
        if (ports.Count == 0)
            ports = Bindings(host, "PortBindings");
        return ports;
    }

    private static List<ContainerPort> Bindings(JsonView parent, string field)
    {
        var ports = new List<ContainerPort>();
        foreach ((string port, JsonElement bindings) in parent.Members(field).OrderBy(m => m.Name, StringComparer.Ordinal))
        {
            if (bindings.ValueKind != JsonValueKind.Array || bindings.GetArrayLength() == 0)
                ports.Add(new ContainerPort(port, null, null));
            else
                ports.AddRange(bindings.EnumerateArray().Select(b => Published(port, new JsonView(b))));
        }
        return ports;
    }

    private static ContainerPort Published(string port, JsonView binding) =>
        new(port, binding.NonEmpty("HostIp") ?? "0.0.0.0", binding.Text("HostPort") ?? "");
}
