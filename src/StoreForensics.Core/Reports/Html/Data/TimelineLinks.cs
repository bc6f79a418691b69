using System.Globalization;
using StoreForensics.Primitives;

namespace StoreForensics.Reports.Html.Data;

/// <summary>
/// Addresses inside the page that lead to events: <c>#timeline?find=…</c>, the form of
/// <c>templates/js/permalink.js</c>. Text of the evidence in them is percent-encoded.
/// </summary>
internal static class TimelineLinks
{
    private const int MaxPathBytes = 1000;

    /// <summary>Events of one path; null when it is too long for an address.</summary>
    public static string? OfPath(EvidencePath path)
    {
        if (path.Bytes.Length > MaxPathBytes)
            return null;
        string text = HtmlText.Clean(path.Bytes).Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
        return "#timeline?find=" + Uri.EscapeDataString($"path:\"={text}\"");
    }

    /// <summary>Events within a second around a moment; of one object when <paramref name="anchor"/> names it.</summary>
    public static string? Around(Timestamp time, string? anchor)
    {
        Timestamp since = new(time.Seconds - 1, 0), until = new(time.Seconds + 2, 0);
        if (!since.IsUsable || !until.IsUsable)
            return null;
        return $"#timeline?since={Spell(since)}&until={Spell(until)}{(anchor is null ? "" : "&owner=" + anchor)}";
    }

    /// <summary>The second of a time for scripts; null when it is no time.</summary>
    public static string? Seconds(Timestamp? time) => time is { IsUsable: true } known ? known.Seconds.ToString(CultureInfo.InvariantCulture) : null;

    private static string Spell(Timestamp time) => Uri.EscapeDataString(time.ToString()[..19].Replace('T', ' ') + "Z");
}
