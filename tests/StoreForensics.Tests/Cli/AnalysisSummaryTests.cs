extern alias cli;

using cli::StoreForensics.Cli.Output;
using StoreForensics.Cases;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Reports.Text;
using StoreForensics.Tests.Reports.Data;

namespace StoreForensics.Tests.Cli;

public sealed class AnalysisSummaryTests
{
    [Test]
    public void Says_what_was_read_what_was_found_and_when()
    {
        string[] lines = Print(CaseOf([], "e v.tar"));

        Assert.That(lines, Is.EqualTo(new[]
        {
            "read e v.tar: gzip > tar, 1.234 kB, 42 names, overlay2 of Docker 20.10",
            "2 images, 1 container, 1 volume, 3 layers, 1 leftover, 16 events, 0 findings, 5 problems",
            "from 1950-06-25T08:53:20.999999999Z to 9999-12-31T23:59:59.999999999Z",
        }));
    }

    [Test]
    public void The_worst_findings_are_five_lines_at_most_one_a_rule()
    {
        Finding[] findings =
        [
            Finding("a", FindingSeverity.Critical, "web"), Finding("a", FindingSeverity.Critical, "db"), Finding("b", FindingSeverity.High, "web", "db"),
            .. Enumerable.Range(0, 6).Select(i => Finding("c" + i, FindingSeverity.Medium, "web")), Finding("d", FindingSeverity.Low, "web"),
        ];

        string[] lines = Print(CaseOf(findings, "e v.tar"))[3..];

        Assert.That(lines, Is.EqualTo(new[]
        {
            "critical: web: because of a", "high:     db (+1): because of b", "medium:   web: because of c0", "medium:   web: because of c1",
                "medium:   web: because of c2",
            "4 more of medium severity or above",
        }));
    }

    [Test]
    public void Of_several_evidences_each_is_named() =>
        Assert.That(Print(CaseOf([Finding("a", FindingSeverity.High, "web")], "e v.tar", "other.tar")),
            Has.Some.StartsWith("read other.tar: ").And.Some.EqualTo("high:     e v.tar: web: because of a"));

    /// <summary>A subject comes from the evidence; a terminal must not be driven by it.</summary>
    [Test]
    public void Nothing_drives_the_terminal() =>
        Assert.That(Print(CaseOf([Finding("a", FindingSeverity.High, "w\u001b[2Jeb")], "e\u001b.tar")).SelectMany(line => line), Has.None.EqualTo('\u001b'));

    [Test]
    public void Durations_are_for_terminals()
    {
        StringWriter file = new(), terminal = new();
        new AnalysisSummary(file, isTerminal: false, new SecretMask(false)).PrintDuration(TimeSpan.FromSeconds(1.25));
        new AnalysisSummary(terminal, isTerminal: true, new SecretMask(false)).PrintDuration(TimeSpan.FromSeconds(12));

        Assert.That(file.ToString(), Is.Empty);
        Assert.That(terminal.ToString().TrimEnd(), Is.EqualTo("took 12.0 s"));
    }

    private static string[] Print(Case subject)
    {
        var output = new StringWriter { NewLine = "\n" };
        new AnalysisSummary(output, isTerminal: false, new SecretMask(false)).Print(subject);
        return output.ToString().TrimEnd('\n').Split('\n');
    }

    private static Case CaseOf(Finding[] findings, params string[] evidence)
    {
        Case basis = Reports.Data.Samples.Case(inventory: SampleInventory.Make());
        return new Case
        {
            Details = basis.Details,
            Tool = basis.Tool,
            Evidence = [.. evidence.Select(name => basis.Evidence[0] with { Name = name })],
            Inventory = basis.Inventory,
            Timeline = basis.Timeline,
            Findings = findings,
            Problems = basis.Problems,
            ProblemsDropped = basis.ProblemsDropped,
        };
    }

    private static Finding Finding(string rule, FindingSeverity severity, params string[] subjects) => new()
    {
        Rule = rule,
        Severity = severity,
        Confidence = FindingConfidence.High,
        Title = rule,
        Reason = "because of " + rule,
        Attack = [],
        Next = "",
        Subjects = [.. subjects.Order(StringComparer.Ordinal)],
        Origins = [new Origin("e v.tar", "x")],
    };
}
