using StoreForensics.Model;

namespace StoreForensics.Reports;

/// <summary>A pod, as its sandbox has it, with its containers.</summary>
/// <param name="Membership">The pod's names and ids, of the sandbox.</param>
/// <param name="Sandbox">Null when it is gone and only containers name it.</param>
/// <param name="Containers">In the order of <see cref="ContainerRows"/>.</param>
public sealed record PodRow(PodMembership Membership, Container? Sandbox, IReadOnlyList<Container> Containers)
{
    /// <summary>The sandbox's; of a pod without one what its containers agree in, or that one of them runs; null where that tells nothing.</summary>
    public string? State => Sandbox is not null ? Sandbox.State
        : Membership.SandboxId is not null || Membership.Created is null ? null
        : Containers.Any(c => c.State == "running") ? "running"
        : Containers.Select(c => c.State).Distinct().ToArray() is [var one] ? one : null;

    /// <summary>When it was made: as its sandbox says, else as its own record does.</summary>
    public RecordedTime? Created => Sandbox is not null ? Sandbox.Created : Membership.Created;

    /// <summary>The sandbox's labels, else those of its own record.</summary>
    public IReadOnlyDictionary<string, string>? Labels => Sandbox is not null ? Sandbox.Labels : Membership.Labels;

    /// <summary>Whose store it is in.</summary>
    public StoreInfo Store => (Sandbox ?? Containers[0]).Store;
}
