using System.Text.RegularExpressions;

namespace StoreForensics.Findings.Patterns;

/// <summary>Patterns that run in time linear to the text, whatever is in either: an expression that is meant to hang others does not hang this program.</summary>
internal static class LinearRegex
{
    // States of the automaton; an expression that needs more is refused when it is made.
    private const int MaxAutomaton = 20_000;

    static LinearRegex() => AppContext.SetData("REGEX_NONBACKTRACKING_MAX_AUTOMATA_SIZE", MaxAutomaton);

    /// <exception cref="ArgumentException">It is no regular expression.</exception>
    /// <exception cref="NotSupportedException">It needs look-around or back-references, or is too large.</exception>
    public static Regex Make(string pattern) => new(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    /// <summary>One expression that matches where any of them does; null when together they are too large.</summary>
    public static Regex? Union(IEnumerable<Regex> patterns)
    {
        try
        {
            return new Regex(string.Join('|', patterns.Select(p => $"(?:{p})")), RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture);
        }
        catch (NotSupportedException)
        {
            return null;
        }
    }
}
