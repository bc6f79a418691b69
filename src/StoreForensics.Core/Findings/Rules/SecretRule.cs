using System.Text.RegularExpressions;
using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Findings.Rules;

/// <summary>Passwords, tokens and keys in variables, build arguments and commands. The value is never part of a finding.</summary>
internal sealed partial class SecretRule : ITextRule
{
    private static readonly Rule s_rule = new("secret-in-metadata", "Secret in a variable or command", FindingConfidence.Medium, ["T1552.001", "T1552.007"], "Where it is valid; it has to be changed.")
    {
        When = "A variable, build argument, label or option has the name of a secret, and a value; low where a container only has what its image has.",
        Severities = [FindingSeverity.Low, FindingSeverity.Medium],
    };

    public IReadOnlyList<Rule> Rules => [s_rule];

    public bool MayFind(TextKind kind, ReadOnlySpan<char> text) => kind is not (TextKind.LogLine or TextKind.File);

    public void Look(in TextSight text, FindingSink sink)
    {
        if (!MayFind(text.Kind, text.Text))
            return;
        Regex pattern = text.Kind is TextKind.Environment or TextKind.Label ? Variable() : InCommand();
        foreach (ValueMatch match in pattern.EnumerateMatches(text.Text))
        {
            string found = text.Text.Substring(match.Index, match.Length).TrimStart(' ', '"', '\'', '\t', '|', '[', ',', '1', '2', '3', '4', '5', '6', '7', '8', '9');
            int end = found.AsSpan().IndexOfAny('=', ' ');
            string name = end < 0 ? found : found[..end];
            if (IsHarmless(name, found))
                continue;
            string place = text.Kind switch { TextKind.BuildStep => "a build step", TextKind.ContainerCommand => "the container's command", TextKind.Label => "a label", _ => "the environment" };
            FindingSeverity severity = text.IsInherited ? FindingSeverity.Low : FindingSeverity.Medium;
            sink.Add(s_rule, severity, text.Subjects, $"{DisplayText.Escape(name)} is set in {place}{(text.IsInherited ? ", as its image has it" : "")}.", text.Origin, time: text.Time);
        }
    }

    private static bool IsHarmless(string name, string found) =>
        name.StartsWith("GPG_", StringComparison.OrdinalIgnoreCase) || name.EndsWith("_FILE", StringComparison.OrdinalIgnoreCase) || name.EndsWith("_PATH", StringComparison.OrdinalIgnoreCase) || name.Contains("PUBLIC", StringComparison.OrdinalIgnoreCase)
        || name.EndsWith("_ID", StringComparison.OrdinalIgnoreCase) || name.Contains("KEYRING", StringComparison.OrdinalIgnoreCase) || name.Contains("KEYSERVER", StringComparison.OrdinalIgnoreCase) || name.Contains("SHA256", StringComparison.OrdinalIgnoreCase)
        || found.EndsWith('=') || found.EndsWith("=$", StringComparison.Ordinal);

    [GeneratedRegex(@"^[A-Z0-9_.-]*(PASS|PASSWD|PASSWORD|SECRET|TOKEN|API_?KEY|ACCESS_?KEY|PRIVATE_?KEY|CREDENTIAL|_KEY|_PW)[A-Z0-9_.-]*=.+|^([A-Z0-9_.-]*[_.-])?(PIN|PW)([_.-][A-Z0-9_.-]*)?=.+", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Variable();

    [GeneratedRegex(@"(^|[ \t""'|,\[])(\|[0-9]+ )?(--?)?[A-Z0-9_]*(PASS|PASSWD|PASSWORD|SECRET|TOKEN|API_?KEY|ACCESS_?KEY)[A-Z0-9_]*=[^ \t""'$]", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex InCommand();
}
