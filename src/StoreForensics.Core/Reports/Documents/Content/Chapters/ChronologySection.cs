using StoreForensics.Model;

namespace StoreForensics.Reports.Documents.Content.Chapters;

/// <summary>The turning points of the host in the order of time, on one page.</summary>
internal static class ChronologySection
{
    private const int LongestSentence = 190; // two lines
    private const int MostRows = 300; // more never fit on a page;

    public static IEnumerable<Block> Blocks(ReportContext context)
    {
        IReadOnlyList<ChronologyEntry> entries = context.Case.Chronology;
        if (entries.Count == 0)
            yield break;
        yield return new PageBreak();
        yield return new Heading(1, "Chronology", Sections.Chronology);
        yield return new Paragraph(
        [
            new Span("The turning points, as the evidence tells them; what the rules would look at is marked with its severity. Everything else is under "),
            Span.To(Sections.Timeline, "Timeline"), new Span("."),
        ], ParagraphRole.Note);
        yield return new DataTable(
            [new Column($"Time ({context.Format.Zone})", 96), new Column("What happened", 391)],
            entries.Take(MostRows).Select(entry => Row(context, entry)),
            OnePage: new PageBound(entries.Count, 0, left =>
                [$"… and {CaseFormat.Count(left)} more, the plain course of events first; in the JSON inventory and, event by event, under ",
                Span.To(Sections.Timeline, "Timeline"), "."]));
    }

    private static TableRow Row(ReportContext context, ChronologyEntry entry)
    {
        var spans = new List<Span>();
        if (entry.Severity is { } severity)
            spans.Add(Span.Bold(severity.Word() + "  ", FindingsSection.Of(severity)));
        spans.Add(CaseFormat.Shorten(CaseFormat.ShortDigests(context.Secrets.Text(entry.Sentence)), LongestSentence));
        if (entry.Count > 1)
            spans.Add(Span.Muted($"  (seen {CaseFormat.Count(entry.Count)} times)"));
        return new TableRow([Span.Mono(context.Format.Second(entry.Time)), new RichText(spans)], IsExpendable: entry.Severity is null);
    }
}
