namespace StoreForensics.Stores.Docker.Databases;

/// <summary>A container's network name space: ties endpoints to the container's id.</summary>
internal sealed record NetworkSandboxRecord : NetworkStoreRecord
{
    public required string Id { get; init; }

    public string? ContainerId { get; init; }

    public IReadOnlyList<NetworkSandboxEndpoint> Endpoints { get; init; } = [];
}

internal sealed record NetworkSandboxEndpoint(string NetworkId, string EndpointId);
