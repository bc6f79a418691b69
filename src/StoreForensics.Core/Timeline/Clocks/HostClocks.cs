using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Timeline.Clocks;

/// <summary>Every host has a clock of its own: those of one evidence are compared with each other, never with another's.</summary>
internal static class HostClocks
{
    public static ClockReport Report(
        Inventory inventory, IReadOnlyList<EntryRef> roots, IReadOnlyDictionary<string, Timestamp> newest, IReadOnlyDictionary<string, FileClocks> files,
            LogClocks logs)
    {
        if (files.Count <= 1)
        {
            ClockReport report = new ClockExaminer(inventory, roots, newest.Count == 0 ? null : newest.Values.Single(),
                files.Values.SingleOrDefault() ?? new FileClocks(), logs).Report();
            return new ClockReport([.. report.Statements.Select(s => s with { Evidence = files.Keys.SingleOrDefault() })]);
        }
        var statements = new List<ClockStatement>();
        foreach ((string evidence, FileClocks counted) in files.OrderBy(f => f.Key, StringComparer.Ordinal))
        {
            var examiner = new ClockExaminer(
                inventory.In(evidence), [.. roots.Where(r => r.Source.Name == evidence)], newest.TryGetValue(evidence, out Timestamp last) ? last : null,
                    counted, logs);
            statements.AddRange(examiner.Report().Statements.Select(s => s with
            {
                Text = $"{DisplayText.Escape(evidence)}: {s.Text}",
                Evidence = evidence,
                TextAlone = s.Text,
            }));
        }
        return new ClockReport([.. statements.OrderByDescending(s => s.Weight)]);
    }
}
