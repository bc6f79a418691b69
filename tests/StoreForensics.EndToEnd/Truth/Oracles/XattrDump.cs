using System.Text.RegularExpressions;

namespace StoreForensics.EndToEnd.Truth.Oracles;

/// <summary>Reads the output of <c>getfattr -R -h -d -m -</c>.</summary>
internal static partial class XattrDump
{
    /// <summary>The paths, below the data root and as raw bytes, of entries with the attribute.</summary>
    public static IReadOnlySet<string> PathsWith(string dump, string name)
    {
        var paths = new HashSet<string>(StringComparer.Ordinal);
        string at = "";
        foreach (string line in dump.Split('\n'))
        {
            if (line.StartsWith("# file: ", StringComparison.Ordinal))
                at = Unescape(line["# file: ".Length..]);
            else if (line.StartsWith(name + "=", StringComparison.Ordinal))
                paths.Add(at.StartsWith("./", StringComparison.Ordinal) ? at[2..] : at);
        }
        return paths;
    }

    // getfattr writes bytes that could confuse as backslash and three octal digits.
    private static string Unescape(string text) => Octal().Replace(text, match => ((char)Convert.ToInt32(match.Groups[1].Value, 8)).ToString());

    [GeneratedRegex(@"\\([0-7]{3})")]
    private static partial Regex Octal();
}
