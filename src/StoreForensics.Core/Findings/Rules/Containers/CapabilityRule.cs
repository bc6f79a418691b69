using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Findings.Rules.Containers;

/// <summary>Capabilities added to a container.</summary>
internal sealed class CapabilityRule : IInventoryRule
{
    private static readonly Rule s_rule = new("container-capability", "Capability in the configuration", FindingConfidence.High, ["T1611"],
        "Whether the container needs it, whether it ran, and what was done in it.")
    {
        When = "Capabilities were added; high for those that can be enough to leave the container.",
        Alternatives = ["network and monitoring tools that need it"],
        Severities = [FindingSeverity.Low, FindingSeverity.High],
    };

    private static readonly string[] s_escapes = ["ALL", "SYS_ADMIN", "SYS_MODULE", "SYS_PTRACE", "SYS_RAWIO", "DAC_READ_SEARCH", "BPF", "SYS_BOOT",
        "MAC_ADMIN"];

    public IReadOnlyList<Rule> Rules => [s_rule];

    public void Look(Inventory inventory, FindingSink sink)
    {
        foreach (Container container in inventory.Containers)
        {
            foreach (string capability in container.CapAdd ?? [])
            {
                string name = capability.StartsWith("CAP_", StringComparison.OrdinalIgnoreCase) ? capability[4..] : capability;
                bool isEscape = s_escapes.Contains(name, StringComparer.OrdinalIgnoreCase);
                sink.Add(s_rule, isEscape ? FindingSeverity.High : FindingSeverity.Low, [container.DisplayName],
                    $"{ContainerSetting.Words(container, "was given", "was to be given")} CAP_{DisplayText.Escape(name.ToUpperInvariant())}{(isEscape ? ", which can be enough to leave it" : "")}.", container.Origin,
                    time: container.Created?.Time);
            }
        }
    }
}
