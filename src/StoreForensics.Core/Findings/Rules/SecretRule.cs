using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Findings.Rules;

/// <summary>Passwords, tokens and keys in variables, build arguments and commands. The value is never part of a finding.</summary>
internal sealed partial class SecretRule : ITextRule
{
    private static readonly Rule s_rule = new("secret-in-metadata", "Secret in a variable or command", FindingConfidence.Medium, ["T1552.001", "T1552.007"],
        "Where it is valid; it has to be changed.")
    {
        When = "A variable, build argument, label or option has the name of a secret and a value, or a value of the form of a token; low where a container only has what its image has.",
        Alternatives = ["a value that is an example, empty in effect or expired"],
        Severities = [FindingSeverity.Low, FindingSeverity.Medium],
    };

    private static readonly SearchValues<char> s_valueEnds = SearchValues.Create(" \t\n\"';&|]");

    private const int MaxNameChars = 128;
    private const int MaxValueChars = 256;

    public IReadOnlyList<Rule> Rules => [s_rule];

    public bool MayFind(TextKind kind, ReadOnlySpan<char> text) => kind is not (TextKind.LogLine or TextKind.File or TextKind.Data);

    public void Look(in TextSight text, FindingSink sink)
    {
        if (!MayFind(text.Kind, text.Text))
            return;
        if (text.Kind is TextKind.Environment or TextKind.Label)
        {
            int at = text.Text.IndexOf('=', StringComparison.Ordinal);
            if (at > 0)
                Judge(text.Text[..at], text.Text[(at + 1)..], text, sink);
            return;
        }
        for (int at = text.Text.IndexOf('=', StringComparison.Ordinal); at >= 0; at = text.Text.IndexOf('=', at + 1))
            Assignment(at, text, sink);
    }

    // NAME=value, --name=value, and the build arguments that the classic builder writes before the command.
    private static void Assignment(int at, in TextSight text, FindingSink sink)
    {
        int start = at;
        while (start > 0 && at - start < MaxNameChars && (char.IsAsciiLetterOrDigit(text.Text[start - 1]) || text.Text[start - 1] is '_' or '.' or '-'))
            start--;
        ReadOnlySpan<char> rest = text.Text.AsSpan(at + 1);
        rest = rest[..Math.Min(rest.Length, MaxValueChars)];
        bool isQuoted = rest.Length > 0 && rest[0] is '"' or '\'';
        int end = isQuoted ? rest[1..].IndexOf(rest[0]) + 1 : rest.IndexOfAny(s_valueEnds);
        Judge(text.Text[start..at].TrimStart('-'), (end <= 0 ? isQuoted || end < 0 ? rest : "" : rest[..end]).ToString(), text, sink);
    }

    private static void Judge(string name, string value, in TextSight text, FindingSink sink)
    {
        bool isNamed = IsSecret(name, value);
        if (name.Length is 0 or > MaxNameChars || (!isNamed && !IsToken(value)) || IsSaidByEnvironment(name, value, text))
            return;
        string place = text.Place is { } own ? char.ToLowerInvariant(own[0]) + own[1..] : text.Kind switch
        {
            TextKind.BuildStep => "a build step",
            TextKind.ContainerCommand => "the container's command",
            TextKind.Label =>
            "a label",
            _ => "the environment"
        };
        FindingSeverity severity = text.IsInherited ? FindingSeverity.Low : FindingSeverity.Medium;
        string form = isNamed ? "" : ", and its value has the form of a token";
        sink.Add(s_rule, severity, text.Subjects, $"{DisplayText.Escape(name)} is set in {place}{(text.IsInherited ? ", as its image has it" : "")}{form}.",
            text.Origin, time: text.Time, grounds: new Grounds(s_rule.Confidence, [text.Basis], s_rule.Alternatives), cause: CauseOf(name, value));
    }

    // Tells that two are one secret without being it.
    private static string CauseOf(string name, string value) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{name}={value.Trim().Trim('"', '\'')}")));

    /// <summary>Whether a name is that of a secret, and the value more than a switch or a place.</summary>
    public static bool IsSecret(string name, string value) => Secret().IsMatch(name) && !Harmless().IsMatch(name) && !IsHarmless(value);

    // Whatever it is called: tokens of known services, and what is written as one.
    private static bool IsToken(string value) => value.Length is >= 8 and <= MaxValueChars && Token().IsMatch(value.Trim().Trim('"', '\''));

    // What an ENV instruction sets is told of the image's environment: one secret, one finding.
    private static bool IsSaidByEnvironment(string name, string value, in TextSight text)
    {
        string bare = value.Trim('"', '\'');
        foreach (string variable in text.Kind == TextKind.BuildStep ? text.Environment : [])
        {
            if (variable.Length == name.Length + 1 + bare.Length && variable.StartsWith(name + "=", StringComparison.Ordinal)
                && variable.EndsWith(bare, StringComparison.Ordinal))
                return true;
        }
        return false;
    }

    // Nothing, a switch, a variable, or a file where the secret is.
    private static bool IsHarmless(string value)
    {
        string bare = value.Trim().Trim('"', '\'');
        return bare.Length == 0 || bare[0] is '$' or '/' || bare.ToUpperInvariant() is "TRUE" or "FALSE" or "YES" or "NO" or "ON" or "OFF" or "0" or "1"
            or "NONE" or "NULL";
    }

    [GeneratedRegex(@"PASSWORD|PASSWD|PASSPHRASE|PASS([^A-Z]|$)|SECRETS?([^A-Z]|$)|TOKENS?([^A-Z]|$)|(API|ACCESS|PRIVATE|SECRET|SIGNING|ENCRYPTION|AUTH)[_.-]?KEYS?([^A-Z]|$)|CREDENTIALS?([^A-Z]|$)|(^|[_.-])(KEY|PIN|PW|PWD)([_.-]|$)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Secret();

    [GeneratedRegex(@"^((tok|token|sk|rk|pat|secret|apikey|npm|hvs|shpat|dckr_pat|glpat|gh[pousr]|xox[abpr]|AKIA|ASIA|sq0atp|whsec)[_.-][A-Za-z0-9._-]{4,}|(AKIA|ASIA)[0-9A-Z]{16}|eyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]*)$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Token();

    // Names of other things that have such words in them.
    [GeneratedRegex(@"^(OLD)?PWD$|^GPG_|PUBLIC|KEYRING|KEYSERVER|SHA256|BYPASS|COMPASS|(^|[_.-])(FILE|PATH|DIR|ID|URL|URI|NAME|TTL|LENGTH|TYPE|TIMEOUT|EXPIRY|VERSION|ALGORITHM|ALG)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Harmless();
}
