using System.Text.RegularExpressions;
using StoreForensics.Model;

namespace StoreForensics.Reports.Indicators;

/// <summary>An indicator as a pattern: of STIX where its objects have such a thing, else a regular expression over texts.</summary>
internal static class StixPattern
{
    /// <summary>The pattern and its type, a word of the vocabulary <c>pattern-type-ov</c>.</summary>
    public static (string Pattern, string Type) Of(CollectedIndicator indicator)
    {
        string value = indicator.Value.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("'", @"\'", StringComparison.Ordinal);
        return indicator.Type switch
        {
            IndicatorType.Ipv4 => ($"[ipv4-addr:value = '{value}']", "stix"),
            IndicatorType.Ipv6 => ($"[ipv6-addr:value = '{value}']", "stix"),
            IndicatorType.Domain => ($"[domain-name:value = '{value}']", "stix"),
            IndicatorType.Url => ($"[url:value = '{value}']", "stix"),
            IndicatorType.Email => ($"[email-addr:value = '{value}']", "stix"),
            IndicatorType.Sha256 => ($"[file:hashes.'SHA-256' = '{value}']", "stix"),
            _ => (Regex.Escape(indicator.Value), "pcre"),
        };
    }
}
