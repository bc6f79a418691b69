using System.Buffers;

namespace StoreForensics.Cli.Terminal;

/// <summary>Which program shows long output, and how it is started.</summary>
/// <param name="Path">Absolute.</param>
/// <param name="Arguments">Before its input.</param>
/// <param name="Surroundings">Variables that it gets besides ours.</param>
internal sealed record PagerChoice(string Path, string[] Arguments, (string Name, string Value)[] Surroundings)
{
    private static readonly SearchValues<char> s_shells = SearchValues.Create("'\"\\$`|&;<>(){}*?~\n");

    private const string Usual = "less";

    // Ends at once where all fits the screen, lets colours through, leaves the text on the screen.
    private const string UsualFlags = "FRX";

    /// <summary>
    /// <c>PAGER</c>, else <c>less</c>, as an absolute path out of <c>PATH</c>. A name with a relative path, a folder of <c>PATH</c> that is relative, and
    /// the current folder are passed over: there may be evidence in them. <c>cat</c> or nothing in <c>PAGER</c> means none, as does what would need a shell.
    /// </summary>
    /// <param name="variable">The surroundings.</param>
    /// <param name="current">The current folder.</param>
    public static PagerChoice? Of(Func<string, string?> variable, string current)
    {
        string[] words = (variable("PAGER") ?? Usual).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0 || words[0] == "cat" || words.Any(NeedsShell) || Find(words[0], variable("PATH") ?? "", current) is not { } path)
            return null;
        List<(string, string)> more = [];
        if (System.IO.Path.GetFileNameWithoutExtension(path) == Usual)
        {
            // What is shown is text of the evidence: less starts no shell and no editor, and writes no file.
            more.Add(("LESSSECURE", "1"));
            Default(more, variable, "LESS", UsualFlags);
            Default(more, variable, "LESSCHARSET", "utf-8");
        }
        return new PagerChoice(path, words[1..], [.. more]);
    }

    private static void Default(List<(string, string)> more, Func<string, string?> variable, string name, string value)
    {
        if (string.IsNullOrEmpty(variable(name)))
            more.Add((name, value));
    }

    private static bool NeedsShell(string word) => word.AsSpan().ContainsAny(s_shells);

    private static string? Find(string name, string path, string current)
    {
        if (name.Contains('/', StringComparison.Ordinal) || name.Contains(System.IO.Path.DirectorySeparatorChar, StringComparison.Ordinal))
            return System.IO.Path.IsPathFullyQualified(name) && File.Exists(name) ? name : null;
        string[] endings = OperatingSystem.IsWindows() ? [".exe"] : [""];
        return path.Split(System.IO.Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Where(folder => System.IO.Path.IsPathFullyQualified(folder) && !IsSame(folder, current))
            .SelectMany(folder => endings.Select(ending => System.IO.Path.Combine(folder, name + ending)))
            .FirstOrDefault(File.Exists);
    }

    private static bool IsSame(string folder, string current) =>
        System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(folder)) == System.IO.Path.TrimEndingDirectorySeparator(current);
}
