using StoreForensics.Model;

namespace StoreForensics.Findings.Rules.Containers;

/// <summary>Containers that the kernel does not hold back.</summary>
internal sealed class PrivilegedRule : IInventoryRule
{
    private static readonly Rule s_rule = new("container-privileged", "Privileged container", FindingConfidence.High, ["T1611", "T1610"],
        "What it ran, what it mounted, and which files of the host changed while it ran.")
    {
        When = "A container's configuration says that it is privileged; low where it is one of Kubernetes' own that has no more than those need.",
        Alternatives = ["engines inside of containers, and tools for hardware"],
        Severities = [FindingSeverity.Low, FindingSeverity.High],
    };

    public IReadOnlyList<Rule> Rules => [s_rule];

    public void Look(Inventory inventory, FindingSink sink)
    {
        // A pod's sandbox that says so only lets the pod have such containers (CRI api.proto, LinuxSandboxSecurityContext.privileged).
        foreach (Container container in inventory.Containers.Where(c => c.Privileged == true && c.Pod?.IsSandbox != true))
            sink.Add(s_rule, SystemPod.IsOrdinary(container) ? FindingSeverity.Low : FindingSeverity.High, [container.DisplayName],
                ContainerSetting.Words(container, "ran", "was to run") + (container.Pod is null ? " with --privileged" : " privileged") + ": with all capabilities and devices that the engine itself has.",
                container.Origin, time: container.Created?.Time);
    }
}
