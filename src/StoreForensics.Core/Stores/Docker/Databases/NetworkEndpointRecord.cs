namespace StoreForensics.Stores.Docker.Databases;

/// <summary>A container's connection to a network; removed ones tell addresses of containers that are gone.</summary>
internal sealed record NetworkEndpointRecord : NetworkStoreRecord
{
    public required string NetworkId { get; init; }

    public required string Id { get; init; }

    /// <summary>The container's name.</summary>
    public string? Name { get; init; }

    public string? MacAddress { get; init; }

    /// <summary>With the prefix length: <c>172.17.0.2/16</c>.</summary>
    public string? Address { get; init; }

    public string? AddressIPv6 { get; init; }

    /// <summary>The container's end of the pair of interfaces, before it was moved and renamed.</summary>
    public string? SourceInterface { get; init; }

    /// <summary>Empty until the container joined; its record names the container.</summary>
    public string? SandboxId { get; init; }

    public IReadOnlyList<string> Aliases { get; init; } = [];

    public IReadOnlyList<string> DnsNames { get; init; } = [];

    /// <summary><c>80/tcp</c>.</summary>
    public IReadOnlyList<string> ExposedPorts { get; init; } = [];

    public IReadOnlyList<NetworkPortMapping> Ports { get; init; } = [];
}

/// <summary>A published port.</summary>
/// <param name="Port"><c>80/tcp</c>.</param>
/// <param name="HostIp">Null for any.</param>
/// <param name="HostPort">0 when the engine was to choose.</param>
internal sealed record NetworkPortMapping(string Port, string? HostIp, int HostPort);
