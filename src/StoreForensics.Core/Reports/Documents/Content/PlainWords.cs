using StoreForensics.Model;

namespace StoreForensics.Reports.Documents.Content;

/// <summary>What findings amount to, for readers who know no techniques: one sentence, by the first technique of each finding (MITRE ATT&amp;CK).</summary>
internal static class PlainWords
{
    private const int MostNames = 2;

    // The longer number first where one is part of the other.
    private static readonly (string Technique, string Words)[] s_words =
    [
        ("T1611", "access from a container to the host"),
        ("T1610", "control of the engine from inside a container"),
        ("T1059", "commands from or to another host"),
        ("T1071", "commands from or to another host"),
        ("T1496", "mining"),
        ("T1505", "a web shell"),
        ("T1098", "keys that let somebody in"),
        ("T1136", "accounts added, changed or removed"),
        ("T1078", "accounts added, changed or removed"),
        ("T1053", "something that starts by itself"),
        ("T1543", "something that starts by itself"),
        ("T1037", "something that starts by itself"),
        ("T1546", "something that starts by itself"),
        ("T1574", "libraries named for loading into programs"),
        ("T1548", "programs with higher rights"),
        ("T1105", "files where few belong, or from elsewhere"),
        ("T1204", "files where few belong, or from elsewhere"),
        ("T1570", "one thing spread over containers"),
        ("T1140", "disguised code"),
        ("T1027", "disguised code"),
        ("T1036.005", "images made by hand or under foreign names"),
        ("T1525", "images made by hand or under foreign names"),
        ("T1564", "things hidden or misnamed"),
        ("T1036", "things hidden or misnamed"),
        ("T1070", "things removed or times that do not fit"),
        ("T1565", "altered files"),
        ("T1554", "altered files"),
        ("T1552", "secrets that lie open"),
        ("T1083", "links to sensitive files"),
        ("T1562", "protection switched off"),
        ("T1572", "tunnels or scans"),
        ("T1046", "tunnels or scans"),
        ("T1588", "known indicators of an intruder"),
    ];

    /// <summary>The worst first, with where it was seen; empty when there is nothing of medium or above.</summary>
    /// <param name="subjects">Whose names they are.</param>
    /// <param name="findings">All of the case.</param>
    /// <param name="most">Kinds of signs that are told; of the others their number.</param>
    public static RichText Signs(FindingSubjects subjects, IReadOnlyList<Finding> findings, int most)
    {
        IGrouping<string, Finding>[] signs =
            [.. findings.Where(f => f.Weight >= FindingSeverity.Medium).OrderByDescending(f => f.Weight).GroupBy(Phrase, StringComparer.Ordinal)
            .OrderByDescending(g => g.Max(f => f.Weight)).ThenByDescending(g => g.Count(f => f.Weight >= FindingSeverity.High))];
        if (signs.Length == 0)
            return RichText.Empty;
        List<Span> spans = [new Span("The findings point to ")];
        foreach (IGrouping<string, Finding> sign in signs.Take(most))
        {
            if (spans.Count > 1)
                spans.Add(new Span("; "));
            spans.Add(Span.Bold(sign.Key));
            (string Evidence, string Name)[] seen =
                [.. sign.Where(f => f.Subjects.Count > 0).Select(f => (f.Evidence, subjects.Foremost(f.Evidence, f.Subjects))).Distinct()];
            if (seen.Length > 0)
                spans.AddRange([new Span(" ("), .. subjects.Names(seen, MostNames).Spans, new Span(")")]);
        }
        spans.Add(new Span(signs.Length > most ? $"; and {CaseFormat.Count(signs.Length - most, "more kind of sign", "more kinds of signs")}." : "."));
        return new RichText(spans);
    }

    // A technique is why a thing deserves a look, not what it is.
    private static readonly Dictionary<string, string> s_wordsOfRules = new(StringComparer.Ordinal)
    {
        ["pipe-in-tmp"] = "named pipes in places for temporary files",
    };

    private static string Phrase(Finding finding)
    {
        if (s_wordsOfRules.TryGetValue(finding.Rule, out string? own))
            return own;
        foreach (string technique in finding.Attack)
        {
            foreach ((string known, string words) in s_words)
            {
                if (technique.StartsWith(known, StringComparison.Ordinal))
                    return words;
            }
        }
        return "other things";
    }
}
