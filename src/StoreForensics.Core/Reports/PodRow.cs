using StoreForensics.Model;

namespace StoreForensics.Reports;

/// <summary>A pod, as its sandbox has it, with its containers.</summary>
/// <param name="Membership">The pod's names and ids, of the sandbox.</param>
/// <param name="Sandbox">Null when it is gone and only containers name it.</param>
/// <param name="Containers">In the order of <see cref="ContainerRows"/>.</param>
public sealed record PodRow(PodMembership Membership, Container? Sandbox, IReadOnlyList<Container> Containers)
{
    /// <summary>Whose store it is in.</summary>
    public StoreInfo Store => (Sandbox ?? Containers[0]).Store;
}
