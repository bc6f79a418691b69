using StoreForensics.Evidence;
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
    public static IEnumerable<Finding> Fold(IEnumerable<Finding> findings, IReadOnlySet<string> images, IReadOnlySet<string> apart)
    {
        var folded = new Dictionary<(string, string, string, string, FindingSeverity), Finding>();
        var others = new List<Finding>();
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
                others.Add(finding);
        }
        return Committed([.. others], [.. folded.Values]);
    }

    // Two images may each have a key of their own at one path: that is two things, at two times. What has no bytes is the same by what is said of it.
    private static bool IsSameThing(Finding one, Finding other)
    {
        if (one.Entries.Count == 0 || other.Entries.Count == 0)
            return one.Entries.Count == other.Entries.Count;
        FindingEntry a = one.Entries[0], b = other.Entries[0];
        EntryRef first = new(a.Source, a.Node), second = new(b.Source, b.Node);
        return first.Facts.Kind == second.Facts.Kind && (first.Facts.Kind != EntryKind.File || SameBytes.Are(first, second));
    }

    // What a container brought and a commit of it kept later is one file: told of the container, with the image's names.
    private static IEnumerable<Finding> Committed(List<Finding> others, List<Finding> images)
    {
        var containers = new Dictionary<(string, string, string, string), int>();
        for (int i = 0; i < others.Count; i++)
        {
            if (others[i] is { Subjects.Count: 1, Entries.Count: > 0, Path: not null })
                containers.TryAdd(Key(others[i]), i);
        }
        foreach (Finding image in images)
        {
            if (image.Entries.Count > 0 && image.Path is not null && containers.TryGetValue(Key(image), out int at)
                && others[at].Time <= image.Time && CopiedLayers.IsSameFile(others[at].Entries[0], image.Entries[0]))
                others[at] = Join(others[at], image) with
                {
                    Severity = (FindingSeverity)Math.Max((int)others[at].Severity, (int)image.Severity),
                };
            else
                others.Add(image);
        }
        return others;
    }

    private static (string, string, string, string) Key(Finding finding) => (finding.Rule, finding.Evidence, finding.Path?.ToString() ?? "", finding.Reason);

    private static Finding Join(Finding one, Finding other)
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
