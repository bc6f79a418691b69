using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using StoreForensics.Reports.Html;

namespace StoreForensics.Tests.Reports.Html;

[TestFixture]
public sealed partial class HtmlReportSafetyTests
{
    private static readonly SearchValues<char> s_meaningful = SearchValues.Create("<>&\u2028\u2029'");
    private static readonly string s_html = HtmlReport.Text(HostileCase.Make());
    private static readonly TagScanner s_page = TagScanner.Scan(s_html);

    [Test]
    public void HostileText_AddsNoElementOrAttributeToThoseOfTheTemplates()
    {
        HashSet<string> known = [.. TemplateNames().SelectMany(name => Shapes(TagScanner.Scan(Expression().Replace(Template(name), "x"))))];
        known.UnionWith(["script", "script@type", "script@class", "script@id"]); // the events, written by the program itself
        Assert.Multiple(() =>
        {
            Assert.That(s_page.Faults, Is.Empty);
            Assert.That(Shapes(s_page).Distinct().Except(known), Is.Empty);
            Assert.That(Shapes(s_page).Where(shape => shape.Contains("@on", StringComparison.Ordinal) || shape.EndsWith("@style", StringComparison.Ordinal)),
                Is.Empty);
            Assert.That(s_page.Tags, Has.Count.GreaterThan(500), "the scanner saw the page");
        });
    }

    [Test]
    public void Links_LeadIntoThePageItself()
    {
        string[] ids = [.. s_page.Tags.Select(tag => tag.Attributes.GetValueOrDefault("id")).OfType<string>()];
        string[] links = [.. s_page.Tags.Select(tag => tag.Attributes.GetValueOrDefault("href")).OfType<string>().Distinct()];
        Assert.Multiple(() =>
        {
            Assert.That(ids, Is.Unique);
            Assert.That(links, Is.Not.Empty);
            Assert.That(links.Select(link => link.TrimStart('#').Split('?')[0]).Except(ids), Is.Empty);
            Assert.That(links, Has.All.StartsWith("#"));
        });
    }

    [Test]
    public void Policy_LetsInTheInlineBlocksAndNothingElse()
    {
        ScannedTag policy = s_page.Tags.Single(tag => tag.Attributes.GetValueOrDefault("http-equiv") == "Content-Security-Policy");
        Dictionary<string, string[]> directives = policy.Attributes["content"].Split("; ")
            .ToDictionary(directive => directive.Split(' ')[0], directive => directive.Split(' ')[1..]);
        string[] scripts = [.. s_page.Tags.Where(tag => tag.Name == "script" && !tag.Attributes.ContainsKey("type")).Select(Digest)];
        string[] styles = [.. s_page.Tags.Where(tag => tag.Name == "style").Select(Digest)];
        Assert.Multiple(() =>
        {
            Assert.That(directives["default-src"], Is.EqualTo(["'none'"]));
            Assert.That(directives["script-src"], Is.EquivalentTo(scripts));
            Assert.That(directives["style-src"], Is.EquivalentTo(styles));
            Assert.That(directives["base-uri"], Is.EqualTo(["'none'"]));
            Assert.That(directives["form-action"], Is.EqualTo(["'none'"]));
            Assert.That(s_page.Tags.IndexOf(policy), Is.LessThan(s_page.Tags.FindIndex(tag => tag.Name is "style" or "script")));
        });
    }

    [Test]
    public void DataBlocks_HoldNoCharacterThatHtmlGivesAMeaningTo()
    {
        string[] blocks = [.. s_page.Tags.Where(tag => tag.Attributes.GetValueOrDefault("type") == "application/json").Select(tag => tag.Text)];
        Assert.That(blocks, Has.Length.EqualTo(2));
        Assert.That(blocks.Where(block => block.AsSpan().ContainsAny(s_meaningful)), Is.Empty);
    }

    [Test]
    public void Page_HoldsNoControlOrInvisibleCharacter() =>
        Assert.That(s_html.Where(c => (char.IsControl(c) && c != '\n') || char.GetUnicodeCategory(c) == System.Globalization.UnicodeCategory.Format), Is.Empty);

    [Test]
    public void TemplateSyntaxInEvidence_IsText() => Assert.That(s_html, Does.Contain("{{ 1+1 }} {%x%}"));

    [Test]
    public void StylesAndScripts_AskForNothingAndRunNoText()
    {
        string[] forbidden = ["url(", "@import", "fetch(", "XMLHttpRequest", "WebSocket", "innerHTML", "outerHTML", "insertAdjacent", "document.write",
            "eval(", "Function(", "import("];
        foreach (string name in HtmlTemplates.ScriptNames.Append("report.css"))
            Assert.That(forbidden.Where(word => Template(name).Contains(word, StringComparison.Ordinal)), Is.Empty, name);
    }

    private static IEnumerable<string> TemplateNames() => typeof(HtmlReportWriter).Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith("templates/", StringComparison.Ordinal) && name.EndsWith(".html", StringComparison.Ordinal))
        .Select(name => name["templates/".Length..]);

    private static string Template(string name)
    {
        using Stream stream = typeof(HtmlReportWriter).Assembly.GetManifestResourceStream("templates/" + name)!;
        return new StreamReader(stream).ReadToEnd();
    }

    private static IEnumerable<string> Shapes(TagScanner scanned) =>
        scanned.Tags.SelectMany(tag => tag.Attributes.Keys.Select(attribute => $"{tag.Name}@{attribute}").Append(tag.Name));

    private static string Digest(ScannedTag tag) => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(tag.Text)))}'";

    // An attribute that a condition adds is kept, and so is a tag inside a loop: only the braces' own text goes.
    [GeneratedRegex(@"\{\{.*?\}\}", RegexOptions.Singleline)]
    private static partial Regex Expression();
}
