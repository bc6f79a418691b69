using StoreForensics.Evidence;
using StoreForensics.Model;

namespace StoreForensics.Findings;

/// <summary>
/// BuildKit on containerd keeps the layers that it made beside those that it unpacked of the image: one file lies in two snapshots, and only one of them
/// belongs to an image. What is found in both is one finding, of the image.
/// </summary>
internal static class CopiedLayers
{
    /// <summary>Findings about files of layers that nothing refers to join those about the same file of an image; the others stay.</summary>
    public static IEnumerable<Finding> Fold(IReadOnlyCollection<Finding> findings)
    {
        var owned = new Dictionary<(string Rule, string Evidence, string Path, string Reason), Finding>();
        foreach (Finding finding in findings.Where(f => f.Subjects.Count > 0 && f.Entries.Count > 0))
            owned.TryAdd(Key(finding), finding);
        var joined = new Dictionary<Finding, Finding>(ReferenceEqualityComparer.Instance);
        var left = new HashSet<Finding>(ReferenceEqualityComparer.Instance);
        foreach (Finding copy in findings.Where(f => f.Subjects.Count == 0 && f.Entries.Count > 0))
        {
            if (!owned.TryGetValue(Key(copy), out Finding? kept) || !IsSameFile(kept.Entries[0], copy.Entries[0]))
                continue;
            joined[kept] = FindingSink.Fold(joined.GetValueOrDefault(kept, kept), copy.Severity, copy.Origins[0], copy.Entries[0], isCopy: true);
            left.Add(copy);
        }
        return findings.Where(f => !left.Contains(f)).Select(f => joined.GetValueOrDefault(f, f));
    }

    private static (string Rule, string Evidence, string Path, string Reason) Key(Finding finding) =>
        (finding.Rule, finding.Origins[0].Evidence, finding.Path?.ToString() ?? "", finding.Reason);

    // A layer's tar may have whole seconds only, and marks of deletion have no time of their own.
    internal static bool IsSameFile(FindingEntry a, FindingEntry b)
    {
        ref readonly EvidenceNode one = ref a.Source.Tree[a.Node], other = ref b.Source.Tree[b.Node];
        return one.Kind == other.Kind && (one.Kind == EntryKind.CharDevice || (one.Size == other.Size && one.Modified?.Seconds == other.Modified?.Seconds));
    }
}
