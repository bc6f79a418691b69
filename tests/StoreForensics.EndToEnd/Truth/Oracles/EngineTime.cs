using System.Globalization;
using System.Text.RegularExpressions;

namespace StoreForensics.EndToEnd.Truth.Oracles;

/// <summary>RFC 3339 with zero to nine digits of fraction and any offset, brought to one spelling: UTC, nine decimals, Z.</summary>
internal static partial class EngineTime
{
    /// <summary>Null for null, "" and Go's zero time ("never").</summary>
    public static string? Canonical(string? text)
    {
        if (string.IsNullOrEmpty(text) || text.StartsWith("0001-01-01T00:00:00", StringComparison.Ordinal))
            return null;
        Match match = Rfc3339().Match(text);
        if (!match.Success)
            throw new FormatException($"not RFC 3339: {text}");
        string offset = match.Groups["offset"].Value is "Z" ? "+00:00" : match.Groups["offset"].Value;
        DateTimeOffset seconds = DateTimeOffset.ParseExact(
            match.Groups["seconds"].Value + offset, "yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture);
        return Spell(seconds.UtcDateTime, match.Groups["fraction"].Value.PadRight(9, '0'));
    }

    /// <summary>Seconds since 1970 with a fraction of nine digits or more, as <c>find -printf %T@</c> prints them.</summary>
    public static string OfUnix(string text)
    {
        string[] parts = text.Split('.');
        long seconds = long.Parse(parts[0], CultureInfo.InvariantCulture);
        return Spell(DateTimeOffset.FromUnixTimeSeconds(seconds).UtcDateTime, parts.Length > 1 ? parts[1].PadRight(9, '0')[..9] : "000000000");
    }

    /// <summary>Whether a JSON time is spelled as the contract wants it.</summary>
    public static bool IsContractual(string text) => Contractual().IsMatch(text);

    private static string Spell(DateTime utc, string nanoseconds) =>
        utc.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture) + "." + nanoseconds + "Z";

    [GeneratedRegex(@"^(?<seconds>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.(?<fraction>\d{1,9}))?(?<offset>Z|[+-]\d\d:\d\d)$")]
    private static partial Regex Rfc3339();

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}(Z|\+00:00)$")]
    private static partial Regex Contractual();
}
