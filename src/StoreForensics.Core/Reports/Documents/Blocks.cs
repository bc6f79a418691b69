
namespace StoreForensics.Reports.Documents;

/// <summary>A part of a document's flow. What it is, never how it looks: that is the drawing's.</summary>
internal abstract record Block;

/// <summary>A heading. Level 0 is the document's title; 1 to 3 are sections, and become bookmarks; 1 and 2 are in the table of contents.</summary>
/// <param name="Level">0 to 3.</param>
/// <param name="Text">In full; where room is short the drawing cuts it.</param>
/// <param name="Anchor">What spans refer to it by; null when none do.</param>
internal sealed record Heading(int Level, string Text, string? Anchor = null) : Block;

/// <param name="Text">What it says.</param>
/// <param name="Role">How much it matters.</param>
internal sealed record Paragraph(RichText Text, ParagraphRole Role = ParagraphRole.Body) : Block;

internal enum ParagraphRole
{
    Body,

    /// <summary>Says the main thing of the document, larger.</summary>
    Lead,

    /// <summary>Explains what is beside it, smaller and muted.</summary>
    Note,

    /// <summary>Names what follows at once, as a heading that no table of contents lists.</summary>
    Label,
}

internal sealed record BulletList(IReadOnlyList<RichText> Items) : Block;

/// <summary>Names and values.</summary>
internal sealed record KeyValueTable(IReadOnlyList<KeyValueRow> Rows) : Block;

/// <param name="Key">Null: one more value of the key above.</param>
/// <param name="Value">The value.</param>
internal sealed record KeyValueRow(string? Key, RichText Value);

/// <summary>A table; its head is repeated on every page. Rows are asked for once, in order, and not kept.</summary>
/// <param name="Columns">Left to right.</param>
/// <param name="Rows">As many cells as there are columns.</param>
/// <param name="Look">How dense it is.</param>
/// <param name="OnePage">Not null: the table ends where its page ends, and says so.</param>
internal sealed record DataTable(IReadOnlyList<Column> Columns, IEnumerable<TableRow> Rows, TableLook Look = TableLook.Normal, PageBound? OnePage = null)
    : Block;

/// <summary>Keeps a table on the page where it begins.</summary>
/// <param name="Rows">How many rows there are.</param>
/// <param name="LinesBelow">Room to leave for what follows on the page, in lines of table text.</param>
/// <param name="More">What to say of the rows that did not fit, given their number.</param>
internal sealed record PageBound(int Rows, int LinesBelow, Func<int, RichText> More);

/// <param name="Title">In the head; when all are empty the table has none.</param>
/// <param name="Weight">Its share of the width, relative to the others'.</param>
/// <param name="AlignRight">For numbers.</param>
internal sealed record Column(string Title, double Weight, bool AlignRight = false);

/// <param name="Cells">One for each column; where <paramref name="NoteFrom"/> is not null, a single one.</param>
/// <param name="NoteFrom">A remark below the row above, such as how many are left out
/// here: the first column that it spans, up to the last. Null: a row of cells.</param>
/// <param name="KeepWithNext">It must not end a page.</param>
/// <param name="IsExpendable">Where a table of one page has no room for all, it goes before others.</param>
internal sealed record TableRow(IReadOnlyList<RichText> Cells, int? NoteFrom = null, bool KeepWithNext = false, bool IsExpendable = false);

internal enum TableLook
{
    Normal,

    /// <summary>Smaller, without lines: long lists of paths.</summary>
    Compact,
}

/// <summary>Numbers to be seen at a glance.</summary>
internal sealed record KeyFigures(IReadOnlyList<KeyFigure> Figures) : Block;

internal sealed record KeyFigure(string Value, string Label, Tone Tone = Tone.Normal, string? Link = null);

/// <summary>Two rows of bars over one axis of time, each with its own logarithmic scale, so that one event is seen beside a million.</summary>
/// <param name="Title">What it shows, for those who cannot see it.</param>
/// <param name="Series">What each row counts, top first.</param>
/// <param name="Bars">Evenly spaced in time, none left out.</param>
internal sealed record Histogram(string Title, IReadOnlyList<string> Series, IReadOnlyList<HistogramBar> Bars) : Block;

/// <param name="Label">When the bar begins.</param>
/// <param name="Counts">One for each series.</param>
internal sealed record HistogramBar(string Label, IReadOnlyList<long> Counts);

/// <summary>Named amounts as bars side by side, each with its amount in words.</summary>
/// <param name="Title">What the bars show, for those who cannot see them too.</param>
/// <param name="Bars">Top first.</param>
internal sealed record BarChart(string Title, IReadOnlyList<AmountBar> Bars) : Block;

/// <param name="Label">What it is.</param>
/// <param name="Amount">Decides its length; not negative.</param>
/// <param name="Text">The amount in words.</param>
internal sealed record AmountBar(RichText Label, long Amount, string Text);

/// <summary>Places to sign, at the foot of the page.</summary>
/// <param name="Lines">Who signs there.</param>
internal sealed record Signatures(IReadOnlyList<string> Lines) : Block;

/// <summary>A box that must not be overlooked.</summary>
internal sealed record Callout(Tone Tone, string Title, RichText Text) : Block;

/// <summary>The rest begins on a new page.</summary>
internal sealed record PageBreak : Block;

/// <summary>Where the table of contents stands: pages of its own.</summary>
internal sealed record TableOfContents(string Title) : Block;
