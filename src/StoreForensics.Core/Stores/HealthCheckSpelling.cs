using System.Globalization;
using System.Text;
using StoreForensics.Primitives;

namespace StoreForensics.Stores;

/// <summary>
/// HEALTHCHECK as the classic builder records it, Go's spelling of the parsed structure: <c>["CMD-SHELL" "curl x"] "1s" "2s" "0s" '\x02'</c>. The test,
/// interval, timeout, start period, from 25.0 on the start interval, and the number of retries (moby v20.10 api/types/container HealthConfig, fields in order).
/// </summary>
internal static class HealthCheckSpelling
{
    /// <summary>The line of the Dockerfile; what is not understood stays as it was recorded.</summary>
    public static string Clean(string recorded)
    {
        string asRecorded = "HEALTHCHECK " + recorded;
        int end = recorded.LastIndexOf(']');
        if (!recorded.StartsWith('[') || end < 0 || QuotedWords.Split(recorded.AsSpan(1, end - 1)) is not { Count: > 0 } test)
            return asRecorded;
        if (test[0] == "NONE")
            return "HEALTHCHECK NONE";
        if (test[0] is not ("CMD" or "CMD-SHELL"))
            return asRecorded;
        string[] rest = recorded[(end + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        string[] durations = [.. rest.Where(r => r.Length > 2 && r[0] == '"' && r[^1] == '"').Select(r => r[1..^1])];
        var line = new StringBuilder("HEALTHCHECK");
        string[] names = ["interval", "timeout", "start-period", "start-interval"];
        for (int i = 0; i < Math.Min(names.Length, durations.Length); i++)
        {
            if (durations[i] != "0s")
                line.Append(CultureInfo.InvariantCulture, $" --{names[i]}={durations[i]}");
        }
        if (rest.Length > 0 && Retries(rest[^1]) is > 0 and int retries)
            line.Append(CultureInfo.InvariantCulture, $" --retries={retries}");
        string command = test[0] == "CMD-SHELL" ? QuotedWords.Unescape(string.Join(' ', test.Skip(1))) : "["
            + string.Join(", ", test.Skip(1).Select(w => "\"" + w + "\"")) + "]";
        return line.Append(" CMD ").Append(command).ToString();
    }

    // A rune in Go's quotes: '\x02', '\n', '!'.
    private static int? Retries(string rune)
    {
        if (rune.Length < 3 || rune[0] != '\'' || rune[^1] != '\'')
            return null;
        string inside = rune[1..^1];
        if (inside.StartsWith("\\x", StringComparison.Ordinal)
            && int.TryParse(inside.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out int code))
            return code;
        return inside switch
        {
            "\\a" => 7,
            "\\b" => 8,
            "\\t" => 9,
            "\\n" => 10,
            "\\v" => 11,
            "\\f" => 12,
            "\\r" => 13,
            { Length: 1 } => inside[0],
            _ => null,
        };
    }
}
