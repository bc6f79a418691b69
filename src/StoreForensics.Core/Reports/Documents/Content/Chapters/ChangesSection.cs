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

    // Characters for which half a page's width has room.
    private const int ShortPath = 40;

    /// <summary>The lines, two beside each other where they are short, and how many there are besides.</summary>
    public static IEnumerable<Block> Lines(ChangeList changes)
    {
        if (changes.Lines.Count > 0)
            yield return new DataTable([new Column("", 16), new Column("", 186), new Column("", 44, AlignRight: true), new Column("", 16), new Column("", 186),
                new Column("", 44, AlignRight: true)], Rows(changes.Lines), TableLook.Compact);
        if (More(changes) is { } more)
            yield return new Paragraph(more, ParagraphRole.Note);
        if (changes.BrokenOff is string reason)
            yield return new Callout(Tone.Danger, "The listing breaks off here", CaseFormat.Cut(reason, ReportLimits.EventText));
    }

    /// <summary>The same as one text, one after the other, for a cell of a table.</summary>
    public static IEnumerable<Span> InLines(ChangeList changes)
    {
        bool isFirst = true;
        foreach (ChangeLine line in changes.Lines)
        {
            yield return isFirst ? Span.LineBreak : new Span("    ");
            isFirst = false;
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

    private static IEnumerable<TableRow> Rows(IReadOnlyList<ChangeLine> lines)
    {
        for (int i = 0; i < lines.Count; i++)
        {
            if (lines[i].Path.Length > ShortPath)
                yield return new TableRow([[.. Cells(lines[i]).SelectMany(c => c.Spans.Append(new Span("  ")))]], NoteFrom: 0);
            else if (i + 1 < lines.Count && lines[i + 1].Path.Length <= ShortPath)
                yield return new TableRow([.. Cells(lines[i]), .. Cells(lines[++i])]);
            else
                yield return new TableRow([.. Cells(lines[i]), RichText.Empty, RichText.Empty, RichText.Empty]);
        }
    }

    private static RichText[] Cells(ChangeLine line) =>
    [
        Span.Mono(line.Change.ToString(), ToneOf(line)), Span.Mono(CaseFormat.Cut(line.Path, ReportLimits.EventText)),
        line.Size is long bytes ? CaseFormat.Bytes(bytes) : Span.Muted(KindOf(line)),
    ];

    private static Tone ToneOf(ChangeLine line) => line.Change switch { 'A' => Tone.Good, 'D' => Tone.Danger, _ => Tone.Warning };

    private static string KindOf(ChangeLine line) => line.Kind is EntryKind other && other != EntryKind.File ? other.IsDirectory() ? "dir" : other.Name() : "";
}
