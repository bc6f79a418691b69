using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Formats.GoJson;
using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Stores.ContainersStorage.Podman;

/// <summary>
/// Networks of netavark: a JSON file each, the system's in <c>/etc/containers/networks</c>, a user's in the graph root (containers-common v0.64
/// libnetwork/netavark/config.go). Addresses that are handed out are in <c>/run</c>; what containers had is in their state.
/// </summary>
internal sealed class PodmanNetworks(StorageRoot root, StoreInfo store, IReadOnlyList<Container> containers)
{
    private readonly EvidenceFiles _files = root.Files;

    /// <summary>In byte order of names.</summary>
    public IReadOnlyList<Network> Read()
    {
        var networks = new List<Network>();
        foreach (int node in Files())
        {
            if (_files.Problems.ContainOr(_files.Origin(node), null, () => Network(node)) is { } network)
                networks.Add(network);
        }
        return [.. networks.OrderBy(n => n.Name, StringComparer.Ordinal)];
    }

    private IEnumerable<int> Files()
    {
        int? directory = root.IsUsers ? root.Directory("networks") : HostPaths.Find(_files.Tree, root.Node, "/etc/containers/networks");
        foreach (int child in directory is int at && _files.Tree[at].Kind.IsDirectory() ? _files.Tree.Children(at).ToArray() : [])
        {
            if (_files.Tree[child].Kind == EntryKind.File && _files.Tree.Name(child).EndsWith(".json"u8))
                yield return child;
        }
    }

    private Network? Network(int node)
    {
        if (JsonFile.Read(_files, node) is not { } json || json.NonEmpty("id") is not { } id)
            return null;
        JsonView[] subnets = [.. json.Elements("subnets").Select(s => new JsonView(s))];
        var network = new Network
        {
            Id = id,
            Store = store,
            Origin = _files.Origin(node),
            Name = json.NonEmpty("name") ?? Encoding.UTF8.GetString(_files.Tree.Name(node)[..^5]),
            Driver = json.NonEmpty("driver"),
            Scope = "local",
            Created = json.Time("created"),
            Bridge = json.NonEmpty("network_interface"),
            IsInternal = json.Flag("internal"),
            Subnets = [.. subnets.Select(s => s.NonEmpty("subnet")).OfType<string>()],
            Gateways = [.. subnets.Select(s => s.NonEmpty("gateway")).OfType<string>()],
            Labels = json.Object("labels")?.TextMap(),
            Options = json.Object("options")?.TextMap(),
        };
        foreach (Container container in containers.Where(c => c.State is "running" or "paused"))
        {
            if ((container.Networks ?? []).FirstOrDefault(n => n.Name == network.Name) is { } own)
                network.Connections.Add(new NetworkConnection(container.Name, container.Id, own.IpAddress, own.MacAddress));
        }
        return network;
    }
}
