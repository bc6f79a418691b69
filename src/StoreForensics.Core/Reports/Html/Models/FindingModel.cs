using System.Globalization;
using System.Text.RegularExpressions;
using Scriban.Runtime;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Reports.Html.Data;
using StoreForensics.Reports.Text;

namespace StoreForensics.Reports.Html.Models;

/// <summary>Findings and the chronology: what weighs for the first screen, all of it for its section, each with ways to what it is about.</summary>
internal sealed partial class FindingModel
{
    private const int MaxSubjects = 4;
    private const int MaxTop = 9;
    private const int MaxRun = 4;

    private readonly ReportScope _scope;
    private readonly IReadOnlyList<Finding> _findings;
    private readonly Dictionary<(string Evidence, string Name), string> _anchorByName = [];

    public FindingModel(ReportScope scope, IReadOnlyList<Finding> findings)
    {
        _scope = scope;
        _findings = findings;
        Inventory inventory = scope.Case.Inventory;
        IEnumerable<(string Evidence, string Name, object Thing)> named = inventory.Containers.Select(c => (c.Store.Root.Evidence, c.DisplayName, (object)c))
            .Concat(inventory.Images.SelectMany(i => i.DisplayNames.Select(name => (i.Store.Root.Evidence, name, (object)i))));
        foreach ((string evidence, string name, object thing) in named)
        {
            if (scope.Anchors.Of(thing) is string anchor)
                _anchorByName.TryAdd((evidence, name), anchor);
        }
    }

    public ScriptObject Describe() => new()
    {
        ["count"] = ReportNumber.Count(_findings.Count),
        ["any"] = _findings.Count > 0,
        ["summary"] = FindingSummary.Counts(_findings),
        ["level"] = _findings.Count == 0 ? "none" : Level(_findings.Max(f => f.Severity)) is var level && level == "note" ? "none" : level,
        ["severities"] = _findings.GroupBy(f => f.Severity).OrderByDescending(g => g.Key).Select(g => new ScriptObject
        {
            ["word"] = g.Key.Word(),
            ["level"] = Level(g.Key),
            ["count"] = ReportNumber.Count(g.Count()),
        }).ToArray(),
        ["top"] = Top(),
        ["story"] = Story(),
        ["items"] = _findings.Select(Item),
    };

    // Equal titles of one severity are one line: who reads the first screen wants to know what, then whose.
    private ScriptObject[] Top() =>
    [
        .. _findings.Select((finding, i) => (Finding: finding, Place: i)).Where(f => f.Finding.Severity >= FindingSeverity.Medium)
            .GroupBy(f => (f.Finding.Severity, f.Finding.Title)).Take(MaxTop).Select(g => new ScriptObject
            {
                ["severity"] = g.Key.Severity.Word(),
                ["level"] = Level(g.Key.Severity),
                ["title"] = g.Key.Title,
                ["href"] = "#" + Anchor(g.First().Place),
                ["subjects"] = Names([.. g.DistinctBy(f => (f.Finding.Evidence, new NameList(f.Finding.Subjects))).SelectMany(f =>
                    f.Finding.Subjects.Select(name => _scope.Case.Label(name, f.Finding.Evidence))).Distinct(StringComparer.Ordinal)]),
            }),
    ];

    // Where no chronology was made: the findings of high severity that have a time, in its order.
    private ScriptObject[] Story() =>
    [
        .. _findings.Select((finding, i) => (Finding: finding, Place: i)).Where(f => f.Finding.Severity >= FindingSeverity.High
            && f.Finding.Time is { IsUsable: true })
            .OrderBy(f => f.Finding.Time).DistinctBy(f => (f.Finding.Time, f.Finding.Title, f.Finding.Reason)).Take(20).Select(f =>
                Entry(f.Finding.Time!.Value,
                $"{f.Finding.Title}: {f.Finding.Reason}", f.Finding.Severity, Anchor(f.Place), f.Finding.Count)),
    ];

    /// <summary>
    /// The chronology, each entry with a way to the finding that it tells. What lies between the first and the last of a long run without findings is folded,
    /// so that what weighs is on the first screen.
    /// </summary>
    public static ScriptObject[] Chronology(ReportScope scope)
    {
        Finding[] findings = [.. scope.Case.Findings ?? []];
        IReadOnlyList<ChronologyEntry> entries = scope.Case.Chronology;
        bool anyWeighs = entries.Any(entry => entry.Severity is not null);
        var shown = new List<ScriptObject>();
        for (int from = 0, to; from < entries.Count; from = to)
        {
            to = from + 1;
            while (entries[from].Severity is null && to < entries.Count && entries[to].Severity is null)
                to++;
            ScriptObject[] run = [.. entries.Skip(from).Take(to - from).Select(entry => Entry(scope, entry, findings))];
            if (anyWeighs && run.Length > MaxRun)
                shown.AddRange([run[0], Fold(run[1..^1]), run[^1]]);
            else
                shown.AddRange(run);
        }
        return [.. shown];
    }

    /// <summary>The course of what happened, each part with the way to its finding.</summary>
    public static ScriptObject[] Course(ReportScope scope)
    {
        Finding[] findings = [.. scope.Case.Findings ?? []];
        return [.. CourseInBrief.Of(scope.Case).Select(clause => new ScriptObject
        {
            ["name"] = clause.Name,
            ["more"] = clause.More > 0 ? ReportNumber.Count(clause.More) : null,
            ["parts"] = clause.Parts.Select(part => new ScriptObject
            {
                ["href"] = "#" + Anchor(Array.IndexOf(findings, part.Proof)),
                ["time"] = part is { IsDated: true, Proof.Time: { } time } ? scope.Time.ToSecond(time) : null,
                ["text"] = scope.Secrets.Text(part.Text),
                ["subject"] = part.Subjects.Count == 0 ? null : Names([.. part.Subjects.Select(name => scope.Case.Label(name, part.Proof.Evidence))]),
            }).ToArray(),
        })];
    }

    private static ScriptObject Fold(ScriptObject[] entries) => new() { ["folded"] = entries, ["count"] = ReportNumber.Count(entries.Length) };

    private static ScriptObject Entry(ReportScope scope, ChronologyEntry entry, Finding[] findings)
    {
        int place = PlaceOf(entry, findings);
        return Entry(scope, entry.Time, entry.Sentence, entry.Severity, place < 0 ? null : Anchor(place), entry.Count);
    }

    // The finding that rests on the same fact, else one of the rule at that time, else any of the rule.
    private static int PlaceOf(ChronologyEntry entry, Finding[] findings)
    {
        Predicate<Finding>[] tries = [f => f.Origins.Contains(entry.Origin), f => f.Time == entry.Time, _ => true];
        return entry.Rule is null ? -1
            : tries.Select(isIt => Array.FindIndex(findings, f => f.Rule == entry.Rule && isIt(f))).FirstOrDefault(place => place >= 0, -1);
    }

    private ScriptObject Entry(Timestamp time, string sentence, FindingSeverity? severity, string? finding, int count) =>
        Entry(_scope, time, sentence, severity, finding, count);

    private static ScriptObject Entry(ReportScope scope, Timestamp time, string sentence, FindingSeverity? severity, string? finding, int count) => new()
    {
        ["folded"] = null,
        ["time"] = scope.Time.ToSecond(time),
        ["seconds"] = TimelineLinks.Seconds(time),
        ["events"] = TimelineLinks.Around(time, null),
        ["sentence"] = WithShortDigests(scope.Secrets.Text(sentence)),
        ["whole"] = scope.Secrets.Text(sentence),
        ["severity"] = severity?.Word(),
        ["level"] = severity is FindingSeverity known ? Level(known) : "plain",
        ["href"] = finding is null ? null : "#" + finding,
        ["times"] = count > 1 ? ReportNumber.Count(count) : null,
    };

    private ScriptObject Item(Finding finding, int place)
    {
        string? owner = finding.Subjects.Select(name => _anchorByName.GetValueOrDefault((finding.Evidence, name))).OfType<string>().FirstOrDefault();
        return new ScriptObject
        {
            ["anchor"] = Anchor(place),
            ["severity"] = finding.Severity.Word(),
            ["level"] = Level(finding.Severity),
            ["rule"] = finding.Rule,
            ["confidence"] = finding.Confidence.Word(),
            ["title"] = finding.Title,
            ["subjects"] = finding.Subjects.Take(MaxSubjects).Select(name =>
                Anchors.LinkTo(_anchorByName.GetValueOrDefault((finding.Evidence, name)), _scope.Case.Label(name, finding.Evidence))),
            ["more_subjects"] = finding.Subjects.Count > MaxSubjects ? ReportNumber.Count(finding.Subjects.Count - MaxSubjects) : null,
            ["reason"] = _scope.Secrets.Text(finding.Reason),
            ["times"] = finding.Count > 1 ? ReportNumber.Count(finding.Count) : null,
            ["content"] = finding.Content is { } content ? Content(content) : null,
            ["attack"] = string.Join(' ', finding.Attack),
            ["next"] = finding.Next,
            ["again"] = AskAgain.Of(_scope.Case, finding),
            ["basis"] = string.Join("; ", finding.Basis),
            ["alternatives"] = string.Join("; ", finding.Alternatives),
            ["time"] = finding.Time is { IsUsable: true } time ? _scope.Time.ToSecond(time) : null,
            ["stamped"] = finding.OtherStamp is { } stamped ? _scope.Time.ToSecond(stamped) : null,
            ["seconds"] = TimelineLinks.Seconds(finding.Time ?? finding.Stamp),
            ["events"] = (finding.Path is { } path ? TimelineLinks.OfPath(path) : null) ?? (finding.Time is { } at ? TimelineLinks.Around(at, owner) : null),
            ["places"] = finding.Origins.Take(3).Select(origin => ProblemModel.Place(_scope, origin)),
        };
    }

    private ScriptObject Content(FindingContent content) => new()
    {
        ["glances"] = ContentText.Glances(content),
        ["elsewhere"] = ContentText.Elsewhere(content),
        ["lines"] = ContentText.Lines(content, _scope.Secrets).Select(line => new ScriptObject
        {
            ["kind"] = line[0] switch { '+' => "added", '-' => "gone", '@' => "place", _ => "same" },
            ["text"] = line,
        }).ToArray(),
    };

    // References by digest only where there is no other name: they are long and say nothing to people.
    private static string Names(string[] names)
    {
        string[] spoken = [.. names.OrderBy(name => name.Contains('@', StringComparison.Ordinal)).Select(WithShortDigests)];
        return spoken.Length <= 3 ? string.Join(", ", spoken) : string.Join(", ", spoken[..2]) + $" and {ReportNumber.Count(spoken.Length - 2)} more";
    }

    private static string WithShortDigests(string text) => Digest().Replace(text, "$1…");

    internal static string Anchor(int place) => string.Create(CultureInfo.InvariantCulture, $"finding-{place}");

    internal static string Level(FindingSeverity severity) => severity >= FindingSeverity.High ? "damage" : severity == FindingSeverity.Medium ? "warning"
        : "note";

    [GeneratedRegex(@"\b([0-9a-f]{12})[0-9a-f]{52}\b", RegexOptions.CultureInvariant)]
    private static partial Regex Digest();
}
