using System.Text.RegularExpressions;

namespace StoreForensics.Tests.Structure;

/// <summary>The path of the data is the architecture: a folder of the library names only what comes before it.</summary>
public sealed partial class DirectionTests
{
    private static readonly Dictionary<string, string[]> s_allowed = new(StringComparer.Ordinal)
    {
        ["Primitives"] = [],
        ["Formats"] = ["Primitives"],
        ["Evidence"] = ["Formats", "Primitives"],
        ["Ingest"] = ["Evidence", "Formats", "Primitives"],
        ["Model"] = ["Evidence", "Primitives"],
        ["Views"] = ["Evidence", "Model", "Primitives"],
        ["Extraction"] = ["Evidence", "Model", "Primitives", "Views"],
        ["Docker"] = ["Evidence", "Formats", "Ingest", "Model", "Primitives", "Views"],
        ["Verification"] = ["Docker", "Evidence", "Formats", "Ingest", "Model", "Primitives", "Views"],
        // Log lines are read while events are made: they would not fit into an inventory.
        ["Timeline"] = ["Docker", "Evidence", "Model", "Primitives", "Views"],
        // Log lines again; rules look at the inventory, at views and at what verification says.
        ["Findings"] = ["Docker", "Evidence", "Model", "Primitives", "Views"],
        ["Reports"] = ["Evidence", "Model", "Primitives", "Timeline", "Views"],
    };

    [Test]
    public void Every_folder_names_only_what_comes_before_it()
    {
        string core = Path.Combine(Checkout.Root, "src", "StoreForensics.Core");
        var wrong = new List<string>();
        int seen = 0;
        foreach (string file in Directory.EnumerateFiles(core, "*.cs", SearchOption.AllDirectories))
        {
            string folder = Path.GetRelativePath(core, file).Split(Path.DirectorySeparatorChar)[0];
            if (!s_allowed.TryGetValue(folder, out string[]? allowed))
                continue;
            foreach (Match use in Use().Matches(File.ReadAllText(file)))
            {
                seen++;
                if (use.Groups[1].Value != folder && !allowed.Contains(use.Groups[1].Value))
                    wrong.Add($"{Path.GetRelativePath(core, file)} uses {use.Groups[1].Value}");
            }
        }
        Assert.Multiple(() =>
        {
            Assert.That(wrong, Is.Empty);
            Assert.That(seen, Is.GreaterThan(200), "references looked at");
        });
    }

    [Test]
    public void Every_folder_has_its_place_in_the_order()
    {
        string core = Path.Combine(Checkout.Root, "src", "StoreForensics.Core");
        var folders = Directory.EnumerateDirectories(core).Select(Path.GetFileName).Where(name => name is not ("bin" or "obj"));
        Assert.That(folders.Order(StringComparer.Ordinal), Is.EqualTo(s_allowed.Keys.Order(StringComparer.Ordinal)));
    }

    [GeneratedRegex(@"^using (?:static )?StoreForensics\.(\w+)", RegexOptions.Multiline)]
    private static partial Regex Use();
}
