using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Findings.Rules.Containers;

/// <summary>Networks that a user made: who could talk to whom.</summary>
internal sealed class UserNetworkRule : IInventoryRule
{
    private static readonly Rule s_rule = new("container-user-network", "Network made by a user", FindingConfidence.High, ["T1021"],
        "The other containers of that network: they reach each other on all ports.")
    {
        When = "A container was on a network that is none of the engine's own.",
        Alternatives = ["networks of Compose and the like"],
        Severities = [FindingSeverity.Info],
    };

    public IReadOnlyList<Rule> Rules => [s_rule];

    public void Look(Inventory inventory, FindingSink sink)
    {
        foreach (Container container in inventory.Containers)
        {
            string[] names = [.. (container.Networks ?? []).Select(n => n.Name).Append(container.NetworkMode
                ?? "").Where(IsMade).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
            if (names.Length > 0)
                sink.Add(s_rule, FindingSeverity.Info, [container.DisplayName],
                    $"It was on {string.Join(", ", names.Take(10).Select(n => DisplayText.Escape(n)))}.", container.Origin, time: container.Created?.Time);
        }
    }

    private static bool IsMade(string network) =>
        network.Length > 0 && network is not ("bridge" or "host" or "none" or "default" or "nat" or "podman" or "slirp4netns" or "pasta" or "private")
            && !network.Contains(':', StringComparison.Ordinal);
}
