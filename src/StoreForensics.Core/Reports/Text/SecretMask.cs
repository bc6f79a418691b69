using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace StoreForensics.Reports.Text;

/// <summary>
/// Hides values whose names look like secrets, for reports that are handed around: environment variables, labels, and <c>NAME=value</c>,
/// <c>ENV NAME value</c> and <c>--name value</c> inside commands and messages. A name looks like one when it contains PASS, PWD, SECRET, TOKEN or CREDENTIAL in
/// any case, or the word KEY, PIN or PW (not <c>keyserver</c>, not <c>spinner</c>). <c>PWD</c> and <c>OLDPWD</c> alone are the shell's working directories.
/// Whatever the name, the password of a URL (<c>scheme://user:password@host</c>) is hidden.
/// </summary>
/// <param name="show">Whether to mask nothing.</param>
public sealed partial class SecretMask(bool show)
{
    private static readonly string[] s_words = ["PASS", "PWD", "SECRET", "TOKEN", "CREDENTIAL"];

    /// <summary>Whether nothing is masked.</summary>
    public bool ShowsAll => show;

    public static bool IsSecretName(ReadOnlySpan<char> name) => !IsWorkingDirectory(name) && MayNameSecret(name);

    /// <summary>Splits <c>NAME=value</c> of an environment; an empty value is shown as empty, for it is no secret.</summary>
    public (string Name, string Value, bool IsMasked) Entry(string entry)
    {
        int at = entry.IndexOf('=', StringComparison.Ordinal);
        string name = at < 0 ? entry : entry[..at], value = at < 0 ? "" : entry[(at + 1)..], shown = Value(name, value);
        return (name, shown, !ReferenceEquals(value, shown));
    }

    /// <summary>The value as it may be shown.</summary>
    public string Value(string name, string value) => show || value.Length == 0 ? value : IsSecretName(name) ? Hidden(value.Length) : Urls(value);

    /// <summary>A command or sentence with the values in it masked.</summary>
    public string Text(string text)
    {
        if (show)
            return text;
        text = Urls(text);
        if (!MayNameSecret(text))
            return text;
        var masked = new StringBuilder(text.Length);
        int copied = 0;
        bool inEnv = false; // inside an ENV instruction
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] is '&' or '|' or ';' or '\n')
                inEnv = false;
            if (text[i] is not ('=' or ' '))
                continue;
            int end = ValueEnd(text, i, inEnv);
            inEnv |= text[i] == ' ' && text.AsSpan(0, i).EndsWith("ENV", StringComparison.Ordinal);
            if (end <= i + 1)
                continue;
            masked.Append(text, copied, i + 1 - copied).Append(Hidden(end - i - 1));
            copied = end;
            i = end - 1;
        }
        return masked.Append(text, copied, text.Length - copied).ToString();
    }

    // The same instance where there is nothing to hide.
    private static string Urls(string text) => text.Contains("://", StringComparison.Ordinal) && text.Contains('@', StringComparison.Ordinal)
        ? Password().Replace(text, m => IsVariable(m.Groups[2].ValueSpan) ? m.Value : m.Groups[1].Value + Hidden(m.Groups[2].Length) + "@") : text;

    private static bool IsVariable(ReadOnlySpan<char> password) => password[0] is '$' or '{' or '<' or '*';

    [GeneratedRegex("([A-Za-z][A-Za-z0-9+.-]*://[^/\\s:@\"'<>]*:)([^/\\s@\"'<>]+)@", RegexOptions.NonBacktracking)]
    private static partial Regex Password();

    private static string Hidden(int length) =>
        string.Create(CultureInfo.InvariantCulture, $"•••• ({length} character{(length == 1 ? "" : "s")})");

    private static bool HasSecretWord(ReadOnlySpan<char> name)
    {
        foreach (string word in s_words)
        {
            if (name.Contains(word, StringComparison.OrdinalIgnoreCase))
                return true;
        }
        return false;
    }

    private static bool MayNameSecret(ReadOnlySpan<char> text) => HasSecretWord(text) || HasKey(text) || HasWord(text, "PIN") || HasWord(text, "PW");

    private static bool IsWorkingDirectory(ReadOnlySpan<char> name) =>
        name.Equals("PWD", StringComparison.OrdinalIgnoreCase) || name.Equals("OLDPWD", StringComparison.OrdinalIgnoreCase);

    private static bool HasKey(ReadOnlySpan<char> name)
    {
        for (int at; (at = name.IndexOf("KEY", StringComparison.OrdinalIgnoreCase)) >= 0;)
        {
            name = name[(at + 3)..];
            ReadOnlySpan<char> rest = name.Length > 0 && name[0] is 'S' or 's' ? name[1..] : name;
            if (rest.IsEmpty || !char.IsAsciiLetter(rest[0]))
                return true;
        }
        return false;
    }

    // The word alone, no letter or digit around it.
    private static bool HasWord(ReadOnlySpan<char> text, string word)
    {
        bool isAfterLetter = false;
        for (int at; (at = text.IndexOf(word, StringComparison.OrdinalIgnoreCase)) >= 0; text = text[(at + 1)..])
        {
            bool isStart = at == 0 ? !isAfterLetter : !char.IsAsciiLetterOrDigit(text[at - 1]);
            int end = at + word.Length;
            if (isStart && (end == text.Length || !char.IsAsciiLetterOrDigit(text[end])))
                return true;
            isAfterLetter = true;
        }
        return false;
    }

    // Where the value behind the separator ends; the separator's own place when what is before it names no secret.
    private static int ValueEnd(string text, int separator, bool inEnv)
    {
        int start = separator;
        while (start > 0 && separator - start < 256 && IsNameCharacter(text[start - 1]))
            start--;
        ReadOnlySpan<char> name = text.AsSpan(start, separator - start), before = text.AsSpan(0, start);
        if (text[separator] == '=')
            return IsSecretName(name) ? inEnv ? EnvValueEnd(text, separator + 1) : WordEnd(text, separator + 1) : separator;
        if (before.EndsWith("ENV ", StringComparison.Ordinal) && IsSecretName(name))
            return text.Length;
        bool isOption = name.StartsWith("--") && HasSecretWord(name) && separator + 1 < text.Length && text[separator + 1] != '-';
        return isOption ? WordEnd(text, separator + 1) : separator;
    }

    private static bool IsNameCharacter(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.';

    // A quoted value ends at its quote, another at a blank.
    private static int WordEnd(string text, int start)
    {
        if (start < text.Length && text[start] is '"' or '\'')
        {
            int quote = text.IndexOf(text[start], start + 1);
            return quote < 0 ? text.Length : quote + 1;
        }
        int end = start;
        while (end < text.Length && !char.IsWhiteSpace(text[end]))
            end++;
        return end;
    }

    // Docker records ENV NAME=several words without quotes: the value goes on until the next NAME=.
    private static int EnvValueEnd(string text, int start)
    {
        int end = WordEnd(text, start);
        while (end < text.Length)
        {
            int next = end;
            while (next < text.Length && char.IsWhiteSpace(text[next]))
                next++;
            int name = next;
            while (name < text.Length && IsNameCharacter(text[name]))
                name++;
            if (name > next && name < text.Length && text[name] == '=')
                return end;
            int word = WordEnd(text, next);
            end = word > end ? word : text.Length;
        }
        return end;
    }
}
