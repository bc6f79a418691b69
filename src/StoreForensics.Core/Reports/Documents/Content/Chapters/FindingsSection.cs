using StoreForensics.Model;
using StoreForensics.Reports.Text;

namespace StoreForensics.Reports.Documents.Content.Chapters;

/// <summary>What deserves a look, most severe first; what one rule says of one thing is told together.</summary>
internal sealed class FindingsSection(ReportContext context)
{
    private static readonly FindingSeverity[] s_severities =
        [FindingSeverity.Critical, FindingSeverity.High, FindingSeverity.Medium, FindingSeverity.Low, FindingSeverity.Info];

    private readonly FindingSubjects _subjects = new(context);

    /// <summary>For the summary; null when nothing was looked for.</summary>
    public static Callout? Verdict(IReadOnlyList<Finding>? findings)
    {
        if (findings is null)
            return null;
        if (FindingSummary.Counts(findings) is not { } counts)
            return new Callout(Tone.Good, "No rule found anything above low", [Span.To(Sections.Findings, "See Findings.")]);
        string[] worst = [.. findings.Where(f => f.Severity >= FindingSeverity.Medium).Select(f => f.Title).Distinct(StringComparer.Ordinal).Take(6)];
        return new Callout(findings[0].Severity >= FindingSeverity.High ? Tone.Danger : Tone.Warning, counts,
            [string.Join("; ", worst) + ". ", Span.To(Sections.Findings, "See Findings.")]);
    }

    public IEnumerable<Block> Blocks()
    {
        if (context.Case.Findings is not { } findings)
            yield break;
        yield return new PageBreak();
        yield return new Heading(1, "Findings", Sections.Findings);
        if (findings.Count == 0)
        {
            yield return new Paragraph("Nothing that the rules know.");
            yield break;
        }
        yield return new Paragraph(
            "What an examiner would look at first, by rules over configuration, commands and changed files. A finding is a reason to look, not a proof.");
        if (findings.Count > ReportLimits.Problems)
        {
            string remark = $"{CaseFormat.Count(findings.Count - ReportLimits.Problems)} of {CaseFormat.Count(findings.Count)} findings";
            context.LeftOut.Add(remark);
            yield return new Callout(Tone.Warning, "Not all are shown", $"The PDF leaves out {remark}, the least severe; they are in the JSON inventory.");
        }
        Finding[] shown = [.. findings.Take(ReportLimits.Problems)];
        foreach (FindingSeverity severity in s_severities)
        {
            Finding[] these = [.. shown.Where(f => f.Severity == severity)];
            if (these.Length == 0)
                continue;
            yield return new Heading(2, $"{Title(severity)}: {CaseFormat.Count(these.Length, "finding")}");
            bool isBrief = severity < FindingSeverity.High;
            string[] bases = isBrief ? [.. these.SelectMany(f => f.Basis).Distinct(StringComparer.Ordinal)] : [];
            if (isBrief)
                yield return new Paragraph($"They rest on {string.Join("; ", bases.Select((b, i) => $"[{Letter(i)}] {b}"))}.", ParagraphRole.Note);
            yield return new DataTable(
                [new Column("What and whose", 172), new Column($"What was seen, and when ({context.Format.Zone})", 315)],
                FindingGroup.Of(these).Select(group => new TableRow([What(group.First, isBrief), Why(group, bases)])),
                    isBrief ? TableLook.Compact : TableLook.Normal);
        }
        foreach (Block block in new FindingContents(context).Blocks(shown))
            yield return block;
        yield return new Heading(2, "What to look at next", Sections.Next);
        yield return NextSteps(shown);
    }

    public static Tone Of(FindingSeverity severity) => severity switch
    {
        FindingSeverity.Critical or FindingSeverity.High => Tone.Danger,
        FindingSeverity.Medium => Tone.Warning,
        _ => Tone.Muted,
    };

    private static string Title(FindingSeverity severity) => severity == FindingSeverity.Info ? "For information"
        : string.Concat(severity.Word()[..1].ToUpperInvariant(), severity.Word().AsSpan(1));

    private static string Letter(int place) => place < 26 ? ((char)('a' + place)).ToString() : $"a{place - 25}";

    private RichText What(Finding finding, bool isBrief) =>
    [
        Span.Bold(finding.Title, Of(finding.Severity)), Span.LineBreak, .. _subjects.Names(finding.Evidence, finding.Subjects, most: isBrief ? 2 : 6).Spans,
        .. isBrief ? [] : (Span[])[Span.LineBreak, .. RuleOf(finding)],
    ];

    private static Span[] RuleOf(Finding finding) => [Span.To(Sections.Next, finding.Rule), Span.Muted("  " + string.Join(' ', finding.Attack))];

    // Where bases have letters, those stand for them, and the rule on the same line.
    private RichText Why(FindingGroup group, string[] bases)
    {
        var spans = new List<Span>();
        foreach (Finding finding in group.All)
        {
            if (spans.Count > 0)
                spans.Add(finding.Severity < FindingSeverity.Medium ? new Span("    ") : Span.LineBreak);
            spans.Add(CaseFormat.Cut(CaseFormat.Runs(context.Secrets.Text(finding.Reason)), ReportLimits.EventText));
            if (finding.Count > 1)
                spans.Add($" (seen {CaseFormat.Count(finding.Count)} times)");
            spans.Add(Span.Muted("  " + When(finding)));
        }
        if (bases.Length == 0)
            spans.AddRange([Span.LineBreak, Span.Muted($"Rests on {Bases(group)}; confidence {group.First.Confidence.Word()}.")]);
        else
            spans.AddRange([Span.LineBreak, .. RuleOf(group.First),
                Span.Muted($"  {Letters(group, bases)}; confidence {group.First.Confidence.Word()}")]);
        return new RichText(spans);
    }

    private static string Letters(FindingGroup group, string[] bases) =>
        string.Concat(group.All.SelectMany(f => f.Basis).Distinct(StringComparer.Ordinal).Take(3).Select(b => $"[{Letter(Array.IndexOf(bases, b))}]"));

    private static string Bases(FindingGroup group) =>
        string.Join("; ", group.All.SelectMany(f => f.Basis).Distinct(StringComparer.Ordinal).Take(3));

    // A file's stamp may be forged: it is never given as the time.
    private string When(Finding finding)
    {
        string time = finding.Time is { IsUsable: true } known ? context.Format.Short(known) : "time unknown";
        return finding.OtherStamp is { } stamp ? $"{time}, stamped {context.Format.Short(stamp)}" : time;
    }

    // Once for each rule, so that it need not stand beside every finding.
    private static DataTable NextSteps(Finding[] findings) => new(
        [new Column("Rule", 112), new Column("What to look at", 188), new Column("What else would look so", 187)],
        findings.DistinctBy(f => f.Rule, StringComparer.Ordinal).Select(f =>
            new TableRow([f.Rule, f.Next, string.Join("; ", f.Alternatives)])),
        TableLook.Compact);
}
