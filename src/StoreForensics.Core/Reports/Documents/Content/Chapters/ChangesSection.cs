using StoreForensics.Evidence;

namespace StoreForensics.Reports.Documents.Content.Chapters;

/// <summary>What was added, changed and deleted: the counts as one line, then the first paths.</summary>
internal static class ChangesSection
{
    public static RichText Counts(ChangeList changes)
    {
        if (changes.Total == 0)
            return Span.Muted("no changes");
        var spans = new List<Span>();
        Append(spans, changes.Added, "added", Tone.Good);
        Append(spans, changes.Changed, "changed", Tone.Warning);
        Append(spans, changes.Deleted, "deleted", Tone.Danger);
        return new RichText(spans);
    }

    /// <summary>The lines, and how many there are besides.</summary>
    public static IEnumerable<Block> Lines(ChangeList changes)
    {
        if (changes.Lines.Count > 0)
            yield return new DataTable([new Column("", 18), new Column("", 400), new Column("", 62, AlignRight: true)], changes.Lines.Select(Row),
                TableLook.Compact);
        if (More(changes) is { } more)
            yield return new Paragraph(more, ParagraphRole.Note);
        if (changes.BrokenOff is string reason)
            yield return new Callout(Tone.Danger, "The listing breaks off here", CaseFormat.Cut(reason, ReportLimits.EventText));
    }

    /// <summary>The same as lines of one text, for a cell of a table.</summary>
    public static IEnumerable<Span> InLines(ChangeList changes)
    {
        foreach (ChangeLine line in changes.Lines)
        {
            yield return Span.LineBreak;
            yield return Span.Mono(line.Change + " ", ToneOf(line));
            yield return Span.Mono(CaseFormat.Cut(line.Path, ReportLimits.EventText));
            yield return Span.Muted("  " + (line.Size is long bytes ? CaseFormat.Bytes(bytes) : KindOf(line)));
        }
        if (More(changes) is { } more)
        {
            yield return Span.LineBreak;
            yield return Span.Muted(more);
        }
        if (changes.BrokenOff is string reason)
        {
            yield return Span.LineBreak;
            yield return Span.Bold("The listing breaks off here: " + CaseFormat.Cut(reason, ReportLimits.EventText), Tone.Danger);
        }
    }

    private static string? More(ChangeList changes)
    {
        if (changes.Total <= changes.Lines.Count)
            return null;
        string which = changes.Changed > 0 ? " Directories in which something changed, but not they themselves, are left out here." : "";
        return $"and {CaseFormat.Count(changes.Total - changes.Lines.Count)} more, all in the CSV.{which}";
    }

    private static void Append(List<Span> spans, long count, string what, Tone tone)
    {
        if (count == 0)
            return;
        if (spans.Count > 0)
            spans.Add(new Span(", "));
        spans.Add(new Span($"{CaseFormat.Count(count)} {what}", SpanStyle.Plain, tone));
    }

    private static TableRow Row(ChangeLine line)
    {
        RichText size = line.Size is long bytes ? CaseFormat.Bytes(bytes) : Span.Muted(KindOf(line));
        return new TableRow([Span.Mono(line.Change.ToString(), ToneOf(line)), Span.Mono(CaseFormat.Cut(line.Path, ReportLimits.EventText)), size]);
    }

    private static Tone ToneOf(ChangeLine line) => line.Change switch { 'A' => Tone.Good, 'D' => Tone.Danger, _ => Tone.Warning };

    private static string KindOf(ChangeLine line) => line.Kind is EntryKind other && other != EntryKind.File ? other.IsDirectory() ? "dir" : other.Name() : "";
}
