using StoreForensics.Findings;
using StoreForensics.Findings.Patterns;
using StoreForensics.Model;
using StoreForensics.Reports.Text;

namespace StoreForensics.Tests.Findings;

/// <summary>Rule files: the built-in ones keep what their examples promise, and wrong ones are refused with the line.</summary>
[TestFixture]
internal sealed class RuleFileTests
{
    private const string Rule = """
        version: 1
        rules:
        - id: x
          title: t
          when: w
          severity: low
          attack: T1059
          next: n
          file: {path: /x}
        """;

    [Test]
    public void The_examples_of_every_built_in_pattern_come_out_as_they_say()
    {
        Assert.That(RuleLibrary.BuiltIn.Patterns.SelectMany(p => ExampleCheck.Faults("built-in", p)), Is.Empty);
    }

    /// <summary>The program takes its own patterns on trust and makes them late: here they are read as a user's would be.</summary>
    [Test]
    public void The_built_in_files_are_what_a_user_could_write()
    {
        foreach (string path in Directory.EnumerateFiles(Path.Combine(Checkout.Root, "src", "StoreForensics.Core", "Findings", "Rules"), "*.yaml"))
            Assert.DoesNotThrow(() => RuleFileReader.Read(path, File.ReadAllText(path)));
    }

    [Test]
    public void Every_built_in_pattern_has_an_example_that_fires_and_one_that_nearly_does()
    {
        IEnumerable<string> without = RuleLibrary.BuiltIn.Patterns.Where(p => !p.Examples.Any(e => e.Fires) || p.Examples.All(e => e.Fires)).Select(p =>
            p.Rule.Id);
        Assert.That(without, Is.Empty);
    }

    [Test]
    public void Every_severity_of_a_built_in_pattern_has_an_example()
    {
        IEnumerable<string> without = RuleLibrary.BuiltIn.Patterns.SelectMany(p =>
            p.Rule.Severities.Where(s => !p.Examples.Any(e => e.Severity == s)).Select(s => $"{p.Rule.Id} {s.Word()}"));
        Assert.That(without, Is.Empty);
    }

    /// <summary>Rules with logic are named in the tests of this folder: with what they find, and where they find nothing.</summary>
    [Test]
    public void Every_rule_with_logic_is_named_in_a_test()
    {
        string tests = string.Concat(Directory.EnumerateFiles(Path.Combine(Checkout.Root, "tests", "StoreForensics.Tests", "Findings"),
            "*.cs").Select(File.ReadAllText));
        IEnumerable<string> patterns = RuleLibrary.BuiltIn.Patterns.Select(p => p.Rule.Id);
        Assert.That(RuleLibrary.BuiltIn.Describe().Select(r => r.Id).Except(patterns).Where(id => !tests.Contains(id + " ", StringComparison.Ordinal)
            && !tests.Contains($"\"{id}\"", StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public void The_manual_lists_the_rules_as_they_are()
    {
        string path = Path.Combine(Checkout.Root, "docs", "rules.md");
        string text = File.ReadAllText(path), list = RuleManual.Write(RuleLibrary.BuiltIn.Describe());
        const string Mark = "<!-- The list below is made by `storeforensics rules list --format markdown`. -->\n";
        string head = text[..(text.IndexOf(Mark, StringComparison.Ordinal) + Mark.Length)];
        if (Checkout.IsUpdate)
            File.WriteAllText(path, head + list);
        Assert.That(File.ReadAllText(path), Is.EqualTo(head + list));
    }

    [Test]
    public void The_schema_knows_the_same_keys()
    {
        string schema = File.ReadAllText(Path.Combine(Checkout.Root, "docs", "rules.schema.json"));
        using var json = System.Text.Json.JsonDocument.Parse(schema);
        string[] defined = [.. json.RootElement.GetProperty("$defs").EnumerateObject().SelectMany(d => d.Value.TryGetProperty("properties", out var p)
            ? p.EnumerateObject().Select(k => k.Name) : []).Distinct().Order(StringComparer.Ordinal)];
        Assert.That(defined, Is.EqualTo(RuleFileReader.Keys.Distinct().Order(StringComparer.Ordinal)));
    }

    [TestCase("version: 1", "version: 2", "x.yaml:1: version: 1 is what")]
    [TestCase("severity: low", "severity: bad", "x.yaml:6: bad is none of info, low")]
    [TestCase("  title: t\n", "", "x.yaml:3: a rule has title")]
    [TestCase("{path: /x}", "{paths: /x}", "x.yaml:9: unknown key paths")]
    [TestCase("{path: /x}", "{path: x}", "x.yaml:9: a path pattern begins with /")]
    [TestCase("{path: /x}", "{mode: '999'}", "x.yaml:9: a mode is octal")]
    [TestCase("{path: /x}", "{path: /x}\n  text: {any: x}", "x.yaml:3: a rule has text or file")]
    [TestCase("file: {path: /x}", "text: {any: '(?=x)'}", "x.yaml:9: the pattern cannot be used")]
    [TestCase("file: {path: /x}", "text: {any: '(((a{1000}){1000}){1000})'}", "x.yaml:9: the pattern cannot be used")]
    [TestCase("file: {path: /x}", "text: {any: '('}", "x.yaml:9: the pattern cannot be used")]
    [TestCase("attack: T1059", "attack: X1", "x.yaml:7: a technique is")]
    [TestCase("id: x", "id: X y", "x.yaml:3: an id is of")]
    [TestCase("next: n", "next: n\n  reason: '{nothing}'", "the reason names {nothing}")]
    [TestCase("next: n", "next: &a n\n  reason: *a", "references to anchors")]
    [TestCase("next: n", "next: [[[[[[[[[[[[[[[[[[n]]]]]]]]]]]]]]]]]]", "nested too deeply")]
    [TestCase("title: t", "title: t\n  title: t", "x.yaml:")]
    [TestCase("version: 1", "- version", "x.yaml:")]
    public void What_is_wrong_is_told_with_its_line(string part, string instead, string expected)
    {
        RuleFileException fault = Assert.Throws<RuleFileException>(() => RuleFileReader.Read("x.yaml", Rule.Replace(part, instead, StringComparison.Ordinal)))!;
        Assert.That(fault.Message, Does.Contain(expected));
    }

    /// <summary>20,000 would keep the program for 20 seconds before it had looked at anything.</summary>
    [Test]
    public void More_patterns_than_can_be_made_ready_are_refused()
    {
        string many = string.Join(", ", Enumerable.Range(0, 5001).Select(n => $"w{n}x"));
        Assert.That(() => RuleFileReader.Read("x.yaml", Rule.Replace("file: {path: /x}", $"text: {{any: [{many}]}}", StringComparison.Ordinal)),
            Throws.TypeOf<RuleFileException>().With.Message.Contains("x.yaml:9: more than 5000 patterns"));
    }

    [Test]
    public void More_alternatives_than_anybody_reads_are_refused() =>
        Assert.That(() => RuleFileReader.Read("x.yaml", Rule.Replace("next: n", $"next: n\n  alternatives: [{string.Join(", ", Enumerable.Range(0, 20_000))}]",
            StringComparison.Ordinal)), Throws.TypeOf<RuleFileException>().With.Message.Contains("more than 20 alternatives"));

    [Test]
    public void A_right_one_is_read() => Assert.That(RuleFileReader.Read("x.yaml", Rule).Rules.Single().Rule.Id, Is.EqualTo("x"));

    [Test]
    public void A_file_of_the_user_adds_replaces_and_switches_off()
    {
        string path = Path.Combine(TestContext.CurrentContext.WorkDirectory, "user-rules.yaml");
        File.WriteAllText(path, Rule + "\n" + Rule[Rule.IndexOf("- id", StringComparison.Ordinal)..].Replace("id: x", "id: link-to-secret",
            StringComparison.Ordinal) + "\ndisable: [container-privileged]\n");
        RuleLibrary library = RuleLibrary.Load([path]);
        Assert.Multiple(() =>
        {
            Assert.That(library.Describe().Single(r => r.Id == "x").Title, Is.EqualTo("t"));
            Assert.That(library.Describe().Single(r => r.Id == "link-to-secret").Title, Is.EqualTo("t"));
            Assert.That(library.Describe().Single(r => r.Id == "container-privileged").IsEnabled, Is.False);
            Assert.That(RuleLibrary.BuiltIn.Describe().Single(r => r.Id == "container-privileged").IsEnabled, Is.True);
        });
    }

    [TestCase("disable: [no-such-rule]", "no-such-rule, which is no rule")]
    [TestCase("rules: [{id: container-privileged, title: t, when: w, severity: low, attack: T1059, next: n, file: {path: /x}}]", "no pattern can replace")]
    public void Nor_can_it_name_what_is_not_there_or_replace_logic(string line, string expected)
    {
        string path = Path.Combine(TestContext.CurrentContext.WorkDirectory, "wrong-rules.yaml");
        File.WriteAllText(path, "version: 1\n" + line + "\n");
        Assert.That(Assert.Throws<RuleFileException>(() => RuleLibrary.Load([path]))!.Message, Does.Contain(expected));
    }
}
