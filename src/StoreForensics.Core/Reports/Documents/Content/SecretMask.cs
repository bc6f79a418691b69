using System.Globalization;
using System.Text;

namespace StoreForensics.Reports.Documents.Content;

/// <summary>
/// Hides values whose names look like secrets, for reports that are handed around: environment variables, labels, and the same <c>NAME=value</c> and
/// <c>ENV NAME value</c> inside commands and messages. A name looks like one when it contains PASS, PWD, SECRET, TOKEN, KEY or CREDENTIAL in any case.
/// </summary>
internal sealed class SecretMask(bool show)
{
    private static readonly string[] s_words = ["PASS", "PWD", "SECRET", "TOKEN", "KEY", "CREDENTIAL"];

    public bool ShowsAll => show;

    public static bool IsSecretName(ReadOnlySpan<char> name)
    {
        foreach (string word in s_words)
        {
            if (name.Contains(word, StringComparison.OrdinalIgnoreCase))
                return true;
        }
        return false;
    }

    /// <summary>The value as it may be shown.</summary>
    public string Value(string name, string value) => show || value.Length == 0 || !IsSecretName(name) ? value : Hidden(value.Length);

    /// <summary>A command or sentence with the values in it masked.</summary>
    public string Text(string text)
    {
        if (show || !IsSecretName(text))
            return text;
        var masked = new StringBuilder(text.Length);
        int copied = 0;
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] != '=' && !IsBlankAfterEnvName(text, i))
                continue;
            int nameStart = NameStart(text, i);
            if (i == nameStart || !IsSecretName(text.AsSpan(nameStart, i - nameStart)))
                continue;
            int end = ValueEnd(text, i + 1, text[i] == '=');
            if (end == i + 1)
                continue;
            masked.Append(text, copied, i + 1 - copied).Append(Hidden(end - i - 1));
            copied = end;
            i = end - 1;
        }
        return masked.Append(text, copied, text.Length - copied).ToString();
    }

    private static string Hidden(int length) =>
        string.Create(CultureInfo.InvariantCulture, $"•••• ({length} character{(length == 1 ? "" : "s")})");

    private static int NameStart(string text, int end)
    {
        int start = end;
        while (start > 0 && end - start < 256 && (char.IsAsciiLetterOrDigit(text[start - 1]) || text[start - 1] is '_' or '-' or '.'))
            start--;
        return start;
    }

    // The old spelling: ENV NAME value.
    private static bool IsBlankAfterEnvName(string text, int at)
    {
        if (text[at] != ' ')
            return false;
        int start = NameStart(text, at);
        return start >= 4 && start < at && text.AsSpan(start - 4, 4).Equals("ENV ", StringComparison.OrdinalIgnoreCase);
    }

    // A quoted value ends at its quote, another at a blank; after ENV NAME all of the line is the value.
    private static int ValueEnd(string text, int start, bool untilBlank)
    {
        if (!untilBlank)
            return text.Length;
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
}
