using StoreForensics.Primitives;

namespace StoreForensics.Model;

/// <summary>A network that the engine's own database has (Docker 1.9 and later). Null is "not recorded".</summary>
public sealed class Network
{
    public required string Id { get; init; }

    public required StoreInfo Store { get; init; }

    public required Origin Origin { get; init; }

    public string? Name { get; init; }

    /// <summary><c>bridge</c>, <c>host</c>, <c>null</c>, <c>overlay</c>, <c>macvlan</c> …</summary>
    public string? Driver { get; init; }

    /// <summary><c>local</c>, <c>global</c> or <c>swarm</c>.</summary>
    public string? Scope { get; init; }

    /// <summary>Of the network <c>bridge</c> the last start of the engine, of <c>none</c> and <c>host</c> the first.</summary>
    public RecordedTime? Created { get; init; }

    /// <summary>The host's interface.</summary>
    public string? Bridge { get; init; }

    public bool? IsInternal { get; init; }

    public bool? IsAttachable { get; init; }

    /// <summary>The address ranges handed out, IPv4 first.</summary>
    public IReadOnlyList<string> Subnets { get; init; } = [];

    /// <summary>Their gateways, in the same order, without prefix length.</summary>
    public IReadOnlyList<string> Gateways { get; init; } = [];

    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    /// <summary>Options of the driver.</summary>
    public IReadOnlyDictionary<string, string>? Options { get; init; }

    /// <summary>Connections at the moment of the evidence: only running containers have them.</summary>
    public List<NetworkConnection> Connections { get; } = [];
}

/// <summary>A container's connection to a network.</summary>
/// <param name="Name">As the engine noted it: the container's name.</param>
/// <param name="ContainerId">Null when no record tells.</param>
/// <param name="Address">IPv4 with the prefix length.</param>
/// <param name="MacAddress">Of the container's interface.</param>
public sealed record NetworkConnection(string? Name, string? ContainerId, string? Address, string? MacAddress);
