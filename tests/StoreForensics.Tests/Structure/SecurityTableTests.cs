using System.Text.RegularExpressions;

namespace StoreForensics.Tests.Structure;

/// <summary>SECURITY.md says of each threat which tests hold it: they are there.</summary>
public sealed partial class SecurityTableTests
{
    private const int Columns = 3;

    [Test]
    public void Every_threat_names_tests_that_exist()
    {
        string[] rows = [.. File.ReadLines(Path.Combine(Checkout.Root, "SECURITY.md"))
            .SkipWhile(line => !line.StartsWith("## Threats", StringComparison.Ordinal)).Skip(1)
            .TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal))
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Skip(2)];
        Dictionary<string, string> classes = Classes();
        Assert.That(rows, Has.Length.GreaterThan(20));
        using (Assert.EnterMultipleScope())
        {
            foreach (string row in rows)
            {
                string[] cells = [.. row.Trim('|', ' ').Split(" | ")];
                Assert.That(cells, Has.Length.EqualTo(Columns), row);
                MatchCollection named = Named().Matches(cells[^1]);
                Assert.That(named, Is.Not.Empty, row);
                foreach (Match test in named.AsEnumerable())
                    Assert.That(Exists(classes, test.Groups[1].Value, test.Groups[2].Value), $"there is no test {test.Value}");
            }
        }
    }

    private static bool Exists(Dictionary<string, string> classes, string type, string method) =>
        classes.TryGetValue(type, out string? text) && (method.Length == 0 ? text.Contains("[Test", StringComparison.Ordinal)
            : text.Contains($" {method}(", StringComparison.Ordinal));

    // By the sources, for the tests of the whole program are another assembly.
    private static Dictionary<string, string> Classes()
    {
        var classes = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string file in Directory.EnumerateFiles(Path.Combine(Checkout.Root, "tests"), "*Test*.cs", SearchOption.AllDirectories))
        {
            string name = Path.GetFileNameWithoutExtension(file), text = File.ReadAllText(file);
            if (text.Contains($" class {name}", StringComparison.Ordinal))
                classes[name] = classes.GetValueOrDefault(name) + text; // both assemblies may have one of the name
        }
        return classes;
    }

    [GeneratedRegex(@"`(\w+Tests?)(?:\.(\w+))?`")]
    private static partial Regex Named();
}
