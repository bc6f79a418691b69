using System.Globalization;
using StoreForensics.Model;

namespace StoreForensics.Findings.Rules.Kubernetes;

/// <summary>Pods whose sandbox was made more than once.</summary>
internal sealed class SandboxRule : IInventoryRule
{
    private static readonly Rule s_rule = new("kube-sandbox-remade", "Sandbox of a pod made again", FindingConfidence.High, ["T1053.007"],
        "What ended the first; of a static pod, when its manifest was changed.")
    {
        When = "The store has several sandboxes of one pod.",
        Alternatives = ["the node or the engine was restarted", "the sandbox ended by itself, or its network was set up anew"],
        Severities = [FindingSeverity.Info],
    };

    public IReadOnlyList<Rule> Rules => [s_rule];

    public void Look(Inventory inventory, FindingSink sink)
    {
        foreach (IGrouping<(Primitives.Origin, string, string?), Container> pod in inventory.Containers
            .Where(c => c.Pod is { IsSandbox: true, Attempt: not null }).GroupBy(c => (c.Store.Root, c.DisplayName, c.Pod!.Uid)))
        {
            Container[] sandboxes = [.. pod.OrderBy(c => c.Pod!.Attempt)];
            if (sandboxes.Length > 1)
                sink.Add(s_rule, FindingSeverity.Info, [pod.Key.Item2], "Its sandbox was made again: attempts "
                    + $"{string.Join(", ", sandboxes.Select(s => s.Pod!.Attempt!.Value.ToString(CultureInfo.InvariantCulture)))}.", sandboxes[^1].Origin,
                    time: sandboxes[^1].Created?.Time);
        }
    }
}
