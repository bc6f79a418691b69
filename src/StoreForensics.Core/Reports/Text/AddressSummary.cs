using StoreForensics.Cases;
using StoreForensics.Model;

namespace StoreForensics.Reports.Text;

/// <summary>Addresses and domains that findings of high severity and above name, for the first page: whoever reads it alone must know them.</summary>
internal static class AddressSummary
{
    private const int Most = 4;

    /// <summary>The first of them and how many more, in a few words; null when there are none.</summary>
    public static string? Of(Case subject)
    {
        string[] all = [.. subject.Indicators.Where(i => i.Type is IndicatorType.Ipv4 or IndicatorType.Ipv6 or IndicatorType.Domain
            && i.Severity >= FindingSeverity.High).OrderByDescending(i => i.Severity).ThenBy(i => i.Type).ThenBy(i => i.Value, StringComparer.Ordinal)
            .Select(i => i.Value.Length <= 60 ? i.Value : i.Value[..60] + "…")];
        if (all.Length == 0)
            return null;
        string more = all.Length > Most ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $" and {all.Length - Most} more") : "";
        return string.Join(", ", all.Take(Most)) + more;
    }
}
