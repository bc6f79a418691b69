using StoreForensics.Formats.Bolt;
using StoreForensics.Model;
using StoreForensics.Stores.Docker.Databases;

namespace StoreForensics.Stores.Docker;

/// <summary>
/// Events and leftovers from the network database (docker-storage-formats §4.9): networks with the daemon's starts that they tell, and what removed
/// containers and networks left in it.
/// </summary>
internal sealed class NetworkFacts(NetworkDatabase database, StoreInfo store, IReadOnlyList<Container> containers)
{
    private readonly HashSet<string> _containers = [.. containers.Select(c => c.Id)];

    /// <summary>By name, then by id.</summary>
    public IEnumerable<Network> Networks() =>
        database.Of<NetworkRecord>(BoltRecordStanding.Live).OrderBy(n => n.Name, StringComparer.Ordinal).ThenBy(n => n.Id,
            StringComparer.Ordinal).Select(Network);

    public IEnumerable<EngineEvent> Events()
    {
        foreach (NetworkRecord network in database.Of<NetworkRecord>(BoltRecordStanding.Live))
        {
            if (network.Created is not { } created)
                continue;
            string name = network.Name ?? network.Id;
            yield return new EngineEvent("network.created", created.Time, "Network created",
                $"Network {name} created, driver {network.Driver ?? "unknown"}{Pool(network)}{Recorded(created)}", network.Origin)
            { Store = store };
            // bridge is made anew at every start without live containers, none and host once (moby v20.10 daemon/daemon_unix.go).
            if (network is { Name: "bridge", Driver: "bridge" })
                yield return new EngineEvent("daemon.started", created.Time, "Last daemon start (the default network was made anew)",
                    "The engine was started for the last time" + Recorded(created), network.Origin)
                { Store = store };
        }
        if (FirstStart() is { } first)
            yield return first;
        foreach (NetworkRecord network in database.Records.OfType<NetworkRecord>().Where(n => n.Standing != BoltRecordStanding.Live))
        {
            if (network.Created is { } created)
                yield return new EngineEvent("record.recovered", created.Time, "Network created (recovered record)",
                    $"{Recovered(network)}: network {network.Name ?? network.Id} created, driver {network.Driver ?? "unknown"}{Pool(network)}{Recorded(created)}", network.Origin)
                { Store = store };
        }
    }

    public IEnumerable<Leftover> Leftovers()
    {
        foreach (NetworkStoreRecord record in database.Records.Where(r => r.Standing is BoltRecordStanding.Removed or BoltRecordStanding.Uncertain))
        {
            if (record is NetworkRecord network)
                yield return new Leftover("recovered network", network.Name ?? network.Id, network.Origin,
                    $"{Recovered(network)} of {Gone(network)} network {network.Id}{Pool(network)}{(network.Created is { } c ? ", created " + c.Text : "")}");
            else if (record is NetworkEndpointRecord endpoint)
                yield return new Leftover("recovered endpoint", endpoint.Name ?? endpoint.Id, endpoint.Origin,
                    $"{Recovered(endpoint)} of {Gone(endpoint)} endpoint: {Address(endpoint)}{Owner(database.ContainerOf(endpoint))}");
            else if (record is NetworkSandboxRecord { ContainerId: { } container } sandbox && !_containers.Contains(container))
                yield return new Leftover("recovered sandbox", container, sandbox.Origin,
                    $"{Recovered(sandbox)} of a container's network name space{Owner(container)}");
        }
    }

    private Network Network(NetworkRecord record)
    {
        NetworkPool[] pools = [.. record.Pools.Where(p => p.Pool is not null)];
        var network = new Network
        {
            Id = record.Id,
            Store = store,
            Origin = record.Origin,
            Name = record.Name,
            Driver = record.Driver,
            Scope = record.Scope,
            Created = record.Created,
            Bridge = database.Of<NetworkBridgeRecord>(BoltRecordStanding.Live).FirstOrDefault(b => b.NetworkId == record.Id)?.BridgeName,
            IsInternal = record.Internal,
            IsAttachable = record.Attachable,
            Subnets = [.. pools.Select(p => p.Pool!)],
            Gateways = [.. pools.Select(p => p.Gateway?.Split('/')[0]).OfType<string>()],
            Labels = record.Labels,
            Options = record.DriverOptions,
        };
        foreach (NetworkEndpointRecord endpoint in database.Of<NetworkEndpointRecord>(BoltRecordStanding.Live).Where(e => e.NetworkId == record.Id))
            network.Connections.Add(new NetworkConnection(endpoint.Name, database.ContainerOf(endpoint), endpoint.Address, endpoint.MacAddress));
        return network;
    }

    private EngineEvent? FirstStart()
    {
        NetworkRecord[] made = [.. database.Of<NetworkRecord>(BoltRecordStanding.Live).Where(n => n.Name is "none" or "host" && n.Driver is "null" or "host"
            && n.Created is not null)];
        if (made.MinBy(n => n.Created!.Value.Time) is not { Created: { } created } first)
            return null;
        return new EngineEvent("daemon.first_start", created.Time, "First daemon start (its fixed networks were made)",
            "The engine was started on this data root for the first time" + Recorded(created), first.Origin)
        { Store = store };
    }

    private static string Recovered(NetworkStoreRecord record) =>
        record.Source == BoltRecordSource.Previous ? "record of the database's previous state" : "record from a free page of the database";

    private static string Gone(NetworkStoreRecord record) =>
        record.Standing == BoltRecordStanding.Removed ? "a removed" : "a removed (or on a newer page that is lost: which cannot be told)";

    private static string Address(NetworkEndpointRecord endpoint) =>
        $"address {endpoint.Address ?? "unknown"}, MAC {endpoint.MacAddress ?? "unknown"}, network {endpoint.NetworkId}";

    private string Owner(string? container) => container is null ? ""
        : $", container {container}, {(_containers.Contains(container) ? "which is still on disk" : "which is not on disk")}";

    private static string Pool(NetworkRecord network) => network.Pools.Select(p => p.Pool).FirstOrDefault(p => p is not null) is { } pool
        ? $", addresses {pool}" : "";

    private static string Recorded(RecordedTime time) => time.Text.EndsWith('Z') ? "" : $" (recorded as {time.Text})";
}
