using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Findings.Rules;

/// <summary>What the engine logged of containers that are there: commands that were run in them, and health checks that failed.</summary>
internal sealed class EngineActionRule : IInventoryRule
{
    private static readonly Rule s_exec = new("container-exec", "Commands run in a container", FindingConfidence.High, ["T1609"],
        "Who ran what: the shell histories of the host at that time.")
    {
        When = "The engine logged that a command was run in a container beside its own (exec).",
        Alternatives = ["administration, health checks and tests"],
        Severities = [FindingSeverity.Info],
    };

    private static readonly Rule s_unhealthy = new("container-unhealthy", "Health check that fails", FindingConfidence.High, ["T1499"],
        "Its log around the times; what the check runs.")
    {
        When = "The last health check of a container that the engine recorded failed.",
        Alternatives = ["a fault of the program, or a check that never worked"],
        Severities = [FindingSeverity.Info],
    };

    public IReadOnlyList<Rule> Rules => [s_exec, s_unhealthy];

    public void Look(Inventory inventory, FindingSink sink)
    {
        IEnumerable<EngineEvent> actions = inventory.EngineEvents.Where(e => e is { Container: not null, Action: not null });
        foreach (IGrouping<Container, EngineEvent> of in actions.GroupBy(e => e.Container!))
        {
            foreach (EngineEvent exec in of.Where(e => e.Action!.Status == "exec"))
                sink.Add(s_exec, FindingSeverity.Info, [of.Key.DisplayName], "The engine ran a command in it beside its own.", exec.Origin, time: exec.Time);
            if (of.Where(e => e.EventType == "container.health").MaxBy(e => e.Time) is { Action.Status: "unhealthy" } last)
                Unhealthy(of.Key, last.Origin, last.Time, sink);
        }
        foreach (Container container in inventory.Containers)
        {
            if (container.Health is [.., { ExitCode: not (null or 0) } last])
                Unhealthy(container, container.Origin, last.Start?.Time, sink);
        }
    }

    private static void Unhealthy(Container container, Origin origin, Timestamp? time, FindingSink sink) =>
        sink.Add(s_unhealthy, FindingSeverity.Info, [container.DisplayName], "Its last recorded health check failed.", origin, time: time);
}
