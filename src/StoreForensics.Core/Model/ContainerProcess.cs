namespace StoreForensics.Model;

/// <summary>A process of a container at the moment in which it was checkpointed. Null is not recorded.</summary>
/// <param name="Pid">Its number, as the container's processes saw it.</param>
/// <param name="ParentPid">Its parent's; null for the first.</param>
public sealed record ContainerProcess(long Pid, long? ParentPid)
{
    /// <summary>The name that the kernel keeps, 15 bytes at most.</summary>
    public string? Name { get; init; }

    /// <summary>Its arguments, read from its memory.</summary>
    public IReadOnlyList<string>? Command { get; init; }

    /// <summary>What it had open, by descriptor.</summary>
    public IReadOnlyList<ProcessFile> Files { get; init; } = [];
}

/// <summary>Something that a process had open.</summary>
/// <param name="Descriptor">Its number.</param>
/// <param name="Kind"><c>file</c>, <c>tcp</c>, <c>udp</c>, <c>unix</c>, <c>pipe</c> and the like; <c>other</c> for what is not told apart.</param>
/// <param name="Name">A path, or the addresses of a connection (<c>10.0.0.2:80 -> 10.0.0.9:51234</c>); null where there is none.</param>
public sealed record ProcessFile(long Descriptor, string Kind, string? Name);
