using System.Buffers;
using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Findings.Causes;

/// <summary>
/// Several rules may point at one thing: a hidden set-uid copy of a shell is hidden, set-uid and a shell. The gravest of them tells of it; the others are low
/// and say where to look, so that what is medium or above is as many things as there are. Rules of one's own are left as they are.
/// </summary>
internal static class RepeatedSigns
{
    private static readonly SearchValues<byte> s_unportable = SearchValues.Create("\\:*?\"<>|"u8);

    /// <summary>All of the findings, each as it was or low.</summary>
    public static IEnumerable<Finding> Lower(IEnumerable<Finding> findings, ContainerFacts containers)
    {
        ILookup<bool, Finding> known = findings.ToLookup(f => f.Severity >= FindingSeverity.Medium);
        var told = new ToldSigns(containers);
        var lowered = new List<Finding>();
        foreach (Finding finding in Ordered(known[true]))
        {
            if (told.Graver(finding) is var (graver, words))
            {
                lowered.Add(Beside(finding, graver, words));
                told.AddText(finding);
            }
            else
            {
                told.Add(finding);
            }
        }
        return known[false].Concat(lowered).Concat(told.All.Select(f => told.IsAlone(f) ? f with { Severity = FindingSeverity.Low } : f));
    }

    // The gravest first; of equals the one that says most, files before the commands that made them, and what ran before what was to run.
    private static IEnumerable<Finding> Ordered(IEnumerable<Finding> findings) => findings.OrderByDescending(f => f.Severity)
        .ThenBy(f => f.Subjects.Count == 0).ThenBy(f => SignRanks.Of(f.Rule)).ThenBy(f => f.Entries.Count == 0).ThenBy(f => f.Path is null)
        .ThenBy(f => f.IsOfAbsence).ThenBy(SaidTwice.IsInstruction).ThenBy(f => SignRanks.IsOfName(f.Rule) && !IsPortable(f.Path))
        .ThenBy(f => f.Path ?? default).ThenBy(f => f.Time is null).ThenBy(f => f.Time)
        .ThenBy(f => f.Reason, StringComparer.Ordinal);

    // Of names the one that every copy keeps tells of the others.
    private static bool IsPortable(EvidencePath? path) => path is not { } known || !known.Bytes.ContainsAnyExceptInRange((byte)' ', (byte)'~')
        && !known.Bytes.ContainsAny(s_unportable);

    private static Finding Beside(Finding finding, Finding graver, string words) => finding with
    {
        Severity = FindingSeverity.Low,
        Alone = finding.Severity,
        Reason = $"{finding.Reason.TrimEnd('.')}; {words}: {graver.Title}.",
    };
}
