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
        foreach (Container container in inventory.Containers)
        {
            Say(container, container.PidMode, "process", FindingSeverity.High, sink);
            Say(container, container.Isolation.IpcMode, "IPC", FindingSeverity.Medium, sink);
            Say(container, container.Isolation.UtsMode, "UTS", FindingSeverity.Medium, sink);
            Say(container, container.Isolation.UsernsMode, "user", FindingSeverity.Medium, sink);
            Say(container, container.NetworkMode, "network", SystemPod.IsOrdinary(container) ? FindingSeverity.Low : FindingSeverity.Medium, sink);
        }
    }

    private static void Say(Container container, string? mode, string name, FindingSeverity severity, FindingSink sink)
    {
        if (mode == "host")
            sink.Add(s_rule, severity, [container.DisplayName], $"{ContainerSetting.Words(container, "shared", "was to share")} the host's {name} namespace.",
                container.Origin, time: container.Created?.Time);
    }
}
