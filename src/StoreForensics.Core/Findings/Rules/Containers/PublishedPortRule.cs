using StoreForensics.Model;

namespace StoreForensics.Findings.Rules.Containers;

/// <summary>Ports that the whole network reaches.</summary>
internal sealed class PublishedPortRule : IInventoryRule
{
    private static readonly Rule s_rule = new("container-port-open", "Port open on all addresses", FindingConfidence.High, ["T1133"],
        "Whether the service was meant to be reached from there.")
    {
        When = "A port is published on all addresses.",
        Alternatives = ["a service that is meant for others"],
        Severities = [FindingSeverity.Info],
    };

    public IReadOnlyList<Rule> Rules => [s_rule];

    public void Look(Inventory inventory, FindingSink sink)
    {
        foreach (Container container in inventory.Containers)
        {
            string[] open = [.. (container.Ports ?? []).Select(p => p.ToString()).Where(p => p.StartsWith("0.0.0.0:", StringComparison.Ordinal)
                || p.StartsWith("[::]:", StringComparison.Ordinal)).Distinct(StringComparer.Ordinal)];
            if (open.Length > 0)
                sink.Add(s_rule, FindingSeverity.Info, [container.DisplayName], $"It published {string.Join(", ", open.Take(10))}.", container.Origin,
                    time: container.Created?.Time);
        }
    }
}
