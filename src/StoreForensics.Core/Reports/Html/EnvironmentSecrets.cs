using System.Text;

namespace StoreForensics.Reports.Html;

/// <summary>
/// Hides the values of environment variables whose names sound like credentials. Goes by the name alone, and hides rather too much:
/// a report is handed on more easily than the evidence.
/// </summary>
internal static class EnvironmentSecrets
{
    private static readonly string[] s_anywhere = ["PASS", "SECRET", "TOKEN", "KEY", "CREDENTIAL"];
    private static readonly string[] s_words = ["PIN", "PW", "PWD"];

    /// <summary>Whether the name sounds like a credential. <c>PWD</c> alone is the shell's working directory and is not.</summary>
    public static bool IsSecret(string name)
    {
        string upper = name.ToUpperInvariant();
        if (s_anywhere.Any(part => upper.Contains(part, StringComparison.Ordinal)))
            return true;
        string[] words = upper.Split('_', '-', '.', ' ');
        return upper is not ("PWD" or "OLDPWD") && words.Any(word => s_words.Contains(word, StringComparer.Ordinal));
    }

    /// <summary>Splits <c>NAME=value</c>; an empty value is shown as empty, for it is no secret.</summary>
    public static (string Name, string Value, bool IsMasked) Split(string entry, bool showSecrets)
    {
        int at = entry.IndexOf('=', StringComparison.Ordinal);
        string name = at < 0 ? entry : entry[..at];
        string value = at < 0 ? "" : entry[(at + 1)..];
        return showSecrets || value.Length == 0 || !IsSecret(name) ? (name, value, false) : (name, Mask(value), true);
    }

    private static string Mask(string value)
    {
        int characters = 0;
        foreach (Rune _ in value.EnumerateRunes())
            characters++;
        return $"•••• ({ReportNumber.Count(characters, "character")})";
    }
}
