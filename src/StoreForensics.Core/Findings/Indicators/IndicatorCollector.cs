using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Findings.Indicators;

/// <summary>What findings rest on and can be looked for on other hosts: out of their texts and files, with where and when it was seen.</summary>
public static class IndicatorCollector
{
    private const int MaxTextBytes = 64 << 10;
    private const int MaxIndicators = 10_000;

    /// <summary>Findings of medium and above; names of containers and images of high and above. By type, then most severe first, then by value.</summary>
    /// <param name="inventory">What the stores hold.</param>
    /// <param name="findings">What deserves a look.</param>
    /// <param name="problems">Told of files that cannot be read.</param>
    public static IReadOnlyList<CollectedIndicator> Collect(Inventory inventory, IReadOnlyList<Finding> findings, ProblemLog problems) =>
        Collect(inventory, findings, DigestsOf(inventory, findings, problems), problems);

    /// <summary>Of the files that findings of medium and above rest on.</summary>
    internal static FindingDigests DigestsOf(Inventory inventory, IReadOnlyList<Finding> findings, ProblemLog problems) =>
        new(inventory, Telling(findings).Where(f => IsOfFile(f.Rule)), problems);

    /// <summary>The same with digests that are known.</summary>
    internal static IReadOnlyList<CollectedIndicator> Collect(Inventory inventory, IReadOnlyList<Finding> findings, FindingDigests digests, ProblemLog problems)
    {
        var found = new Dictionary<(IndicatorType, string), CollectedIndicator>();
        Finding[] telling = Telling(findings);
        var names = new Names(inventory);
        foreach (Finding finding in telling)
            problems.Contain(finding.Origins[0], () =>
            {
                foreach ((IndicatorType type, string value, int place) in Of(finding, digests, names))
                    Add(found, type, value, finding, place);
            });
        return [.. found.Values.OrderBy(i => i.Type).ThenByDescending(i => i.Severity).ThenBy(i => i.Value, StringComparer.Ordinal)];
    }

    private static Finding[] Telling(IReadOnlyList<Finding> findings) =>
        [.. findings.Where(f => f.Weight >= FindingSeverity.Medium && f.Origins.Count > 0)];

    private static IEnumerable<(IndicatorType Type, string Value, int Place)> Of(Finding finding, FindingDigests digests, Names names)
    {
        if (IsOfText(finding.Rule))
        {
            foreach ((IndicatorType type, string value) in IndicatorExtractor.Of(finding.Quoted ?? ""))
                yield return (type, value, 0);
            for (int i = 0; i < finding.Entries.Count; i++)
            {
                foreach ((IndicatorType type, string value) in IndicatorExtractor.Of(Text(finding.Entries[i])))
                    yield return (type, value, i);
            }
        }
        for (int i = 0; IsOfFile(finding.Rule) && i < finding.Entries.Count; i++)
        {
            if (digests.Of(finding.Entries[i]) is { } digest)
                yield return (IndicatorType.Sha256, digest, i);
        }
        foreach (string subject in finding.Weight >= FindingSeverity.High && IsOfText(finding.Rule) ? finding.Subjects : [])
        {
            if (names.TypeOf(subject) is { } type)
                yield return (type, subject, 0);
        }
    }

    private static void Add(Dictionary<(IndicatorType, string), CollectedIndicator> found, IndicatorType type, string value, Finding finding, int place)
    {
        Timestamp? time = finding.Time is { IsUsable: true } ? finding.Time : null;
        var sighting = new IndicatorSighting(finding.Subjects, finding.Path, time, finding.Origins[Math.Min(place, finding.Origins.Count - 1)], finding.Rule);
        if (!found.TryGetValue((type, value), out CollectedIndicator? known))
        {
            if (found.Count < MaxIndicators)
                found[(type, value)] = new CollectedIndicator
                {
                    Type = type,
                    Value = value,
                    Severity = finding.Weight,
                    FirstSeen = time,
                    LastSeen = time,
                    Rules = [finding.Rule],
                    Sightings = [sighting],
                    Count = 1,
                };
            return;
        }
        found[(type, value)] = known with
        {
            Severity = (FindingSeverity)Math.Max((int)known.Severity, (int)finding.Weight),
            FirstSeen = known.FirstSeen is { } first && !(time < first) ? first : time ?? known.FirstSeen,
            LastSeen = known.LastSeen is { } last && !(time > last) ? last : time ?? known.LastSeen,
            Rules = [.. known.Rules.Append(finding.Rule).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
            Sightings = known.Sightings.Count < CollectedIndicator.MaxSightings && !known.Sightings.Contains(sighting) ? [.. known.Sightings, sighting]
                : known.Sightings,
            Count = known.Count + 1,
        };
    }

    // A secret and where it is used belong to the house, not to whoever came.
    private static bool IsOfText(string rule) => !rule.StartsWith("secret-", StringComparison.Ordinal) && rule is not ("kube-account-token" or "indicator");

    // What every host has of its own (accounts, lists of packages, logs), and files that are told of for their names.
    private static bool IsOfFile(string rule) => IsOfText(rule) && !rule.StartsWith("account-", StringComparison.Ordinal)
        && !rule.StartsWith("log-", StringComparison.Ordinal)
        && rule is not ("container-packages" or "directory-replaced" or "ca-replaced" or "name-hostile" or "odd-name" or "whiteout-name");

    private static string Text(FindingEntry entry)
    {
        EvidenceTree tree = entry.Source.Tree;
        if (tree[entry.Node].Kind != EntryKind.File || tree[tree.FirstLink(entry.Node)].Size is <= 0 or > MaxTextBytes)
            return "";
        try
        {
            ReadOnlySpan<byte> bytes = StoredFile.ReadHead(entry.Source, entry.Node, (int)tree[tree.FirstLink(entry.Node)].Size);
            return bytes.Contains((byte)0) ? "" : Encoding.UTF8.GetString(bytes);
        }
        catch (EvidenceFormatException)
        {
            return "";
        }
    }

    /// <summary>Which names are containers', and which are images'.</summary>
    private sealed class Names(Inventory inventory)
    {
        private readonly HashSet<string> _containers = [.. inventory.Containers.Select(c => c.Name).OfType<string>()];
        private readonly HashSet<string> _images = [.. inventory.Images.SelectMany(i => i.References).Select(r => r.ToString())];

        public IndicatorType? TypeOf(string subject) => _containers.Contains(subject) ? IndicatorType.Container
            : _images.Contains(subject) ? IndicatorType.Image : null;
    }
}
