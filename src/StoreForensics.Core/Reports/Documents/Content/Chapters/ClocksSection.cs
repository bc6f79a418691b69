using StoreForensics.Model;
using StoreForensics.Reports.Text;

namespace StoreForensics.Reports.Documents.Content.Chapters;

/// <summary>How far the clocks behind this evidence can be trusted.</summary>
internal static class ClocksSection
{
    /// <summary>For the summary; null when the clocks were not examined.</summary>
    public static Callout? Verdict(ClockReport? clocks)
    {
        if (clocks is null)
            return null;
        return new Callout(Of(clocks.Weight), "How far the clocks can be trusted", [clocks.Verdict + " ", Span.To(Sections.Clocks, "See Trust in the clocks.")]);
    }

    public static IEnumerable<Block> Blocks(ReportContext context)
    {
        if (context.Case.Timeline.Clocks is not { } clocks)
            yield break;
        yield return new Heading(1, "Trust in the clocks", Sections.Clocks);
        yield return new Paragraph(clocks.Verdict);
        if (clocks.Statements.Count == 0)
            yield break;
        yield return new DataTable(
            [new Column("What follows", 120), new Column("What was seen", 367)],
            clocks.Statements.Select(s =>
                new TableRow([new Span(ClockWords.Label(s.Weight), SpanStyle.Bold, Of(s.Weight)), CaseFormat.Cut(s.Text, ReportLimits.EventText)])));
    }

    private static Tone Of(ClockWeight weight) => weight switch
    {
        ClockWeight.Contradicts => Tone.Danger,
        ClockWeight.Limits => Tone.Warning,
        _ => Tone.Good,
    };
}
