using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Findings.Rules.Containers;

/// <summary>Containers whose seccomp, AppArmor or SELinux was switched off.</summary>
internal sealed class ConfinementRule : IInventoryRule
{
    private static readonly Rule s_rule = new("container-unconfined", "Confinement switched off", FindingConfidence.High, ["T1611", "T1562.001"],
        "Who started it so, and what it ran.")
    {
        When = "seccomp, AppArmor or SELinux was switched off.",
        Alternatives = ["debuggers and engines inside of containers need it"],
        Severities = [FindingSeverity.High],
    };

    public IReadOnlyList<Rule> Rules => [s_rule];

    public void Look(Inventory inventory, FindingSink sink)
    {
        foreach (Container container in inventory.Containers)
        {
            foreach (string option in (container.Isolation.SecurityOpt ?? []).Where(o => o.EndsWith("unconfined", StringComparison.Ordinal)
                || (IsNoLabel(o) && !IsEnginesOwn(container))))
                sink.Add(s_rule, FindingSeverity.High, [container.DisplayName],
                    $"{ContainerSetting.Words(container, "was started", "was to start")} with {DisplayText.Escape(option)}.", container.Origin,
                    time: container.Created?.Time);
        }
    }

    private static bool IsNoLabel(string option) => option.Contains("label", StringComparison.Ordinal) && option.EndsWith("disable", StringComparison.Ordinal);

    // The engine itself adds label=disable to these (docs/engine-traces.md); that they are privileged or share a name space is told by other rules.
    private static bool IsEnginesOwn(Container container) =>
        container.Privileged == true || container.PidMode == "host" || container.Isolation.IpcMode == "host";
}
