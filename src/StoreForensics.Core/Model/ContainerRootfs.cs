using StoreForensics.Evidence;

namespace StoreForensics.Model;

/// <summary>A directory of the host that is a container's root filesystem: such a container has no image.</summary>
/// <param name="Path">As recorded: a path on the host.</param>
/// <param name="IsOverlay">Whether it was mounted below an overlay of the container's own; else the container wrote to it.</param>
public sealed record ContainerRootfs(string Path, bool IsOverlay)
{
    /// <summary>The directory; null where it is not in the evidence.</summary>
    public EntryRef? Directory { get; init; }

    /// <summary>What the container saw: the directory, below its overlay where that is in the evidence. It is none
    /// of the store's layers. Null: neither is.</summary>
    public Layer? View { get; init; }

    /// <summary>Whether what the container changed can be told apart from what was there.</summary>
    public bool HasChanges => View?.Parent is not null;

    /// <summary>What there is to say of it, after "NAME has no image: ".</summary>
    public string Words => $"its root filesystem is {Primitives.DisplayText.Escape(Path)} of the host, "
        + (IsOverlay ? "below an overlay of its own" : "which it wrote to itself")
        + (Directory is not null ? "" : Path.StartsWith("/run/", StringComparison.Ordinal) ? "; that is not in the evidence: a reboot empties /run"
            : "; that is not in the evidence");
}

/// <summary>A command that was run in a container beside its own.</summary>
/// <param name="Id">64 hex digits.</param>
/// <param name="Command">Null where only the id is recorded.</param>
/// <param name="State"><c>created</c>, <c>running</c> or <c>stopped</c>, as last written; null: unknown.</param>
public sealed record ContainerExec(string Id, IReadOnlyList<string>? Command, string? State)
{
    public string? User { get; init; }

    public string? WorkingDirectory { get; init; }

    /// <summary>On the host, as last written; null where there was none.</summary>
    public long? Pid { get; init; }

    /// <summary>Of one that stopped.</summary>
    public long? ExitCode { get; init; }

    public bool IsPrivileged { get; init; }

    public bool HasTerminal { get; init; }
}
