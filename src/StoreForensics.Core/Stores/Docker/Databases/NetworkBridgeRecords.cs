namespace StoreForensics.Stores.Docker.Databases;

/// <summary>The bridge driver's own settings of a network.</summary>
internal sealed record NetworkBridgeRecord : NetworkStoreRecord
{
    public required string NetworkId { get; init; }

    /// <summary>The host's interface: <c>docker0</c>, <c>br-&lt;first 12 of the id&gt;</c>.</summary>
    public string? BridgeName { get; init; }

    public string? AddressIPv4 { get; init; }

    public string? AddressIPv6 { get; init; }

    public long? Mtu { get; init; }

    public bool? IsDefaultBridge { get; init; }

    public bool? Internal { get; init; }

    public bool? EnableInterContainer { get; init; }

    public bool? EnableMasquerade { get; init; }

    /// <summary>Where ports are published by default.</summary>
    public string? DefaultBindingIp { get; init; }
}

/// <summary>The bridge driver's own record of an endpoint, with the ports that were really bound.</summary>
internal sealed record NetworkBridgeEndpointRecord : NetworkStoreRecord
{
    public required string Id { get; init; }

    public string? NetworkId { get; init; }

    public string? Address { get; init; }

    public string? AddressIPv6 { get; init; }

    public string? MacAddress { get; init; }

    public string? SourceInterface { get; init; }

    public IReadOnlyList<NetworkPortMapping> Ports { get; init; } = [];
}
