using System.Text.RegularExpressions;

namespace StoreForensics.Tests.Structure;

/// <summary>Where problems' codes stand in the sources and in the tests: as they are, or by the name of a constant.</summary>
internal static partial class ProblemSources
{
    private static readonly string[] s_sources = Texts("src");

    /// <summary>Codes by constants' names, <c>TarProblems.BadHeader</c>.</summary>
    private static readonly Dictionary<string, string> s_constants = s_sources.SelectMany(Constants).ToDictionary(StringComparer.Ordinal);

    /// <summary>Codes that something of the program records or throws; the catalogue itself does not count.</summary>
    public static IReadOnlySet<string> Raised { get; } = s_sources.SelectMany(Named).ToHashSet(StringComparer.Ordinal);

    /// <summary>Codes that a test names. Tests of reports do not count: their cases are made up.</summary>
    public static IReadOnlySet<string> Tested { get; } = Texts("tests").SelectMany(Named).ToHashSet(StringComparer.Ordinal);

    /// <summary>Every place that records a code with a severity that stands there.</summary>
    public static IEnumerable<(string Code, string Severity)> Recorded() => s_sources.SelectMany(Recorded);

    private static IEnumerable<(string Code, string Severity)> Recorded(string text)
    {
        foreach (Match call in Call().Matches(text))
            yield return (CodeOf(call.Groups["code"].Value), call.Groups["severity"].Value.Replace("Warn", "Warning", StringComparison.Ordinal));
        foreach (Match call in SeverityAfter().Matches(text).Concat(SeverityBefore().Matches(text)))
            yield return (CodeOf(call.Groups["code"].Value), call.Groups["severity"].Value);
    }

    private static string CodeOf(string written) => written[0] == '"' ? written.Trim('"') : s_constants[written];

    private static IEnumerable<KeyValuePair<string, string>> Constants(string text) =>
        HoldingClass().Match(text) is { Success: true } holder
            ? Constant().Matches(text).Select(m => KeyValuePair.Create($"{holder.Groups[1].Value}.{m.Groups[1].Value}", m.Groups[2].Value)) : [];

    // A constant of a list of codes counts where it is used, not where it is made.
    private static IEnumerable<string> Named(string text) =>
        Code().Matches(HoldingClass().IsMatch(text) ? Constant().Replace(text, "") : text).Select(m =>
            m.Value).Concat(Use().Matches(text).Concat(OwnUse().Matches(text)).Select(m => s_constants.GetValueOrDefault(NameOf(m, text))).OfType<string>());

    // Inside of its own class a constant stands without the class's name.
    private static string NameOf(Match use, string text) => use.Groups["own"].Success
        ? $"{HoldingClass().Match(text).Groups[1].Value}.{use.Groups["own"].Value}" : use.Value;

    private static string[] Texts(string folder) =>
    [
        .. Directory.EnumerateFiles(Path.Combine(Checkout.Root, folder), "*.cs",
            SearchOption.AllDirectories).Where(IsOurs).Order(StringComparer.Ordinal).Select(File.ReadAllText),
    ];

    private static bool IsOurs(string path)
    {
        string[] parts = path.Split(Path.DirectorySeparatorChar);
        return !parts.Contains("bin") && !parts.Contains("obj") && !parts.Contains("Catalogue")
            && !(parts.Contains("StoreForensics.Tests") && parts.Contains("Reports")) && parts[^1] is not (nameof(ProblemCatalogueTests) + ".cs");
    }

    [GeneratedRegex("SF-[A-Z0-9]+-[0-9]{4}")]
    private static partial Regex Code();

    [GeneratedRegex(@"\b\w+Problems\.\w+")]
    private static partial Regex Use();

    [GeneratedRegex(@"\bnew\((?<own>[A-Z]\w+), ")]
    private static partial Regex OwnUse();

    [GeneratedRegex(@"static class (\w+Problems)\b")]
    private static partial Regex HoldingClass();

    [GeneratedRegex(@"const string (\w+) = ""(SF-[A-Z0-9]+-[0-9]{4})""")]
    private static partial Regex Constant();

    [GeneratedRegex(@"\.(?<severity>Damage|Warn|Note)\(\s*(?<code>""SF-[A-Z0-9]+-[0-9]{4}""|\w+Problems\.[A-Z]\w+)")]
    private static partial Regex Call();

    [GeneratedRegex(@"(?<code>""SF-[A-Z0-9]+-[0-9]{4}""|\w+Problems\.[A-Z]\w+), ProblemSeverity\.(?<severity>\w+)")]
    private static partial Regex SeverityAfter();

    [GeneratedRegex(@"ProblemSeverity\.(?<severity>\w+), (?<code>""SF-[A-Z0-9]+-[0-9]{4}"")")]
    private static partial Regex SeverityBefore();
}
