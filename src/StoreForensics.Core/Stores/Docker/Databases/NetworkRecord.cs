using StoreForensics.Model;

namespace StoreForensics.Stores.Docker.Databases;

/// <summary>A network. Null is "not recorded": 1.9 and 1.10 have no creation time, scope or labels, and do not store <c>none</c> and <c>host</c>.</summary>
internal sealed record NetworkRecord : NetworkStoreRecord
{
    public required string Id { get; init; }

    public string? Name { get; init; }

    /// <summary><c>bridge</c>, <c>host</c>, <c>null</c>, <c>overlay</c>, <c>macvlan</c> …</summary>
    public string? Driver { get; init; }

    /// <summary><c>local</c>, <c>global</c> or <c>swarm</c>.</summary>
    public string? Scope { get; init; }

    /// <summary>
    /// With the offset of the host's zone in the text. The network named <c>bridge</c> is made anew at every start of the engine without live
    /// containers: its time is the last start; that of <c>none</c> and <c>host</c> the first one.
    /// </summary>
    public RecordedTime? Created { get; init; }

    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    /// <summary>What the user gave with <c>-o</c>, and what the engine set for its own bridge.</summary>
    public IReadOnlyDictionary<string, string>? DriverOptions { get; init; }

    public bool? EnableIPv6 { get; init; }

    public bool? Internal { get; init; }

    public bool? Attachable { get; init; }

    public bool? Ingress { get; init; }

    public bool? ConfigOnly { get; init; }

    /// <summary>Its removal had begun and was not finished.</summary>
    public bool? InDelete { get; init; }

    /// <summary>IPv4 first.</summary>
    public IReadOnlyList<NetworkPool> Pools { get; init; } = [];
}

/// <summary>An address range of a network. Empty strings of the record are null.</summary>
/// <param name="IsIPv6">Which family.</param>
/// <param name="Pool">What was handed out (<c>172.17.0.0/16</c>).</param>
/// <param name="Gateway">With the prefix length, as handed out.</param>
/// <param name="RequestedPool">What the user asked for.</param>
/// <param name="RequestedRange">A part of it for containers, as asked for.</param>
/// <param name="RequestedGateway">As asked for.</param>
internal sealed record NetworkPool(bool IsIPv6, string? Pool, string? Gateway, string? RequestedPool, string? RequestedRange, string? RequestedGateway);
