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
    /// <param name="network">The <c>NetworkSettings</c>.</param>
    /// <param name="host">The host configuration; null when it could not be read.</param>
    /// <returns>Null when the container did not run and what was asked for is unknown.</returns>
    public static IReadOnlyList<ContainerPort>? Read(JsonView network, JsonView? host)
    {
        List<ContainerPort> ports = Bindings(network, "Ports");
        return ports.Count > 0 ? ports : host is { } asked ? Bindings(asked, "PortBindings") : null;
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
