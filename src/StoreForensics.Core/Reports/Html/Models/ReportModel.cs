using Scriban.Runtime;
using StoreForensics.Cases;
using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Reports.Html.Data;
using StoreForensics.Reports.Text;
using StoreForensics.Reports.Documents.Content;

namespace StoreForensics.Reports.Html.Models;

/// <summary>The names that <c>report.html</c> may use. Long lists are made while the template walks them.</summary>
internal sealed class ReportModel
{
    private readonly ReportScope _scope;
    private readonly HtmlTemplates _templates;
    private readonly RowBudget _budget;

    public ReportModel(ReportScope scope, HtmlTemplates templates, int maxTimelineRows)
    {
        _scope = scope;
        _templates = templates;
        _budget = new RowBudget(scope.Case.Timeline.Summary, maxTimelineRows);
    }

    /// <summary>What the timeline in the page lacks, in a sentence; null when nothing.</summary>
    public string? LeftOut => _budget.Describe() is string what ? $"the report leaves out the oldest {what}; the CSV and JSONL timelines hold them" : null;

    public ScriptObject Globals()
    {
        Case subject = _scope.Case;
        (HtmlFragment css, string cssSource) = _templates.Inline("report.css");
        (HtmlFragment script, string scriptSource) = _templates.Scripts();
        var inventory = new InventoryModel(_scope);
        var images = new ImageModel(_scope);
        var graph = new GraphData(_scope);
        return new ScriptObject
        {
            ["csp"] = Policy(cssSource, scriptSource),
            ["css"] = css,
            ["script"] = script,
            ["title"] = Title(subject),
            ["zone"] = _scope.Time.ZoneName,
            ["show_secrets"] = _scope.Secrets.ShowsAll,
            ["tool"] = new ScriptObject { ["name"] = subject.Tool.Name, ["version"] = subject.Tool.Version, ["command_line"] = subject.Tool.CommandLine },
            ["case_facts"] = CaseFacts(subject),
            ["note"] = subject.Details.Note?.ReplaceLineEndings("\n").Split('\n'),
            ["evidence"] = subject.Evidence.Select(Evidence),
            ["counts"] = Counts(subject),
            ["problems"] = new ProblemModel(_scope).Describe(),
            ["findings"] = subject.Findings is { } findings ? new FindingModel(_scope, findings).Describe() : null,
            ["addresses"] = AddressSummary.Of(subject),
            ["course"] = FindingModel.Course(_scope),
            ["indicators"] = IndicatorModel.Describe(_scope),
            ["chronology"] = FindingModel.Chronology(_scope),
            ["story"] = new StoryModel(_scope).Describe(),
            ["verification"] = new VerificationModel(_scope).Describe(),
            ["clocks"] = Clocks(subject.Timeline.Clocks),
            ["stores"] = inventory.Stores(),
            ["hosts"] = new HostModel(_scope).All(),
            ["images"] = images.Shown(),
            ["intermediates"] = images.Intermediates(),
            ["containers"] = new ContainerModel(_scope).All(),
            ["builds"] = new BuildModel(_scope).Describe(),
            ["swarm"] = SwarmModel.Describe(_scope),
            ["volumes"] = inventory.Volumes(),
            ["networks"] = inventory.Networks(),
            ["layers"] = inventory.Layers(),
            ["again"] = Again(subject),
            ["graph"] = new ScriptObject
            {
                ["any"] = !graph.IsEmpty,
                ["left_out"] = graph.LeftOut > 0 ? ReportNumber.Count(graph.LeftOut) : null,
                ["data"] = new HtmlFragment(graph.WriteTo),
            },
            ["leftovers"] = inventory.Leftovers(),
            ["removed"] = new RemovedModel(_scope).Describe(),
            ["engine_events"] = inventory.EngineEvents(),
            ["notes"] = NotesData.Of(subject.Details.Notes),
            ["timeline"] = new TimelineModel(_scope, _budget).Describe(LeftOut),
        };
    }

    // Everything is refused, then the blocks of our own are let in by what they say; the page has no picture, font, frame or form to ask for.
    private static string Policy(string css, string script) =>
        $"default-src 'none'; style-src {css}; script-src {script}; base-uri 'none'; form-action 'none'; "
        + "require-trusted-types-for 'script'; trusted-types 'none'";

    private static string Title(Case subject) =>
        subject.Details.CaseName ?? subject.Details.EvidenceId ?? subject.EvidenceNames();

    private FactList CaseFacts(Case subject)
    {
        CaseDetails details = subject.Details;
        FactList facts = _scope.Facts();
        (string Label, string? Value)[] known =
            [("Case", details.CaseName), ("Examiner", details.Examiner), ("Evidence number", details.EvidenceId), ("Date of report", details.Date)];
        foreach ((string label, string? value) in known)
        {
            if (value is not null)
                facts.Text(label, value);
        }
        return facts.Text("Times are shown in", _scope.Time.ZoneName)
            .Text("Made with", $"{subject.Tool.Name} {subject.Tool.Version}")
            .Code("Called as", subject.Tool.CommandLine, wide: true);
    }

    private ScriptObject Evidence(EvidenceDetails evidence) => new()
    {
        ["name"] = evidence.Name,
        ["facts"] = _scope.Facts()
            .Code("SHA-256", evidence.Sha256, wide: true)
            .Text("The digest covers", evidence.Sha256 is null ? "not computed" : evidence.Sha256Of)
            .Text("Size", evidence.SizeBytes is long size ? ReportNumber.ExactSize(size) : "not a single file")
            .Text("Wrapped in", string.Join(" → ", evidence.Wrapping))
            .Text("Names in it", ReportNumber.Count(evidence.Entries))
            .All(DiskWords.Facts(evidence.Disk)),
    };

    private static ScriptObject? Clocks(ClockReport? clocks) => clocks is null ? null : new ScriptObject
    {
        ["verdict"] = clocks.Verdict,
        ["level"] = clocks.Weight switch { ClockWeight.Contradicts => "damage", ClockWeight.Limits => "warning", _ => "none" },
        ["statements"] = clocks.Statements.Select(s => new ScriptObject { ["weight"] = ClockWords.Word(s.Weight), ["says"] = ClockWords.Label(s.Weight), ["text"] = s.Text }),
    };

    // By the section's name, as in the page's addresses.
    private static ScriptObject Again(Case subject)
    {
        var calls = new ScriptObject();
        foreach (string section in Sections.All)
            calls[section] = AskAgain.Of(subject, section);
        return calls;
    }

    private static ScriptObject Counts(Case subject)
    {
        InventoryCounts counts = subject.Counts;
        return new ScriptObject
        {
            ["stores"] = ReportNumber.Count(counts.Stores),
            ["images"] = ReportNumber.Count(counts.Images),
            ["image_kinds"] = string.Join(", ", counts.ImageKinds.Select(k => $"{ReportNumber.Count(k.Count)} {k.Kind}")),
            ["dangling"] = ReportNumber.Count(counts.DanglingImages),
            ["intermediates"] = ReportNumber.Count(counts.IntermediateImages),
            ["containers"] = ReportNumber.Count(counts.Containers),
            ["running"] = ReportNumber.Count(counts.RunningContainers),
            ["layers"] = ReportNumber.Count(counts.Layers),
            ["orphans"] = ReportNumber.Count(counts.Of(LayerRole.Orphan)),
            ["removing"] = counts.Of(LayerRole.Removing) is > 0 and var removing ? ReportNumber.Count(removing) : null,
            ["volumes"] = ReportNumber.Count(counts.Volumes),
            ["networks"] = ReportNumber.Count(counts.Networks),
            ["unused_volumes"] = ReportNumber.Count(counts.UnusedVolumes),
            ["leftovers"] = ReportNumber.Count(counts.Leftovers ?? 0),
            ["engine_events"] = ReportNumber.Count(subject.Inventory.EngineEvents.Count),
            ["hosts"] = ReportNumber.Count(subject.Inventory.Hosts.Count),
        };
    }
}
