using System.Globalization;
using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Findings.Rules;

/// <summary>What was removed, as the engine's own log of events and its records of ends say.</summary>
internal sealed class RemovedObjectRule : IInventoryRule
{
    private static readonly Rule s_rule = new("object-removed", "Removed, as the engine recorded", FindingConfidence.High, ["T1070"],
        "What is left of it: timeline --recovered, its log, its layer; who removed it.")
    {
        When = "The engine recorded that a secret, a container (low where it had not ended well), a named image, volume, network or pod was removed.",
        Alternatives = ["containers that are removed when they end, and tidying up"],
        Severities = [FindingSeverity.Info, FindingSeverity.Low],
    };

    private static readonly string[] s_kinds = ["container", "image", "volume", "secret", "network", "pod"];

    public IReadOnlyList<Rule> Rules => [s_rule];

    public void Look(Inventory inventory, FindingSink sink)
    {
        HashSet<string> there = [.. inventory.Images.SelectMany(i => i.DisplayNames), .. inventory.Volumes.Select(v => v.Name),
            .. inventory.Networks.Select(n => n.Name ?? n.Id), .. inventory.Leftovers.Select(l => l.Name)];
        IEnumerable<EngineEvent> removals = inventory.EngineEvents.Where(e => e.Action is { Status: "remove" or "untag" } action
            && s_kinds.Contains(action.Kind, StringComparer.Ordinal));
        foreach (IGrouping<(string, string, string?), EngineEvent> removal in removals.GroupBy(e =>
            (e.Store.Root.ToString() ?? "", e.Action!.Kind, e.Action.Kind == "image" ? e.Action.Name : e.Action.Id ?? e.Action.Name)))
        {
            EngineEvent told = removal.FirstOrDefault(e => e.Action!.Name is not null) ?? removal.First();
            EngineAction action = told.Action!;
            // An image without a name was a step of another, or its name went before.
            if (action.Kind == "image" && action.Name is null)
                continue;
            string name = action.Name ?? action.Id ?? "";
            if (name.Length > 0 && !there.Contains(name))
                Say(told, action, name, sink);
        }
    }

    private static void Say(EngineEvent told, EngineAction action, string name, FindingSink sink)
    {
        string exit = action.ExitCode is { } code ? string.Create(CultureInfo.InvariantCulture, $"; it had ended with exit code {code}") : "";
        string words = action.Status == "untag" ? "lost its name" : "was removed";
        sink.Add(s_rule, action is { Kind: "container", ExitCode: not 0 } or { Kind: "secret" } ? FindingSeverity.Low : FindingSeverity.Info, [name],
            $"The {action.Kind} {DisplayText.Escape(name)} {words}{exit}.", told.Origin, time: told.Time);
    }
}
