using System.Globalization;
using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Reports.Text;

/// <summary>What a finding's file holds, in words and lines for people: secrets masked, control characters escaped.</summary>
public static class ContentText
{
    private const int ShortDigest = 16;
    private const string NotShown = "(a secret, not shown)";

    /// <summary>What it is now and was before: <c>now: text, 58 bytes, SHA-256 …; before: empty</c>.</summary>
    public static string Glances(FindingContent content) => (content.Before, content.After) switch
    {
        (null, { } now) => Words(now),
        ({ } before, null) => "was " + Words(before),
        ({ } before, { } now) when before.Sha256 is not null && before.Sha256 == now.Sha256 => Words(now) + "; the same bytes as before",
        ({ } before, { } now) => $"{Words(now)}; before {Words(before)}",
        _ => "",
    };

    /// <summary>Where else the same bytes are; null when nowhere.</summary>
    public static string? Elsewhere(FindingContent content) => content.Elsewhere.Count == 0 ? null
        : "The same bytes are also in " + string.Join(", ", content.Elsewhere)
            + (content.MoreElsewhere > 0 ? string.Create(CultureInfo.InvariantCulture, $" and {content.MoreElsewhere} other places") : "");

    /// <summary>The lines of the difference; what is no text its first strings.</summary>
    public static IEnumerable<string> Lines(FindingContent content, SecretMask secrets)
    {
        if (content.IsSecret && !secrets.ShowsAll)
        {
            yield return NotShown;
            yield break;
        }
        // What is only new or only gone needs no places of lines.
        bool isWhole = content.Before is null || content.After is null;
        foreach (string line in content.Difference.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(isWhole ? 1 : 0))
            yield return DisplayText.Escape(ContentMask.Line(line.TrimEnd('\r'), secrets).Replace("\t", "    ", StringComparison.Ordinal));
        if (content.IsCut && content.Difference.Length > 0)
            yield return "…";
        foreach (string run in content.Strings)
            yield return "\" " + DisplayText.Escape(ContentMask.Line(run, secrets));
    }

    /// <summary>The same with the secrets in its text masked.</summary>
    public static FindingContent? Masked(FindingContent? content, SecretMask secrets) => content is null || secrets.ShowsAll ? content
        : content.IsSecret ? content with { Difference = "", Strings = [] }
        : content with
        {
            Difference = string.Join('\n', content.Difference.Split('\n').Select(line => ContentMask.Line(line, secrets))),
            Strings = [.. content.Strings.Select(run => ContentMask.Line(run, secrets))],
        };

    private static string Words(FileGlance file) => file.Size == 0 ? "empty"
        : string.Create(CultureInfo.InvariantCulture, $"{file.Kind}, {file.Size} byte{(file.Size == 1 ? "" : "s")}")
            + (file.Sha256 is { } digest ? $", SHA-256 {digest[..ShortDigest]}…" : "");
}
