namespace StoreForensics.Model;

/// <summary>A container's place in a pod. Null is not recorded.</summary>
/// <param name="Pod">The pod's name.</param>
/// <param name="Namespace">The pod's namespace in Kubernetes.</param>
/// <param name="Uid">The pod's own id.</param>
/// <param name="SandboxId">The id of the sandbox or infra container.</param>
/// <param name="Attempt">Which try of the container, or of the sandbox, it is, from 0.</param>
/// <param name="IsSandbox">Whether it is the pod's sandbox itself.</param>
public sealed record PodMembership(string? Pod, string? Namespace, string? Uid, string? SandboxId, long? Attempt, bool IsSandbox)
{
    /// <summary>When the pod itself was made, where a record of its own says so.</summary>
    public RecordedTime? Created { get; init; }

    /// <summary>The pod's own labels, where a record of its own has them.</summary>
    public IReadOnlyDictionary<string, string>? Labels { get; init; }
}
