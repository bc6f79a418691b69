using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Findings.Rules;

/// <summary>Accounts that can do more than their names say: a second user 0, a password that is empty.</summary>
internal sealed class AccountTextRule : ITextRule
{
    private static readonly Rule s_root = new("account-second-root", "Second account with user id 0", FindingConfidence.High, ["T1136.001", "T1078.003"],
        "When the line came: the versions of the file in the layers below.")
    {
        When = "A password file that a step or container brought or changed has a line with user id 0 that is not root's.",
        Alternatives = ["an administrator who wants a second root account", "test data"],
        Severities = [FindingSeverity.High],
    };

    private static readonly Rule s_empty = new("account-no-password", "Account without a password", FindingConfidence.Medium, ["T1078.003"],
        "Whether anything in the container asks for passwords.")
    {
        When = "The password of an account with a shell is empty in a shadow or password file that a step or container brought or changed.",
        Alternatives = ["images ship such entries for accounts that nobody logs into"],
        Severities = [FindingSeverity.Low],
    };

    public IReadOnlyList<Rule> Rules => [s_root, s_empty];

    public bool MayFind(TextKind kind, ReadOnlySpan<char> text) => kind == TextKind.File;

    public void Look(in TextSight text, FindingSink sink)
    {
        if (text.Path is not { } path || !(path.Bytes.SequenceEqual("/etc/passwd"u8) || path.Bytes.SequenceEqual("/etc/shadow"u8)))
            return;
        bool isShadow = path.Bytes.SequenceEqual("/etc/shadow"u8);
        foreach (ReadOnlySpan<char> line in text.Text.AsSpan().EnumerateLines())
        {
            string[] fields = line.Length > 1024 ? [] : line.ToString().Split(':');
            if (fields.Length < 4 || fields[0].Length == 0)
                continue;
            if (!isShadow && fields[2].TrimStart('0').Length == 0 && fields[2].Length > 0 && fields[0] != "root")
                Say(s_root, FindingSeverity.High, $"{DisplayText.Escape(fields[0])} has user id 0 in {DisplayText.Escape(path.Bytes)}.", text, sink);
            if (fields[1].Length == 0 && (isShadow || HasShell(fields[^1])))
                Say(s_empty, FindingSeverity.Low, $"{DisplayText.Escape(fields[0])} has no password in {DisplayText.Escape(path.Bytes)}.", text, sink);
        }
    }

    private static bool HasShell(string shell) => shell.EndsWith("sh", StringComparison.Ordinal);

    private static void Say(Rule rule, FindingSeverity severity, string words, in TextSight text, FindingSink sink) =>
        sink.Add(rule, severity, text, words);
}
