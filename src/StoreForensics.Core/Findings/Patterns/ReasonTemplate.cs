using System.Text;
using System.Text.RegularExpressions;
using StoreForensics.Primitives;

namespace StoreForensics.Findings.Patterns;

/// <summary>
/// Fills a rule's sentence: <c>{path}</c>, <c>{target}</c>, <c>{verb}</c> (was added), <c>{owner}</c>, <c>{mode}</c> of a file; <c>{where}</c> (A build step),
/// <c>{text}</c> (its beginning, or the line of the match) of a text; <c>{NAME}</c> what a named
/// group of the pattern matched. What the evidence says is escaped; reports mask secrets in it.
/// </summary>
internal static class ReasonTemplate
{
    public const string OfFile = "{path} {verb}.";
    public const string OfText = "{where}: {text}";

    private const int ShownChars = 160;

    public static string Fill(string template, in FileSight file)
    {
        var filled = new StringBuilder();
        foreach ((string literal, string? name) in Parts(template))
        {
            filled.Append(literal);
            filled.Append(name switch
            {
                "path" => DisplayText.Escape(file.Path),
                "verb" => file.Verb,
                "target" => DisplayText.Escape(file.Tree.LinkTarget(file.Node)),
                "owner" => file.OwnerText,
                "mode" => Convert.ToString(file.Mode, 8).PadLeft(4, '0'),
                _ => "",
            });
        }
        return filled.ToString();
    }

    public static string Fill(string template, in TextSight text, Match? match)
    {
        var filled = new StringBuilder();
        foreach ((string literal, string? name) in Parts(template))
        {
            filled.Append(literal);
            filled.Append(name switch
            {
                null => "",
                "where" => text.Where,
                "text" => DisplayText.Escape(Shown(text, match)),
                _ => DisplayText.Escape(Cut(match?.Groups[name].Value ?? "")),
            });
        }
        return filled.ToString();
    }

    /// <summary>The names in braces.</summary>
    public static IEnumerable<string> Names(string template) => Parts(template).Select(p => p.Name).OfType<string>();

    // Of a variable only its name: the value may be secret. Of a log nothing: anybody could have written it.
    private static string Shown(in TextSight text, Match? match)
    {
        if (text.Kind == TextKind.Environment)
            return Cut(text.Text[..Math.Max(0, text.Text.IndexOf('=', StringComparison.Ordinal))]);
        if (match is null || match.Index + match.Length <= ShownChars && !text.IsOfFile)
            return Cut(text.Text.Trim());
        int start = text.Text.LastIndexOf('\n', Math.Max(0, match.Index - 1)) + 1;
        bool isCut = match.Index - start > ShownChars / 2;
        if (isCut)
            start = match.Index - (ShownChars / 4);
        int end = text.Text.IndexOf('\n', match.Index);
        string piece = Cut(text.Text[start..(end < 0 ? text.Text.Length : end)].Trim());
        // Of one line of several in a command, too, it is said that it is a piece.
        return isCut || (!text.IsOfFile && text.Text.AsSpan(0, start).ContainsAnyExcept(" \t\r\n")) ? "… " + piece : piece;
    }

    private static string Cut(string text) => text.Length <= ShownChars ? text : text[..ShownChars] + "…";

    private static IEnumerable<(string Literal, string? Name)> Parts(string template)
    {
        int at = 0;
        while (at < template.Length)
        {
            int open = template.IndexOf('{', at), close = open < 0 ? -1 : template.IndexOf('}', open);
            if (close < 0)
            {
                yield return (template[at..], null);
                yield break;
            }
            yield return (template[at..open], template[(open + 1)..close]);
            at = close + 1;
        }
    }
}
