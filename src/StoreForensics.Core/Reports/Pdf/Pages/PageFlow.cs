using StoreForensics.Primitives;
using StoreForensics.Reports.Documents;
using StoreForensics.Reports.Pdf.Objects;
using StoreForensics.Reports.Pdf.Styles;
using StoreForensics.Reports.Pdf.Text;

namespace StoreForensics.Reports.Pdf.Pages;

/// <summary>
/// Hands out room from top to bottom, page after page. A finished page's content goes to the file at once; heads and feet, which need the number of all pages,
/// follow when the last is known. Headings wait for what they head, so that none stands alone at the foot of a page.
/// </summary>
internal sealed class PageFlow(PdfFileWriter file, TextSetter setter, StructureTree structure, Palette palette)
{
    private readonly List<Heading> _waiting = [];
    private double _spaceAbove;
    private bool _open;
    private int _level;

    public PageCanvas Canvas { get; } = new();

    public StructureTree Structure => structure;

    public Palette Palette => palette;

    public List<PageRecord> Pages { get; } = [];

    public List<DrawnHeading> Headings { get; } = [];

    /// <summary>Where the next thing goes: points from the top of the page.</summary>
    public double Y { get; private set; }

    public double Remaining => Theme.BodyBottom - Y;

    /// <summary>What the current page, or the next where none is open, has left when the headings that wait are drawn.</summary>
    public double RoomBelowHeadings =>
        (_open ? Remaining : Theme.BodyHeight) - _waiting.Sum(h => Theme.SpaceAbove(h.Level) + SetHeading(h).Height + Theme.SpaceBelow(h.Level)) - _spaceAbove;

    /// <summary>The current page. Only after <see cref="Begin"/>.</summary>
    public PageRecord Page => Pages[^1];

    private bool IsAtTop => Y <= Theme.BodyTop;

    /// <summary>Holds a heading back until what follows it begins.</summary>
    public void Head(Heading heading) => _waiting.Add(heading);

    /// <summary>Begins a block whose first part needs so much room: turns the page if it does not fit together with the headings that wait.</summary>
    public void Begin(double firstPart, double spaceAbove = 0)
    {
        List<LaidText> texts = [.. _waiting.Select(SetHeading)];
        double heads = 0;
        for (int i = 0; i < texts.Count; i++)
            heads += Theme.SpaceAbove(_waiting[i].Level) + texts[i].Height + Theme.SpaceBelow(_waiting[i].Level);
        _spaceAbove = Math.Max(_spaceAbove, _waiting.Count > 0 ? 0 : spaceAbove);
        if (!_open || Remaining < _spaceAbove + heads + Math.Min(firstPart, Theme.BodyHeight - heads))
            TurnPage();
        else if (!IsAtTop)
            Y += _spaceAbove;
        _spaceAbove = 0;
        for (int i = 0; i < texts.Count; i++)
            DrawHeading(_waiting[i], texts[i]);
        _waiting.Clear();
    }

    /// <summary>Takes room that <see cref="Begin"/> or <see cref="Fits"/> has seen to be there.</summary>
    public void Take(double height) => Y += height;

    /// <summary>Room above the next block, lost at the top of a page.</summary>
    public void Space(double height) => _spaceAbove = Math.Max(_spaceAbove, height);

    public bool Fits(double height) => Remaining >= height - 0.01;

    public void TurnPage()
    {
        EndPage();
        _open = true;
        Pages.Add(new PageRecord
        {
            ObjectNumber = file.Reserve(),
            StructureKey = structure.NewKey(),
            Section = Headings.FindLast(h => h.Level == 1)?.Text
            ?? ""
        });
        Y = Theme.BodyTop;
    }

    /// <summary>Ends the document, and makes sure of one page.</summary>
    public void Finish()
    {
        BreakPage();
        if (Pages.Count == 0)
        {
            TurnPage();
            EndPage();
        }
    }

    /// <summary>What follows begins on a new page; headings that nothing follows are drawn here.</summary>
    public void BreakPage()
    {
        if (_waiting.Count > 0)
            Begin(0);
        EndPage();
    }

    private void EndPage()
    {
        if (!_open)
            return;
        _open = false;
        _spaceAbove = 0;
        Canvas.EndMark();
        structure.EndPage(Page);
        Page.DropMarks();
        Page.ContentNumber = file.Reserve();
        file.Stream(Page.ContentNumber, Canvas.Content);
        Canvas.Clear();
    }

    /// <summary>Draws a line of text with its top at the given place, and marks what in it refers elsewhere.</summary>
    public void DrawLine(double x, double top, LaidText text, TextLine line, Colour? colour = null)
    {
        ReadOnlySpan<SetGlyph> glyphs = text.GlyphsOf(line);
        for (int i = 0; i < glyphs.Length;)
        {
            string? anchor = glyphs[i].Link;
            double width = 0;
            int start = i;
            do
                width += glyphs[i++].Width;
            while (i < glyphs.Length && glyphs[i].Link == anchor);
            StructureElement element = anchor is null ? structure.Current : structure.Make("Link", structure.Current);
            Mark(element);
            Canvas.Glyphs(x, top + Baseline(text.LineHeight), glyphs[start..i], colour);
            if (anchor is not null)
            {
                structure.Current.AddElement(element.Number);
                Page.AddLink(new LinkArea(x, top, width, text.LineHeight, anchor, element));
            }
            x += width;
        }
    }

    /// <summary>What is drawn next on the canvas belongs to that element.</summary>
    public void Mark(StructureElement element)
    {
        if (Canvas.Element == element)
            return;
        Canvas.BeginContent(element, Page.Marks.Count);
        element.AddContent(Page.ObjectNumber, Page.Marks.Count);
        Page.Marks.Add(element.Number);
    }

    /// <summary>Draws all lines of a text from the given top.</summary>
    public void DrawText(double x, double top, LaidText text)
    {
        foreach (TextLine line in text.Lines)
        {
            DrawLine(x, top, text, line);
            top += text.LineHeight;
        }
    }

    /// <summary>From a line's top to its baseline: the ascenders of Noto Sans with half of the leading above them.</summary>
    public static double Baseline(double lineHeight) => lineHeight * 0.74;

    private LaidText SetHeading(Heading heading)
    {
        LaidText text = setter.Set(Span.Bold(heading.Text), Theme.HeadingSize(heading.Level), Theme.BodyWidth);
        const int mostLines = 4; // a title from the evidence may be of any length
        return text.Lines.Count <= mostLines ? text : text with { Lines = [.. text.Lines.Take(mostLines)] };
    }

    private void DrawHeading(Heading heading, LaidText text)
    {
        if (!IsAtTop)
            Take(Theme.SpaceAbove(heading.Level));
        if (heading.Level == 1 && IsAtTop)
            Page.Section = DisplayText.Escape(heading.Text);
        if (heading.Level > 0)
            Headings.Add(new DrawnHeading(heading.Level, DisplayText.Escape(heading.Text), Page, Y, heading.Anchor));
        StructureElement around = structure.Current;
        // A small heading straight below a large one is a level smaller for the ear, whatever its size for the eye.
        _level = Math.Clamp(heading.Level, 1, _level + 1);
        structure.OpenAtTop("H" + _level);
        foreach (TextLine line in text.Lines)
        {
            DrawLine(Theme.MarginLeft, Y, text, line, palette.Accent);
            Take(text.LineHeight);
        }
        structure.Close(around);
        if (heading.Level == 1)
            Canvas.HorizontalLine(Theme.MarginLeft, Y + 2, Theme.BodyWidth, palette.Accent, 0.8);
        Take(Theme.SpaceBelow(heading.Level));
    }
}
