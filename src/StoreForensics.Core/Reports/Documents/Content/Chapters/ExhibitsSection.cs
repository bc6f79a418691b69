using StoreForensics.Primitives;

namespace StoreForensics.Reports.Documents.Content.Chapters;

/// <summary>What the examiner tagged and noted, each with what the evidence says of it.</summary>
internal static class ExhibitsSection
{
    private const int MostExhibits = 500, MostLines = 60;

    /// <summary>Nothing where no notes were given.</summary>
    public static IEnumerable<Block> Blocks(ReportContext context)
    {
        if (context.Case.Details.Notes is not { } notes)
            yield break;
        yield return new Heading(1, "Exhibits", Sections.Exhibits);
        yield return new Paragraph("Events that the examiner tagged or noted, in the order of time. The examiner's words are marked as such; all else is what "
            + "the evidence says.");
        int number = 0;
        foreach (FoundExhibit found in ExhibitSearch.Find(context.Case, [.. notes.Exhibits.Take(MostExhibits)]))
        {
            yield return new Heading(2, $"Exhibit {++number}");
            yield return new KeyValueTable([.. Rows(context, found)]);
        }
        if (number == 0)
            yield return new Paragraph("The notes hold none.");
        if (notes.Exhibits.Count > MostExhibits)
            yield return new Paragraph($"{CaseFormat.Count(notes.Exhibits.Count - MostExhibits)} more are in the notes.", ParagraphRole.Note);
    }

    private static IEnumerable<KeyValueRow> Rows(ReportContext context, FoundExhibit found)
    {
        Cases.Exhibit exhibit = found.Exhibit;
        string[] words = exhibit.Note.Length == 0 ? [] : exhibit.Note.ReplaceLineEndings("\n").Split('\n', MostLines);
        for (int i = 0; i < words.Length; i++)
            yield return new(i == 0 ? "Examiner's words" : null, CaseFormat.Cut(DisplayText.Escape(words[i]), ReportLimits.Text));
        if (exhibit.Tags.Count > 0)
            yield return new("Examiner's tags", CaseFormat.Cut(string.Join(", ", exhibit.Tags.Select(t => DisplayText.Escape(t))), ReportLimits.EventText));
        if (!found.IsFound)
            yield return new("Not in this report", "No event of this report is the one that was noted; what follows is what the notes say of it.");
        yield return new($"When ({context.Format.Zone})", exhibit.Time is { } time
            ? new RichText([Span.Mono(context.Format.Full(time)), Span.Muted("  " + found.Meaning)]) : CaseFormat.Unknown);
        yield return new("Event", Span.Mono(CaseFormat.Cut(DisplayText.Escape(exhibit.EventType), ReportLimits.EventText)));
        if (exhibit.Message.Length > 0)
            yield return new("What", CaseFormat.Cut(context.Secrets.Text(DisplayText.Escape(exhibit.Message)), ReportLimits.Text));
        if (exhibit.Path.Length > 0)
            yield return new("Path", Span.Mono(CaseFormat.Cut(DisplayText.Escape(exhibit.Path), ReportLimits.EventText)));
        if (found.Owner.Count > 0)
            yield return new("Of", ReportContext.Names(found.Owner, n => CaseFormat.Cut(n, ReportLimits.EventText)));
        if (found.Layer is { } layer)
            yield return new("Layer", Span.Mono(layer));
        if (found.Size is { } size)
            yield return new("Size", CaseFormat.Bytes(size));
        if (found.Sha256 is { } digest)
            yield return new("SHA-256", Span.Mono(digest));
        yield return new("Recorded in", Span.Mono(CaseFormat.Cut(DisplayText.Escape(exhibit.Origin), ReportLimits.EventText)));
        foreach (KeyValueRow line in Lines(context, found.Text))
            yield return line;
    }

    private static IEnumerable<KeyValueRow> Lines(ReportContext context, string? text)
    {
        string[] lines = text is null ? [] : context.Secrets.Text(text.ReplaceLineEndings("\n")).TrimEnd('\n').Split('\n');
        for (int i = 0; i < Math.Min(lines.Length, MostLines); i++)
            yield return new(i == 0 ? "Its text begins" : null, Span.Mono(CaseFormat.Cut(DisplayText.Escape(lines[i]), ReportLimits.EventText)));
        if (lines.Length > MostLines)
            yield return new(null, Span.Muted($"and {CaseFormat.Count(lines.Length - MostLines)} more lines"));
    }
}
