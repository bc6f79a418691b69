using System.Globalization;
using System.Text.RegularExpressions;

namespace StoreForensics.Reports.Text;

/// <summary>
/// Hides in a line of a file what is a secret by its form, whatever its name: tokens (JWT, cloud providers', forges'), hashes of passwords as
/// <c>crypt(3)</c> writes them, values of names that look like secrets in JSON and YAML; then what <see cref="SecretMask"/> hides everywhere.
/// </summary>
internal static partial class ContentMask
{
    public static string Line(string line, SecretMask secrets)
    {
        if (secrets.ShowsAll)
            return line;
        line = Token().Replace(line, m => Hidden(m.Value));
        line = PasswordHash().Replace(line, m => m.Groups[1].Value + Hidden(m.Groups[2].Value));
        line = NamedValue().Replace(line, m => SecretMask.IsSecretName(m.Groups[1].ValueSpan.Trim("\"' ")) ? m.Groups[1].Value + m.Groups[2].Value
            + Hidden(m.Groups[3].Value) : m.Value);
        return secrets.Text(line);
    }

    private static string Hidden(string value) =>
        string.Create(CultureInfo.InvariantCulture, $"•••• ({value.Length} character{(value.Length == 1 ? "" : "s")})");

    [GeneratedRegex(@"\beyJ[A-Za-z0-9_-]{8,}(\.[A-Za-z0-9_-]*){0,2}|\b(AKIA|ASIA)[A-Z0-9]{16}\b|\bgh[pousr]_[A-Za-z0-9]{20,}|\bglpat-[A-Za-z0-9_-]{16,}"
        + @"|\bxox[abprs]-[A-Za-z0-9-]{10,}", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant)]
    private static partial Regex Token();

    // crypt(5): $id$salt$hash between colons, as in /etc/shadow and htpasswd.
    [GeneratedRegex(@"([^:\s]:)(\$[0-9a-zA-Z]{1,16}\$[^:\s]+)", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant)]
    private static partial Regex PasswordHash();

    [GeneratedRegex("([\"']?[A-Za-z0-9_.-]+[\"']?)(\\s*:\\s+|\"\\s*:\\s*|':\\s*)(\"[^\"]*\"|'[^']*'|[^\\s,{}\\[\\]\"']+)",
        RegexOptions.NonBacktracking | RegexOptions.CultureInvariant)]
    private static partial Regex NamedValue();
}
