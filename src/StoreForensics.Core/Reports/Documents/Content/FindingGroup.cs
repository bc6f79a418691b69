using StoreForensics.Model;

namespace StoreForensics.Reports.Documents.Content;

/// <summary>Findings of one severity and title about the same images or containers of one host: told once, with what differs beneath.</summary>
/// <param name="First">What they have in common.</param>
/// <param name="All">At least one, in the order of the case.</param>
internal sealed record FindingGroup(Finding First, IReadOnlyList<Finding> All)
{
    /// <summary>In the order of each group's first finding.</summary>
    public static IEnumerable<FindingGroup> Of(IEnumerable<Finding> findings) =>
        findings.GroupBy(f => (f.Severity, f.Rule, f.Title, f.Evidence, Subjects: new NameList(f.Subjects))).Select(g => new FindingGroup(g.First(), [.. g]));
}

/// <summary>An image or a container with all that was found on it; neither where a finding is about the store or host itself.</summary>
internal sealed record FindingSubject(IReadOnlyList<string> Names, IReadOnlyList<Finding> Findings)
{
    public string Evidence => Findings[0].Evidence;

    public FindingSeverity Worst => Findings[0].Severity;

    public int Count(FindingSeverity severity) => Findings.Count(f => f.Severity == severity);

    /// <summary>The worst first; of equals those with more of the worst, then those in the order of the case.</summary>
    public static IReadOnlyList<FindingSubject> Of(IEnumerable<Finding> findings) =>
    [
        .. findings.GroupBy(f => (f.Evidence, new NameList(f.Subjects))).Select(g =>
            new FindingSubject(g.First().Subjects, [.. g.OrderByDescending(f => f.Severity)]))
            .OrderByDescending(s => s.Worst).ThenByDescending(s => s.Count(FindingSeverity.Critical)).ThenByDescending(s => s.Count(FindingSeverity.High))
            .ThenByDescending(s => s.Count(FindingSeverity.Medium)),
    ];
}
