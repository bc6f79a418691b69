using System.Text.RegularExpressions;

namespace StoreForensics.Findings.Patterns;

/// <summary>
/// A pattern that runs in time linear to the text, whatever is in either: an expression that is meant to hang others does not hang this program. Made when it
/// is first asked, for most are never: a union of all of them tells that nothing matches.
/// </summary>
internal sealed class LinearRegex(string text)
{
    private const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;

    // States of the automaton; an expression that needs more is refused when it is made.
    private const int MaxAutomaton = 20_000;

    private readonly Lazy<Regex> _regex = new(() => new Regex(text, Options));

    static LinearRegex() => AppContext.SetData("REGEX_NONBACKTRACKING_MAX_AUTOMATA_SIZE", MaxAutomaton);

    public string Text => text;

    /// <summary>Names of the groups.</summary>
    public IEnumerable<string> Groups => _regex.Value.GetGroupNames();

    /// <exception cref="ArgumentException">It is no regular expression.</exception>
    /// <exception cref="NotSupportedException">It needs look-around or back-references, or is too large.</exception>
    public void Check() => _ = _regex.Value;

    public Match Match(string input) => _regex.Value.Match(input);

    public bool IsMatch(string input) => _regex.Value.IsMatch(input);

    /// <summary>One expression that matches where any of them does; null when together they are too large.</summary>
    public static Regex? Union(IEnumerable<LinearRegex> patterns)
    {
        try
        {
            return new Regex(string.Join('|', patterns.Select(p => $"(?:{p.Text})")), Options | RegexOptions.ExplicitCapture);
        }
        catch (NotSupportedException)
        {
            return null;
        }
    }
}
