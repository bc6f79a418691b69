using System.Globalization;
using StoreForensics.Model;

namespace StoreForensics.Reports.Text;

/// <summary>Findings in a sentence, the same in every report.</summary>
internal static class FindingSummary
{
    /// <summary><c>2 critical, 5 high and 12 medium findings</c>; null when none is medium or above.</summary>
    public static string? Counts(IReadOnlyList<Finding> findings)
    {
        string[] counts = [.. ((FindingSeverity[])[FindingSeverity.Critical, FindingSeverity.High, FindingSeverity.Medium])
            .Select(s => (Severity: s, Count: findings.Count(f => f.Severity == s))).Where(x => x.Count > 0)
            .Select(x => string.Create(CultureInfo.InvariantCulture, $"{x.Count} {x.Severity.Word()}"))];
        if (counts.Length == 0)
            return null;
        string list = counts.Length == 1 ? counts[0] : string.Join(", ", counts[..^1]) + " and " + counts[^1];
        return list + (findings.Count(f => f.Severity >= FindingSeverity.Medium) == 1 ? " finding" : " findings");
    }
}
