using System.Text.RegularExpressions;
using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Findings.Rules;

/// <summary>Passwords in URLs and data source names (RFC 3986, section 3.2.1). The value is never part of a finding.</summary>
internal sealed partial class UrlSecretRule : ITextRule
{
    private static readonly Rule s_rule = new("secret-in-url", "Password in a URL", FindingConfidence.Medium, ["T1552.001"],
        "Where it is valid; it has to be changed.")
    {
        When = "A variable, label, command, build step or short text file has a URL with a user and a password; low in files and logs, where the password "
            + "is one of examples, and where a container only has what its image has.",
        Alternatives = ["a value that is an example or expired"],
        Severities = [FindingSeverity.Low, FindingSeverity.Medium],
    };

    public IReadOnlyList<Rule> Rules => [s_rule];

    public bool MayFind(TextKind kind, ReadOnlySpan<char> text) => text.IndexOf("://", StringComparison.Ordinal) >= 0 && text.Contains('@');

    public void Look(in TextSight text, FindingSink sink)
    {
        if (!MayFind(text.Kind, text.Text))
            return;
        foreach (Match match in Url().Matches(text.Text))
        {
            string user = match.Groups["user"].Value, password = match.Groups["password"].Value;
            if (IsPlaceholder(password[0]) || IsSaidByEnvironment(match.Value, text))
                continue;
            bool isLow = text.IsInherited || text.IsOfFile || text.Kind == TextKind.LogLine || password == user || Example().IsMatch(password);
            string scheme = DisplayText.Escape(match.Groups["scheme"].Value), also = text.IsInherited ? ", as its image has it" : "";
            sink.Add(s_rule, isLow ? FindingSeverity.Low : FindingSeverity.Medium, text, $"{Place(text)} has a URL ({scheme}) with a password{also}.");
            return;
        }
    }

    private static bool IsPlaceholder(char first) => first is '$' or '{' or '<' or '*' or '%' or '•';

    // What an ENV instruction sets is told of the image's environment.
    private static bool IsSaidByEnvironment(string url, in TextSight text)
    {
        foreach (string variable in text.Environment)
        {
            if (variable.Contains(url, StringComparison.Ordinal))
                return true;
        }
        return false;
    }

    private static string Place(in TextSight text)
    {
        int at = text.Kind is TextKind.Environment or TextKind.Label ? text.Text.IndexOf('=', StringComparison.Ordinal) : -1;
        return at > 0 ? $"{text.Where}'s {DisplayText.Escape(text.Text[..Math.Min(at, 128)])}" : text.Where;
    }

    [GeneratedRegex("(?<scheme>[a-z][a-z0-9+.-]+)://(?<user>[^/\\s:@\"'<>]*):(?<password>[^/\\s@\"'<>]+)@",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking | RegexOptions.CultureInvariant)]
    private static partial Regex Url();

    [GeneratedRegex("^(pass(word|wd)?|secret|example|changeme|postgres|mysql|root|user|guest|test|x+)$",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking | RegexOptions.CultureInvariant)]
    private static partial Regex Example();
}
