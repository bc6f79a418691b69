using StoreForensics.Model;

namespace StoreForensics.Findings.Rules.Containers;

/// <summary>Containers that share the host's namespaces.</summary>
internal sealed class HostNamespaceRule : IInventoryRule
{
    private static readonly Rule s_rule = new("container-host-namespace", "Namespace of the host shared", FindingConfidence.High, ["T1611"],
        "Whether it had to: monitoring does, applications do not.")
    {
        When = "A container shares the host's process (high), network, IPC, UTS or user namespace; low where it is one of Kubernetes' own that shares the network.",
        Alternatives = ["monitoring and network tools that need it"],
        Severities = [FindingSeverity.Low, FindingSeverity.Medium, FindingSeverity.High],
    };

    public IReadOnlyList<Rule> Rules => [s_rule];

    public void Look(Inventory inventory, FindingSink sink)
    {
        foreach (Container container in inventory.Containers.Where(c => !IsSaidOfPod(c, inventory)))
        {
            Say(container, container.PidMode, "process", FindingSeverity.High, sink);
            Say(container, container.Isolation.IpcMode, "IPC", FindingSeverity.Medium, sink);
            // Who has the host's network is given its name as well (podman v5.8 pkg/specgen/generate/kube).
            if (container.NetworkMode != "host")
                Say(container, container.Isolation.UtsMode, "UTS", FindingSeverity.Medium, sink);
            Say(container, container.Isolation.UsernsMode, "user", FindingSeverity.Medium, sink);
            Say(container, container.NetworkMode, "network", SystemPod.IsOrdinary(container) ? FindingSeverity.Low : FindingSeverity.Medium, sink);
        }
    }

    // A pod's sandbox or infra container has what the pod's containers have, which say it themselves.
    private static bool IsSaidOfPod(Container container, Inventory inventory) => container.Pod is { IsSandbox: true, Uid: { } pod }
        && inventory.Containers.Exists(c => c.Pod is { IsSandbox: false } other && other.Uid == pod && c.Store == container.Store
            && c.NetworkMode == container.NetworkMode && c.PidMode == container.PidMode);

    private static void Say(Container container, string? mode, string name, FindingSeverity severity, FindingSink sink)
    {
        if (mode == "host")
            sink.Add(s_rule, severity, [container.DisplayName], $"{ContainerSetting.Words(container, "shared", "was to share")} the host's {name} namespace.",
                container.Origin, time: container.Created?.Time);
    }
}
