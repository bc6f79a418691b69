using StoreForensics.Evidence;
using StoreForensics.Findings.Causes;
using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Findings;

/// <summary>
/// Builds of one Dockerfile, and images made upon one another, say the same of each: one cause is one finding, with all of their names. Containers stay apart:
/// what was done in each was done in each.
/// </summary>
internal static class SameCause
{
    /// <summary>Names of images that are no container's or volume's as well.</summary>
    public static IReadOnlySet<string> ImageNames(Inventory inventory)
    {
        var names = inventory.Images.SelectMany(Subjects.Of).ToHashSet(StringComparer.Ordinal);
        names.ExceptWith(inventory.Containers.Select(c => c.DisplayName));
        names.ExceptWith(inventory.Volumes.Select(v => v.Name));
        return names;
    }

    /// <summary>Findings of images that differ in their subjects alone become the first of them in time.</summary>
    /// <param name="findings">All of them.</param>
    /// <param name="images">See <see cref="ImageNames"/>.</param>
    /// <param name="apart">Rules that tell of images themselves, which are not one for being alike.</param>
    /// <param name="commits">Of which containers images were committed.</param>
    public static IEnumerable<Finding> Fold(IEnumerable<Finding> findings, IReadOnlySet<string> images, IReadOnlySet<string> apart, CommitSources commits)
    {
        var folded = new Dictionary<(string, string, string, string, FindingSeverity), Finding>();
        var others = new List<Finding>();
        var alike = new List<Finding>();
        foreach (Finding finding in findings)
        {
            if (finding.Subjects.Count == 0 || apart.Contains(finding.Rule) || !finding.Subjects.All(images.Contains))
            {
                others.Add(finding);
                continue;
            }
            var key = (finding.Rule, finding.Evidence, finding.Path?.ToString() ?? "", finding.Reason, finding.Severity);
            if (!folded.TryGetValue(key, out Finding? known))
                folded[key] = finding;
            else if (IsSameThing(known, finding))
                folded[key] = Join(known, finding);
            else
                alike.Add(finding);
        }
        return SameSecret.Fold(Committed([.. others], [.. folded.Values, .. alike], commits));
    }

    // Two images may each have a key of their own at one path: that is two things, at two times. What is gone, or has no bytes, is one only where one command
    // did it: two logs that two builds deleted are two deletions.
    private static bool IsSameThing(Finding one, Finding other)
    {
        if (one.IsOfAbsence || other.IsOfAbsence)
            return one.IsOfAbsence && other.IsOfAbsence && one.Cause is { } cause && cause == other.Cause;
        if (one.Entries.Count == 0 || other.Entries.Count == 0)
            return one.Entries.Count == other.Entries.Count;
        FindingEntry a = one.Entries[0], b = other.Entries[0];
        EntryRef first = new(a.Source, a.Node), second = new(b.Source, b.Node);
        return first.Facts.Kind == second.Facts.Kind && (first.Facts.Kind != EntryKind.File || SameBytes.Are(first, second));
    }

    // What a container brought and a commit of it kept later is one thing: told of the container, with the image's names.
    private static List<Finding> Committed(List<Finding> others, List<Finding> images, CommitSources commits)
    {
        ILookup<(string, string, string, string), int> containers = Enumerable.Range(0, others.Count)
            .Where(i => others[i] is { Subjects.Count: 1, Entries.Count: > 0, Path: not null }).ToLookup(i => Key(others[i]));
        foreach (Finding image in images)
        {
            int at = image.Entries.Count > 0 && image.Path is not null
                ? containers[Key(image)].Where(i => IsKept(others[i], image, commits)).DefaultIfEmpty(-1).First() : -1;
            if (at < 0)
                others.Add(image);
            else
                others[at] = Join(others[at], image) with
                {
                    Severity = (FindingSeverity)Math.Max((int)others[at].Severity, (int)image.Severity),
                    Time = others[at].Time,
                };
        }
        return others;
    }

    // Of what is gone nothing but the commit itself tells that it is the same.
    private static bool IsKept(Finding container, Finding image, CommitSources commits)
    {
        bool isCommit = image.Subjects.All(i => commits.IsOf(i, container.Subjects[0]));
        if (container.IsOfAbsence || image.IsOfAbsence)
            return isCommit && container.IsOfAbsence && image.IsOfAbsence && !(container.Time > image.Time);
        return (container.Time <= image.Time || (container.Time is null && isCommit))
            && CopiedLayers.IsSameFile(container.Entries[0], image.Entries[0]);
    }

    private static (string, string, string, string) Key(Finding finding) => (finding.Rule, finding.Evidence, finding.Path?.ToString() ?? "", finding.Reason);

    /// <summary>Both in one, the earlier first.</summary>
    internal static Finding Join(Finding one, Finding other)
    {
        bool isEarlier = other.Time is { IsUsable: true } time && !(one.Time <= time);
        Finding first = isEarlier ? other : one, second = isEarlier ? one : other;
        Origin[] origins = [.. first.Origins.Concat(second.Origins).Distinct().Take(Finding.MaxOrigins)];
        return first with
        {
            Subjects = [.. first.Subjects.Concat(second.Subjects).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
            Origins = origins,
            Entries = [.. first.Entries.Concat(second.Entries).Distinct().Take(Finding.MaxOrigins)],
            Count = first.Count + second.Count,
        };
    }
}
