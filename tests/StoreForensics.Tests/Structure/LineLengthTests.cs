using System.Globalization;
using System.Text.RegularExpressions;

namespace StoreForensics.Tests.Structure;

/// <summary>
/// Lines keep within the limit that .editorconfig states, which no formatter holds by itself. A text is left whole: one that is
/// searched for when somebody meets it on the screen should be found.
/// </summary>
public sealed partial class LineLengthTests
{
    private static readonly string[] s_folders = ["src", "tests", "bench"];

    [Test]
    public void Lines_keep_within_the_limit_of_the_editorconfig()
    {
        int limit = int.Parse(
            Limit().Match(File.ReadAllText(Path.Combine(Checkout.Root, ".editorconfig"))).Groups[1].ValueSpan, CultureInfo.InvariantCulture);
        string[] wrong = [.. s_folders
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Checkout.Root, folder), "*.cs", SearchOption.AllDirectories))
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .SelectMany(file => TooLong(file, limit))];
        Assert.That(wrong, Is.Empty);
    }

    private static IEnumerable<string> TooLong(string file, int limit) => Text()
        .Replace(File.ReadAllText(file), text => new string('\n', text.ValueSpan.Count('\n')))
        .Split('\n')
        .Select((line, at) => (Line: line, Number: at + 1))
        .Where(l => l.Line.Length > limit)
        .Select(l => $"{Path.GetRelativePath(Checkout.Root, file)}:{l.Number}");

    [GeneratedRegex(@"^max_line_length = (\d+)\r?$", RegexOptions.Multiline)]
    private static partial Regex Limit();

    // Texts between three marks, over several lines or not, then those between one.
    [GeneratedRegex(""""
        "{3}[\s\S]*?"{3}|"(?:[^"\\\n]|\\.)*"
        """")]
    private static partial Regex Text();
}
