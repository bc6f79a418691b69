using System.Buffers;
using System.Text.RegularExpressions;
using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Findings.Rules;

/// <summary>Secrets that a container printed into its log: the value of a variable that is one, or what the line itself calls so.</summary>
internal sealed partial class SecretLogRule : ITextRule
{
    private const int MinValueChars = 8;
    private const int MaxValueChars = 256;
    private const int MaxValues = 10_000;

    private static readonly Rule s_rule = new("secret-in-log", "Secret in a log", FindingConfidence.Medium, ["T1552.001", "T1654"],
        "Who reads the log; the secret has to be changed.")
    {
        When = "A line of a container's log holds the value of a variable that has the name of a secret, or (low) a value under such a name.",
        Alternatives = ["a value that is an example or expired", "a word of every day that is a password somewhere"],
        Severities = [FindingSeverity.Low, FindingSeverity.Medium],
    };

    private static readonly SearchValues<string> s_words = SearchValues.Create(["passw", "secret", "token", "api_key", "apikey", "api-key"],
        StringComparison.OrdinalIgnoreCase);

    private readonly Dictionary<string, (string Name, string Owner)> _values = new(StringComparer.Ordinal);
    private SearchValues<string> _needles = SearchValues.Create([], StringComparison.Ordinal);

    public IReadOnlyList<Rule> Rules => [s_rule];

    // Whose value it is: of an image, from which many containers have it, else of the container that was given it.
    public void Begin(Inventory inventory)
    {
        foreach (Image image in inventory.Images.Where(i => !i.IsIntermediate))
        {
            foreach (string variable in image.Config?.Env ?? [])
                Keep(variable, image.DisplayNames.Order(StringComparer.Ordinal).First());
        }
        foreach (Container container in inventory.Containers)
        {
            foreach (string variable in container.Env ?? [])
                Keep(variable, container.DisplayName);
        }
        _needles = SearchValues.Create([.. _values.Keys], StringComparison.Ordinal);
    }

    private void Keep(string variable, string owner)
    {
        int at = variable.IndexOf('=', StringComparison.Ordinal);
        string name = at > 0 ? variable[..at] : "", value = variable[(at + 1)..];
        if (value.Length is >= MinValueChars and <= MaxValueChars && _values.Count < MaxValues && SecretRule.IsSecret(name, value)
            && value.AsSpan().IndexOfAnyExcept('*') >= 0)
            _values.TryAdd(value, (name, owner));
    }

    public bool MayFind(TextKind kind, ReadOnlySpan<char> text) => kind == TextKind.LogLine && (text.ContainsAny(s_words) || text.ContainsAny(_needles));

    public void Look(in TextSight text, FindingSink sink)
    {
        if (!MayFind(text.Kind, text.Text))
            return;
        if (Held(text.Text) is var (name, owner))
            sink.Add(s_rule, FindingSeverity.Medium, text,
                $"A line of the log holds the value of {DisplayText.Escape(name)}, a variable of {DisplayText.Escape(owner)}.");
        else if (Named().Match(text.Text) is { Success: true } match)
            sink.Add(s_rule, FindingSeverity.Low, text,
                $"A line of the log has a value under the name {DisplayText.Escape(match.Groups["name"].Value.ToLowerInvariant())}.");
    }

    // A part of a longer word is another value.
    private (string Name, string Owner)? Held(string line)
    {
        foreach ((string value, (string, string) of) in line.AsSpan().ContainsAny(_needles) ? _values : [])
        {
            int at = line.IndexOf(value, StringComparison.Ordinal), end = at + value.Length;
            if (at >= 0 && (at == 0 || !IsOfWord(line[at - 1])) && (end == line.Length || !IsOfWord(line[end])))
                return of;
        }
        return null;
    }

    private static bool IsOfWord(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.';

    [GeneratedRegex("(?<name>password|passwd|secret|token|api[_-]?key)[\"']?[ ]?[:=][ ]?[\"']?[A-Za-z0-9+/_.=-]{8,}",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking | RegexOptions.CultureInvariant)]
    private static partial Regex Named();
}
