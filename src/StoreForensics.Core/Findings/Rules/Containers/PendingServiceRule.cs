using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Findings.Rules.Containers;

/// <summary>Services of a swarm that somebody made and of which nothing could run: what they were to do is in their record alone.</summary>
internal sealed class PendingServiceRule : IInventoryRule
{
    private static readonly Rule s_rule = new("swarm-service-pending", "Service of which nothing ran", FindingConfidence.High, ["T1610"],
        "What it was to run (swarm EVIDENCE), and on which node of the swarm its tasks may have run.")
    {
        When = "The swarm's log has a service that is not removed, its tasks wait for a node, and none of them has a container.",
        Alternatives = ["a node that was down, or a mistake in the constraints"],
        Basis = ["the service and its tasks in the log of the swarm's manager"],
        Severities = [FindingSeverity.Info],
    };

    public IReadOnlyList<Rule> Rules => [s_rule];

    public void Look(Inventory inventory, FindingSink sink)
    {
        ILookup<string?, SwarmObject> tasks = inventory.Swarm.Where(s => s.Kind == "task").ToLookup(t => t.ServiceId);
        foreach (SwarmObject service in inventory.Swarm.Where(s => s is { Kind: "service", IsRemoved: false, Name: not null }))
        {
            SwarmObject[] own = [.. tasks[service.Id].Where(t => t.Store == service.Store)];
            if (!Array.Exists(own, t => t.State == "pending") || Array.Exists(own, t => t.ContainerId is not null))
                continue;
            string? why = own.Select(t => t.Error ?? t.Message).FirstOrDefault(m => !string.IsNullOrEmpty(m));
            sink.Add(s_rule, FindingSeverity.Info, [service.Name!],
                $"No task of the service {DisplayText.Escape(service.Name!)} has a container{(why is null ? "" : ": " + DisplayText.Escape(why))}.", service.Origin,
                time: service.Created);
        }
    }
}
