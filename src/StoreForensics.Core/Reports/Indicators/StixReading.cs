using System.Text.Json;
using System.Text.RegularExpressions;
using StoreForensics.Model;

namespace StoreForensics.Reports.Indicators;

/// <summary>An indicator of a STIX bundle as something to look for.</summary>
internal static partial class StixReading
{
    /// <summary>Null where its pattern is more than one comparison.</summary>
    public static IndicatorFileItem? Item(JsonElement indicator, int place)
    {
        string note = IndicatorFile.Text(indicator, "description") ?? "", name = IndicatorFile.Text(indicator, "name") ?? "";
        // Our own of kinds that STIX has no object for.
        if (IndicatorFile.Text(indicator, "pattern_type") == "pcre" && OwnKind(indicator) is { } kind && name.Length > 0)
            return new IndicatorFileItem(kind, name, note, place);
        Match match = Comparison().Match(IndicatorFile.Text(indicator, "pattern") ?? "");
        if (!match.Success)
            return null;
        string value = match.Groups["value"].Value.Replace(@"\'", "'", StringComparison.Ordinal).Replace(@"\\", @"\", StringComparison.Ordinal);
        string? word = match.Groups["object"].Value switch
        {
            "ipv4-addr:value" => "ipv4",
            "ipv6-addr:value" => "ipv6",
            "domain-name:value" => "domain",
            "url:value" => "url",
            "email-addr:value" => "email",
            var hash when hash.StartsWith("file:hashes", StringComparison.Ordinal) => value.Length switch { 64 => "sha256", 40 => "sha1", 32 => "md5", _ => null },
            _ => null,
        };
        return word is null ? null : new IndicatorFileItem(word, value, note, place);
    }

    private static string? OwnKind(JsonElement indicator)
    {
        if (!indicator.TryGetProperty("labels", out JsonElement labels) || labels.ValueKind != JsonValueKind.Array)
            return null;
        string[] words = [.. Enum.GetValues<IndicatorType>().Select(t => t.Word())];
        return labels.EnumerateArray().Where(l => l.ValueKind == JsonValueKind.String).Select(l => l.GetString()).FirstOrDefault(l => words.Contains(l));
    }

    [GeneratedRegex(@"^\s*\[\s*(?<object>[a-z0-9-]+:(value|hashes\.?['""A-Za-z0-9\[\]-]{0,16}))\s*=\s*'(?<value>([^'\\]|\\.)*)'\s*\]\s*$", RegexOptions.NonBacktracking)]
    private static partial Regex Comparison();
}
