using StoreForensics.Model;

namespace StoreForensics.Reports.Documents.Content.Chapters;

/// <summary>What findings rest on and can be looked for on other hosts.</summary>
internal static class IndicatorsSection
{
    private const int LongestValue = 160;

    /// <summary>Nothing where there are none.</summary>
    public static IEnumerable<Block> Blocks(ReportContext context)
    {
        IReadOnlyList<CollectedIndicator> indicators = context.Case.Indicators;
        if (indicators.Count == 0)
            yield break;
        yield return new Heading(1, "Indicators", Sections.Indicators);
        yield return new Paragraph(
        [
            new Span("What findings of medium severity and above rest on, to be looked for on other hosts (hunt). That it is here is no proof of harm; see "),
            Span.To(Sections.Findings, "Findings"), new Span("."),
        ], ParagraphRole.Note);
        yield return new DataTable(
            [new Column("Kind", 86), new Column("Value", 165), new Column("Where", 146), new Column($"First and last seen ({context.Format.Zone})", 102)],
            Rows(context, indicators), TableLook.Compact);
    }

    private static IEnumerable<TableRow> Rows(ReportContext context, IReadOnlyList<CollectedIndicator> indicators)
    {
        foreach (CollectedIndicator indicator in indicators.Take(ReportLimits.Rows))
            yield return Row(context, indicator);
        if (indicators.Count > ReportLimits.Rows)
            yield return ReportContext.More(indicators.Count - ReportLimits.Rows, "in the JSON inventory");
    }

    private static TableRow Row(ReportContext context, CollectedIndicator indicator)
    {
        string[] places = [.. indicator.Sightings.Select(s => s.Path?.ToString()).Where(p => !string.IsNullOrEmpty(p)).OfType<string>().Distinct()];
        var where = new List<Span> { CaseFormat.Cut(CaseFormat.ShortDigests(Names([.. indicator.Subjects])), LongestValue) };
        if (places.Length > 0)
            where.AddRange([Span.LineBreak, Span.Mono(CaseFormat.Cut(string.Join(", ", places.Take(2)), LongestValue), Tone.Muted)]);
        string first = Time(context, indicator.FirstSeen), last = Time(context, indicator.LastSeen);
        return new TableRow(
        [
            new RichText([new Span(indicator.Type.Word() + "  "), Span.Bold(indicator.Severity.Word(), FindingsSection.Of(indicator.Severity))]),
            Span.Mono(CaseFormat.Cut(context.Secrets.Text(indicator.Value), LongestValue)), new RichText(where),
            first == last ? Span.Mono(first) : new RichText([Span.Mono(first), Span.LineBreak, Span.Mono(last)]),
        ]);
    }

    private static string Names(IReadOnlyList<string> subjects)
    {
        string[] names = [.. subjects.OrderBy(s => s.Contains('@', StringComparison.Ordinal)).Take(1)];
        return string.Join(", ", names) + (subjects.Count > names.Length ? $" and {CaseFormat.Count(subjects.Count - names.Length)} more" : "");
    }

    private static string Time(ReportContext context, Primitives.Timestamp? time) => time is { } known ? context.Format.Second(known) : "unknown";
}
