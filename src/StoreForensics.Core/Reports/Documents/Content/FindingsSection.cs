using StoreForensics.Model;
using StoreForensics.Reports.Text;

namespace StoreForensics.Reports.Documents.Content;

/// <summary>What deserves a look, most severe first.</summary>
internal static class FindingsSection
{
    /// <summary>For the first page; null when nothing was looked for.</summary>
    public static Callout? Verdict(IReadOnlyList<Finding>? findings)
    {
        if (findings is null)
            return null;
        if (FindingSummary.Counts(findings) is not { } counts)
            return new Callout(Tone.Good, "No rule found anything above low", [Span.To(Sections.Findings, "See Findings.")]);
        string[] worst = [.. findings.Where(f => f.Severity >= FindingSeverity.Medium).Select(f => f.Title).Distinct(StringComparer.Ordinal).Take(6)];
        return new Callout(findings[0].Severity >= FindingSeverity.High ? Tone.Danger : Tone.Warning, counts, [string.Join("; ", worst) + ". ", Span.To(Sections.Findings, "See Findings.")]);
    }

    public static IEnumerable<Block> Blocks(ReportContext context)
    {
        if (context.Case.Findings is not { } findings)
            yield break;
        yield return new Heading(1, "Findings", Sections.Findings);
        if (findings.Count == 0)
        {
            yield return new Paragraph("Nothing that the rules know.");
            yield break;
        }
        yield return new Paragraph("What an examiner would look at first, by rules over configuration, commands and changed files. A finding is a reason to look, not a proof.");
        if (findings.Count > ReportLimits.Problems)
        {
            string remark = $"{CaseFormat.Count(findings.Count - ReportLimits.Problems)} of {CaseFormat.Count(findings.Count)} findings";
            context.LeftOut.Add(remark);
            yield return new Callout(Tone.Warning, "Not all are shown", $"The PDF leaves out {remark}, the least severe; they are in the JSON inventory.");
        }
        yield return new DataTable(
            [new Column("Severity", 52), new Column("What and whose", 150), new Column("Why", 195), new Column("When", 90)],
            findings.Take(ReportLimits.Problems).Select(f => new TableRow([new Span(f.Severity.Word(), SpanStyle.Bold, Of(f.Severity)), What(f), Why(f), When(context, f)])));
    }

    private static RichText What(Finding finding)
    {
        var spans = new List<Span> { Span.Bold(finding.Title) };
        if (finding.Subjects.Count > 0)
            spans.AddRange([Span.LineBreak, Span.Muted(CaseFormat.Cut(string.Join(", ", finding.Subjects.Take(6)), 300))]);
        return new RichText(spans);
    }

    private static RichText Why(Finding finding)
    {
        var spans = new List<Span> { CaseFormat.Cut(finding.Reason, ReportLimits.EventText) };
        if (finding.Count > 1)
            spans.Add($" ({CaseFormat.Count(finding.Count)} times)");
        spans.AddRange([Span.LineBreak, Span.Muted($"{finding.Rule}, {string.Join(' ', finding.Attack)}. Next: {finding.Next}")]);
        return new RichText(spans);
    }

    private static RichText When(ReportContext context, Finding finding) =>
        finding.Time is { IsUsable: true } time ? context.Format.Short(time) : Span.Muted("unknown");

    private static Tone Of(FindingSeverity severity) => severity switch
    {
        FindingSeverity.Critical or FindingSeverity.High => Tone.Danger,
        FindingSeverity.Medium => Tone.Warning,
        _ => Tone.Muted,
    };
}
