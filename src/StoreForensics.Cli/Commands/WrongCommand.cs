using System.CommandLine;
using StoreForensics.Primitives;

namespace StoreForensics.Cli.Commands;

/// <summary>What a first word that is no command was probably meant to be.</summary>
internal static class WrongCommand
{
    // What Docker's client, kubectl and tools of the trade call what is called otherwise here.
    private static readonly Dictionary<string, string> s_elsewhere = new(StringComparer.Ordinal)
    {
        ["ps"] = "containers",
        ["inspect"] = "info",
        ["export"] = "extract",
        ["save"] = "extract",
        ["cp"] = "extract",
        ["events"] = "timeline",
        ["dockerfile"] = "history",
        ["fls"] = "ls",
        ["icat"] = "cat",
        ["report"] = "analyze",
        ["grep"] = "timeline",
        ["search"] = "timeline",
    };

    // More wrong letters than these, and it is another word.
    private const int MostWrong = 2;

    /// <returns>Null for an option, whose own message tells more.</returns>
    public static string? Tell(string word, RootCommand root)
    {
        if (word.Length == 0 || word[0] == '-')
            return null;
        string shown = DisplayText.Escape(word);
        if (s_elsewhere.TryGetValue(word, out string? here))
            return $"there is no command {shown}; did you mean {here}?\ntry: storeforensics {here} --help";
        if (root.Subcommands.MinBy(c => Distance(word, c.Name)) is { } near && Distance(word, near.Name) <= MostWrong)
            return $"there is no command {shown}; did you mean {near.Name}?\ntry: storeforensics {near.Name} --help";
        return Path.Exists(word)
            ? $"what is to be done with {shown}? To see what it is: storeforensics info {shown}\nfor a report: storeforensics analyze {shown} -o report.pdf"
            : $"there is no command {shown}\ntry: storeforensics --help";
    }

    // Letters to be changed, put in or taken out (Levenshtein); words are short, so rows of it are too.
    private static int Distance(string a, string b)
    {
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            int above = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int change = above + (char.ToLowerInvariant(a[i - 1]) == b[j - 1] ? 0 : 1);
                above = row[j];
                row[j] = Math.Min(change, Math.Min(row[j], row[j - 1]) + 1);
            }
        }
        return row[^1];
    }
}
