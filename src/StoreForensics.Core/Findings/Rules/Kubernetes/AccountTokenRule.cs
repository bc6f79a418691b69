using System.Text;
using System.Text.RegularExpressions;
using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Findings.Rules.Kubernetes;

/// <summary>
/// Tokens of Kubernetes' service accounts where the kubelet does not put them: JSON web tokens (RFC 7519) whose payload names such an account. The token is
/// never part of a finding.
/// </summary>
internal sealed partial class AccountTokenRule : ITextRule
{
    private const int MaxTokenChars = 16 << 10;
    private const int MaxTokens = 64;

    private static readonly Rule s_rule = new("kube-account-token", "Token of a service account", FindingConfidence.High, ["T1528", "T1552.001"],
        "What the account may do, and what it did since; the token has to be revoked.")
    {
        When = "A token of a Kubernetes service account stands in a file that a container or step brought (high), a variable, a command or a log.",
        Alternatives = ["a program that keeps a copy of its own token"],
        Severities = [FindingSeverity.Medium, FindingSeverity.High],
    };

    public IReadOnlyList<Rule> Rules => [s_rule];

    public bool MayFind(TextKind kind, ReadOnlySpan<char> text) => text.IndexOf("eyJ", StringComparison.Ordinal) >= 0;

    public void Look(in TextSight text, FindingSink sink)
    {
        int tries = 0;
        for (int at = text.Text.IndexOf("eyJ", StringComparison.Ordinal); at >= 0 && tries++ < MaxTokens;)
        {
            ReadOnlySpan<char> rest = text.Text.AsSpan(at, Math.Min(MaxTokenChars, text.Text.Length - at));
            int end = rest.IndexOfAnyExcept(s_token);
            ReadOnlySpan<char> token = end < 0 ? rest : rest[..end];
            if (Account(token) is { } account)
                sink.Add(s_rule, text.Kind == TextKind.File ? FindingSeverity.High : FindingSeverity.Medium, text,
                    $"{text.Where} holds a token of {DisplayText.Escape(account)}.");
            at = text.Text.IndexOf("eyJ", at + Math.Max(1, token.Length), StringComparison.Ordinal);
        }
    }

    private static readonly System.Buffers.SearchValues<char> s_token =
        System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.");

    private static string? Account(ReadOnlySpan<char> token)
    {
        int first = token.IndexOf('.');
        int second = first < 0 ? -1 : token[(first + 1)..].IndexOf('.');
        if (second <= 0)
            return null;
        ReadOnlySpan<char> payload = token.Slice(first + 1, second);
        byte[] bytes = new byte[payload.Length];
        if (System.Buffers.Text.Base64Url.DecodeFromChars(payload, bytes, out _, out int written) != System.Buffers.OperationStatus.Done)
            return null;
        Match match = Subject().Match(Encoding.UTF8.GetString(bytes, 0, written));
        return match.Success ? match.Value : null;
    }

    [GeneratedRegex("""system:serviceaccount:[^"\\]{1,200}""", RegexOptions.CultureInvariant)]
    private static partial Regex Subject();
}
