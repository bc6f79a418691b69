namespace StoreForensics.Model;

/// <summary>
/// What stood between a container and its host, as recorded. Null is "not recorded"; an empty text is Docker's default.
/// </summary>
public sealed record ContainerIsolation
{
    /// <summary><c>seccomp=unconfined</c>, <c>apparmor=unconfined</c>, <c>label=disable</c>, <c>no-new-privileges</c> …</summary>
    public IReadOnlyList<string>? SecurityOpt { get; init; }

    /// <summary>What the engine applied at the last start: <c>docker-default</c>, <c>unconfined</c>; empty where the host has no AppArmor.</summary>
    public string? AppArmorProfile { get; init; }

    /// <summary>Empty is the engine's default profile.</summary>
    public string? SeccompProfile { get; init; }

    public bool? NoNewPrivileges { get; init; }

    public string? IpcMode { get; init; }

    public string? UtsMode { get; init; }

    /// <summary><c>host</c> switches user-namespace remapping off for this container.</summary>
    public string? UsernsMode { get; init; }

    public string? CgroupnsMode { get; init; }

    public bool? ReadonlyRootfs { get; init; }

    /// <summary>Null is the engine's default; an empty list leaves nothing masked.</summary>
    public IReadOnlyList<string>? MaskedPaths { get; init; }

    /// <summary>Null is the engine's default; an empty list leaves nothing read-only.</summary>
    public IReadOnlyList<string>? ReadonlyPaths { get; init; }

    /// <summary><c>host path:container path:rights</c>.</summary>
    public IReadOnlyList<string>? Devices { get; init; }

    /// <summary>Runtime name; null when not recorded.</summary>
    public string? Runtime { get; init; }
}

/// <summary>A network that a container was connected to; addresses are empty on disk after a stop.</summary>
public sealed record ContainerNetwork
{
    public required string Name { get; init; }

    public string? NetworkId { get; init; }

    public string? EndpointId { get; init; }

    public string? IpAddress { get; init; }

    public string? MacAddress { get; init; }

    public IReadOnlyList<string> Aliases { get; init; } = [];
}
