using StoreForensics.Primitives;

namespace StoreForensics.Model;

/// <summary>
/// Something that a swarm keeps: a node, a service, a task, a network, a secret or a config, as a manager's log or a node's own records have it last. Null is
/// "not recorded" throughout; the values of secrets and configs are never part of it.
/// </summary>
public sealed record SwarmObject
{
    /// <summary><c>node</c>, <c>service</c>, <c>task</c>, <c>network</c>, <c>secret</c>, <c>config</c>, <c>cluster</c>.</summary>
    public required string Kind { get; init; }

    public required string Id { get; init; }

    public required StoreInfo Store { get; init; }

    /// <summary>The newest record of it.</summary>
    public required Origin Origin { get; init; }

    /// <summary>Of a task as Docker says it: <c>SERVICE.SLOT</c>, of a global service's <c>SERVICE.NODE</c>.</summary>
    public string? Name { get; init; }

    public Timestamp? Created { get; init; }

    public Timestamp? Updated { get; init; }

    /// <summary>Whether the log says that it was removed.</summary>
    public bool IsRemoved { get; init; }

    /// <summary>The newest time in the log before the removal, which has none of its own.</summary>
    public Timestamp? RemovedAfter { get; init; }

    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    /// <summary>Of a service's or task's container.</summary>
    public SwarmContainer? Container { get; init; }

    /// <summary>Of a service: <c>replicated</c>, <c>global</c>, <c>replicated job</c>, <c>global job</c>.</summary>
    public string? Mode { get; init; }

    /// <summary>Of a replicated service.</summary>
    public ulong? Replicas { get; init; }

    /// <summary>Of a service: where its tasks may run, as typed.</summary>
    public IReadOnlyList<string> Constraints { get; init; } = [];

    /// <summary>Of a task.</summary>
    public string? ServiceId { get; init; }

    /// <summary>Of a task of a replicated service, from 1.</summary>
    public ulong? Slot { get; init; }

    /// <summary>Where a task was to run.</summary>
    public string? NodeId { get; init; }

    public string? ContainerId { get; init; }

    public int? ExitCode { get; init; }

    /// <summary>Of a task or node, the engine's words in lower case: <c>running</c>, <c>ready</c>.</summary>
    public string? State { get; init; }

    /// <summary>Of a task: what the manager wants.</summary>
    public string? DesiredState { get; init; }

    /// <summary>When <see cref="State"/> was reached.</summary>
    public Timestamp? StateTime { get; init; }

    public string? Message { get; init; }

    public string? Error { get; init; }

    /// <summary>Of a secret or config: bytes of its value.</summary>
    public long? Size { get; init; }

    /// <summary>Of a network.</summary>
    public string? Driver { get; init; }

    /// <summary>Of a node: host name, address, engine's version, role and availability.</summary>
    public SwarmNodeFacts? Node { get; init; }

    /// <summary>What happened to it, oldest first.</summary>
    public IReadOnlyList<SwarmChange> Changes { get; init; } = [];
}

/// <summary>What a service's or task's container was to be (swarmkit api/specs.proto, ContainerSpec).</summary>
public sealed record SwarmContainer
{
    public string? Image { get; init; }

    /// <summary>Instead of the image's entry point.</summary>
    public IReadOnlyList<string> Command { get; init; } = [];

    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>In clear.</summary>
    public IReadOnlyList<string> Env { get; init; } = [];

    public string? User { get; init; }

    /// <summary><c>TYPE SOURCE:TARGET</c>, with <c>:ro</c>.</summary>
    public IReadOnlyList<string> Mounts { get; init; } = [];

    /// <summary>Names.</summary>
    public IReadOnlyList<string> Secrets { get; init; } = [];

    /// <inheritdoc cref="Secrets"/>
    public IReadOnlyList<string> Configs { get; init; } = [];

    public IReadOnlyList<string> CapAdd { get; init; } = [];
}

/// <summary>What a manager knew of a node.</summary>
public sealed record SwarmNodeFacts(string? HostName, string? Address, string? EngineVersion, string Role, string Availability);

/// <summary>One change of an object in a swarm's log.</summary>
/// <param name="EventType">One of the stable event names.</param>
/// <param name="Time">When; null where the log does not tell.</param>
/// <param name="Text">In words.</param>
/// <param name="Origin">The entry.</param>
public sealed record SwarmChange(string EventType, Timestamp? Time, string Text, Origin Origin);
