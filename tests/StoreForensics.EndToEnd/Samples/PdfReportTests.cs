using System.Globalization;
using System.Text;
using System.Text.Json;
using StoreForensics.EndToEnd.Support;

namespace StoreForensics.EndToEnd.Samples;

/// <summary>The PDF of whole hosts: whoever searches its text finds every finding, image, container and command, and the house style is obeyed.</summary>
[Parallelizable(ParallelScope.All)]
internal sealed partial class PdfReportTests
{
    public static IEnumerable<string> Hosts => ["webshop-1.6", "webapp-20.10", "evidence/shop/shop.tar.gz", "evidence/attic/attic.tar.xz",
        "evidence/elder/elder.tar.xz", "evidence/seed07/barn.tar.xz"];

    [TestCaseSource(nameof(Hosts))]
    public void Has_every_finding_image_container_and_command_as_text(string host)
    {
        string archive = Archive(host);
        using var scratch = new ScratchFolder();
        string report = scratch.File("report.pdf"), inventory = scratch.File("case.json");
        BuiltProgram.Run("analyze", archive, "-o", report, "-o", inventory, "--show-secrets").MustExit(0, 4);
        string[] pages = Pages(report);
        string text = string.Concat(pages);
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(inventory));
        Assert.Multiple(() =>
        {
            foreach (JsonElement finding in Items(document.RootElement, "findings"))
                Has(finding.GetProperty("reason"));
            foreach (JsonElement container in Items(document.RootElement, "containers"))
            {
                Has(container.GetProperty("name"));
                Has(container.GetProperty("command"));
            }
            // An image without a name that others are made of is a step of theirs.
            foreach (JsonElement image in Items(document.RootElement, "images").Where(i => Items(i, "references").Any()))
            {
                foreach (JsonElement reference in Items(image, "references").Where(r => r.GetProperty("tag").ValueKind == JsonValueKind.String))
                    HasText($"{reference.GetProperty("repository").GetString()}:{reference.GetProperty("tag").GetString()}");
                foreach (JsonElement step in Items(image, "history"))
                    Has(step.GetProperty("instruction"));
            }
        });

        static IEnumerable<JsonElement> Items(JsonElement element, string key) => element.GetProperty(key).EnumerateArray();

        void HasText(string? fact)
        {
            if (!string.IsNullOrEmpty(fact))
                Assert.That(text.Contains(Printed(fact), StringComparison.Ordinal) || TurnsAPage(pages, Printed(fact)), Is.True, fact);
        }

        void Has(JsonElement fact) => HasText(fact.GetString());
    }

    [Test]
    public void Has_Japanese_and_Russian_names_as_they_are()
    {
        string archive = Archive("evidence/shop/shop.tar.gz");
        using var scratch = new ScratchFolder();
        string report = scratch.File("report.pdf");
        BuiltProgram.Run("analyze", archive, "-o", report).MustExit(0);
        Assert.That(Text(report), Does.Contain("/data/odd/日本語.txtwasadded").And.Contain("/data/odd/данные.txtwasadded"));
    }

    [TestCase("""{"colors":{}}""", "colors")]
    [TestCase("""{"sections":["finding"]}""", "finding")]
    [TestCase("""{"logo":"nowhere.png"}""", "nowhere.png")]
    public void A_style_that_is_wrong_ends_with_code_2_and_says_what(string json, string named)
    {
        using var scratch = new ScratchFolder();
        string style = scratch.File("style.json"), report = scratch.File("report.pdf");
        File.WriteAllText(style, json);
        ProgramRun run = BuiltProgram.Run("analyze", Archive("webshop-1.6"), "-o", report, "--style", style).MustExit(2);
        Assert.That(run.Errors, Does.Contain("--style").And.Contain(named));
        Assert.That(File.Exists(report), Is.False);
    }

    [Test]
    public void The_style_in_templates_changes_nothing_but_what_was_called()
    {
        using var scratch = new ScratchFolder();
        string plain = scratch.File("normal.pdf"), styled = scratch.File("styled.pdf");
        // Both calls are as long as each other: the report prints them, and pages turn where they did.
        string archive = Archive("webshop-1.6"), style = scratch.File("house.json"), none = scratch.File("plain.json");
        File.Copy(Path.Combine(Checkout.Root, "templates", "house-style.json"), style);
        File.WriteAllText(none, "{}");
        BuiltProgram.Run("analyze", archive, "-o", plain, "--style", none).MustExit(4);
        BuiltProgram.Run("analyze", archive, "-o", styled, "--style", style).MustExit(4);
        Assert.That(Text(styled).Replace("styled.pdf", "normal.pdf", StringComparison.Ordinal).Replace("house.json", "plain.json", StringComparison.Ordinal),
            Is.EqualTo(Text(plain)));
    }

    private static string Archive(string host) =>
        host.StartsWith("evidence/", StringComparison.Ordinal) ? SharedFolder.Require(host) : Path.Combine(Checkout.Samples, host, host + ".tar.gz");

    // A name of some lines may begin on one page and end on the next, with the pages' own foot and head between.
    private static bool TurnsAPage(string[] pages, string fact) =>
        fact.Length > 100 && Enumerable.Range(1, fact.Length - 1).Any(at => pages.Zip(pages.Skip(1)).Any(turn =>
            turn.First.Contains(fact[..at], StringComparison.Ordinal) && turn.Second.Contains(fact[at..], StringComparison.Ordinal)));

    private static string Text(string report) => string.Concat(Pages(report));

    // Without blanks: where lines end is the page's business.
    private static string[] Pages(string report)
    {
        using var scratch = new ScratchFolder();
        string text = scratch.File("report.txt");
        HostTool.Run("pdftotext", ["-raw", "-enc", "UTF-8", report, text]);
        return [.. File.ReadAllText(text).Split('\f').Select(Bare)];
    }

    // As the report prints it: controls, and what no bundled font has (emoji, Hebrew), are escapes.
    private static string Printed(string fact)
    {
        var printed = new StringBuilder();
        foreach (Rune rune in fact.Replace("\n", "\\n", StringComparison.Ordinal).Replace("\t", "\\t", StringComparison.Ordinal).EnumerateRunes())
        {
            bool isEscape = rune.Value is (>= 0x590 and <= 0x5ff) or >= 0x1f000;
            printed.Append(isEscape ? string.Create(CultureInfo.InvariantCulture, $"\\u{{{rune.Value:X4}}}") : rune.ToString());
        }
        // One character many times over stands as what it is.
        return Bare(Run().Replace(printed.ToString(), run => string.Create(CultureInfo.InvariantCulture, $"[{run.Value[0]} × {run.Length}]")));
    }

    [System.Text.RegularExpressions.GeneratedRegex(@"(.)\1{64,}")]
    private static partial System.Text.RegularExpressions.Regex Run();

    private static string Bare(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c)));
}
