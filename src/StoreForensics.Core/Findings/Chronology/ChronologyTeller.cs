using System.Globalization;
using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Findings.Chronology;

/// <summary>
/// Tells in sentences what happened, a page at most: the findings of medium severity and above whose time is known, those of one subject within a minute in one
/// sentence, among the images that arrived and the containers that were made, started and ended. Where there are too many, the less severe are left out.
/// </summary>
public static class ChronologyTeller
{
    /// <summary>What fits on a page.</summary>
    public const int MaxEntries = 30;

    private const long WindowSeconds = 60;
    private const int MaxReasons = 4;
    private const int MaxReasonChars = 150;

    // What is so, not what happened; commits are told as images that arrived.
    private static readonly HashSet<string> s_untold = new(StringComparer.Ordinal) { "secret-in-metadata", "secret-text", "secret-file", "image-committed",
        "image-foreign-name", "container-image-gone" };

    /// <returns>In the order of time.</returns>
    public static IReadOnlyList<ChronologyEntry> Tell(Inventory inventory, IReadOnlyList<Finding> findings)
    {
        HashSet<string> containers = [.. inventory.Containers.Concat(inventory.Recovered.Containers).Select(c => c.DisplayName)];
        Dictionary<string, Timestamp> arrivals = Arrivals(inventory);
        var concerned = findings.Where(f => f.Severity >= FindingSeverity.High).Select(f => f.Subjects).DistinctBy(s => new NameList(s)).SelectMany(s =>
            s).ToHashSet(StringComparer.Ordinal);
        var weighed = new List<(double Weight, ChronologyEntry Entry)>();
        foreach (IReadOnlyList<Finding> together in Together(findings))
            weighed.Add((2 + (int)together[0].Severity, Sentence(together, containers, arrivals)));
        foreach (TurningPoint point in CourseOfEvents.Of(inventory))
            weighed.Add((point.Subjects.Any(concerned.Contains) ? 4.5 : 1, new ChronologyEntry(point.Time, point.Sentence, null, point.Origin)));
        bool isSeveral = inventory.Stores.Select(s => s.Root.Evidence).Distinct(StringComparer.Ordinal).Skip(1).Any();
        return
        [
            .. weighed.GroupBy(w => w.Entry.Origin.Evidence, StringComparer.Ordinal).SelectMany(ByWeight).OrderBy(w => w.Rank).ThenBy(w => w.Entry.Time)
                .ThenBy(w => w.Entry.Sentence, StringComparer.Ordinal).Take(MaxEntries).Select(w => w.Entry)
                .OrderBy(e => e.Time).ThenBy(e => e.Severity is not null).ThenBy(e => e.Sentence, StringComparer.Ordinal)
                .Select(e => isSeveral ? e with { Sentence = $"{DisplayText.Escape(e.Origin.Evidence)}: {e.Sentence}" } : e),
        ];
    }

    // Each host of a case has its share of the page.
    private static IEnumerable<(int Rank, ChronologyEntry Entry)> ByWeight(IEnumerable<(double Weight, ChronologyEntry Entry)> ofOne) =>
        ofOne.OrderByDescending(w => w.Weight).ThenBy(w => w.Entry.Time).ThenBy(w => w.Entry.Sentence, StringComparer.Ordinal).Select((w, rank) =>
            (rank, w.Entry));

    // Findings of the same subjects, each within a minute of the one before; the most severe first.
    private static IEnumerable<IReadOnlyList<Finding>> Together(IReadOnlyList<Finding> findings)
    {
        IEnumerable<Finding> told = findings.Where(f => f is { Severity: >= FindingSeverity.Medium, Time: not null } && !s_untold.Contains(f.Rule));
        foreach (IGrouping<(string, NameList), Finding> same in told.GroupBy(f => (f.Origins[0].Evidence, new NameList(f.Subjects))))
        {
            var group = new List<Finding>();
            foreach (Finding finding in same.OrderBy(f => f.Time))
            {
                if (group.Count > 0 && finding.Time!.Value.Seconds - group[^1].Time!.Value.Seconds > WindowSeconds)
                {
                    yield return Ordered(group);
                    group = [];
                }
                group.Add(finding);
            }
            if (group.Count > 0)
                yield return Ordered(group);
        }
    }

    private static Finding[] Ordered(List<Finding> group) =>
        [.. group.OrderByDescending(f => f.Severity).ThenByDescending(f => f.Confidence).ThenBy(f => f.Time).ThenBy(f => f.Rule,
        StringComparer.Ordinal).ThenBy(f => f.Reason, StringComparer.Ordinal)];

    // When images that were not made here came: what their steps did before that was done elsewhere, and at a time of that place's clock.
    private static Dictionary<string, Timestamp> Arrivals(Inventory inventory)
    {
        var arrivals = new Dictionary<string, Timestamp>(StringComparer.Ordinal);
        foreach (Image image in inventory.Images.Where(i => i.Registered is { IsUsable: true } && !CourseOfEvents.IsMadeHere(i)))
        {
            foreach (string name in image.DisplayNames)
                arrivals.TryAdd(name, image.Registered!.Value);
        }
        return arrivals;
    }

    private static ChronologyEntry Sentence(IReadOnlyList<Finding> together, HashSet<string> containers, Dictionary<string, Timestamp> arrivals)
    {
        // One reason a file: several rules may point at it.
        Finding[] told = [.. together.DistinctBy(f => f.Path?.ToString() ?? f.Rule + f.Reason, StringComparer.Ordinal)];
        string reasons = string.Join("; ", told.Take(MaxReasons).Select(f => Cut(f.Reason)));
        int more = told.Length - Math.Min(MaxReasons, told.Length);
        string rest = more == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"; and {more} more");
        IReadOnlyList<string> subjects = together[0].Subjects;
        string? container = subjects.FirstOrDefault(containers.Contains);
        Timestamp first = together.Min(f => f.Time!.Value);
        // A digest tells a reader less than a name.
        string name = container ?? subjects.FirstOrDefault(s => !s.Contains("@sha256:", StringComparison.Ordinal)) ?? (subjects.Count == 0 ? "" : subjects[0]);
        string history = container is null && arrivals.TryGetValue(name, out Timestamp arrival) && first < arrival ? ", by its own history" : "";
        string who = subjects.Count == 0 ? "The store" : $"{(container is null ? "Image" : "Container")} {DisplayText.Escape(name)}{history}";
        return new ChronologyEntry(first, $"{who}: {reasons}{rest}.", together[0].Severity,
            together[0].Origins[0])
        { Rule = together[0].Rule, Count = together.Count == 1 ? together[0].Count : 1 };
    }

    private static string Cut(string reason)
    {
        string text = reason.TrimEnd('.', ';', ' ');
        return text.Length <= MaxReasonChars ? text : text[..MaxReasonChars] + "…";
    }
}
