using System.Globalization;
using StoreForensics.Reports.Documents;
using StoreForensics.Reports.Pdf.Objects;
using StoreForensics.Reports.Pdf.Pages;
using StoreForensics.Reports.Pdf.Styles;
using StoreForensics.Reports.Pdf.Text;

namespace StoreForensics.Reports.Pdf.Drawing;

/// <summary>
/// Draws the table of contents when every heading has its page, on pages of its own that are bound in near the front. One line an entry, so that the number of
/// its pages, which shifts all numbers behind it, is known before it is drawn.
/// </summary>
internal sealed class ContentsDrawing(PdfFileWriter file, TextSetter setter, StructureTree structure, Palette palette)
{
    /// <summary>With more entries than this only main sections are listed; the bookmarks have the rest.</summary>
    public const int MostEntries = 250;

    private const double MainHeight = 18;
    private const double SubHeight = 12.6;
    private const double NumberWidth = 34;

    // Lines may move together a little where all of them then stand on one page.
    private static readonly double[] s_closer = [0.96, 0.92, 0.88];

    private double _spacing = 1;

    /// <summary>Draws and returns the pages.</summary>
    /// <param name="title">Above the entries.</param>
    /// <param name="pages">The pages of the rest.</param>
    /// <param name="headings">What may be listed.</param>
    /// <param name="before">Pages in front of the contents.</param>
    /// <param name="place">Elements of the structure in front of them.</param>
    public List<PageRecord> Draw(string title, List<PageRecord> pages, IReadOnlyList<DrawnHeading> headings, int before, int place)
    {
        List<DrawnHeading> entries = [.. headings.Where(h => h.Level <= 2)];
        bool cut = entries.Count > MostEntries;
        if (cut)
            entries.RemoveAll(h => h.Level > 1);
        LaidText head = setter.Set(Span.Bold(title), Theme.HeadingSize(1), Theme.BodyWidth);
        string remark = cut ? string.Create(CultureInfo.InvariantCulture, $"The bookmarks lead to all {headings.Count} sections.") : "";
        LaidText note = setter.SetLine(Span.Muted(remark), Theme.NoteSize, Theme.BodyWidth);
        double headHeight = head.Height + 14 + note.Height;

        if (CountPages(entries, headHeight, 1) > 1)
            _spacing = s_closer.FirstOrDefault(spacing => CountPages(entries, headHeight, spacing) == 1, 1);
        int own = CountPages(entries, headHeight, _spacing);
        var flow = new PageFlow(file, setter, structure, palette);
        flow.Begin(headHeight);
        structure.Open("TOC");
        structure.Open("Caption");
        flow.DrawLine(Theme.MarginLeft, flow.Y, head, head.Lines[0], palette.Accent);
        flow.Canvas.HorizontalLine(Theme.MarginLeft, flow.Y + head.Height + 2, Theme.BodyWidth, palette.Accent, 0.8);
        flow.DrawText(Theme.MarginLeft, flow.Y + head.Height + 8, note);
        structure.Close();
        flow.Take(headHeight);
        var numbers = new Dictionary<PageRecord, int>();
        for (int i = 0; i < pages.Count; i++)
            numbers.Add(pages[i], i < before ? i + 1 : i + 1 + own);
        for (int i = 0; i < entries.Count; i++)
            DrawEntry(flow, entries[i], numbers[entries[i].Page], i == 0);
        structure.Close(place: place);
        flow.BreakPage();
        foreach (PageRecord page in flow.Pages)
            page.Section = title;
        return flow.Pages;
    }

    private static double HeightOf(DrawnHeading entry, double spacing) => spacing * (entry.Level == 1 ? MainHeight : SubHeight);

    private static int CountPages(List<DrawnHeading> entries, double headHeight, double spacing)
    {
        int pages = 1;
        double left = Theme.BodyHeight - headHeight;
        foreach (DrawnHeading entry in entries)
        {
            if (left < HeightOf(entry, spacing) - 0.01)
            {
                pages++;
                left = Theme.BodyHeight;
            }
            left -= HeightOf(entry, spacing);
        }
        return pages;
    }

    private void DrawEntry(PageFlow flow, DrawnHeading entry, int page, bool first)
    {
        double height = HeightOf(entry, _spacing);
        if (!first && !flow.Fits(height))
            flow.TurnPage();
        bool main = entry.Level == 1;
        double size = main ? Theme.BodySize : Theme.TableSize, indent = main ? 0 : 14;
        SpanStyle style = main ? SpanStyle.Bold : SpanStyle.Plain;
        double room = Theme.BodyWidth - indent - NumberWidth;
        LaidText text = setter.SetLine(new Span(entry.Text, style), size, room);
        LaidText number = setter.SetLine(new Span(page.ToString(CultureInfo.InvariantCulture), style), size, NumberWidth);
        double top = flow.Y + height - text.LineHeight, width = text.Lines.Count > 0 ? text.Lines[0].Width : 0;
        double numberLeft = Theme.PageWidth - Theme.MarginRight - number.Lines[0].Width;
        structure.Open("TOCI");
        StructureElement link = structure.Make("Link", structure.Current);
        structure.Current.AddElement(link.Number);
        StructureElement item = structure.Current;
        structure.Enter(link);
        flow.DrawText(Theme.MarginLeft + indent, top, text);
        flow.DrawText(numberLeft, top, number);
        structure.Enter(item);
        structure.Close();
        DrawLeader(flow, Theme.MarginLeft + indent + width + 5, numberLeft - 5, top + (text.LineHeight * 0.74));
        flow.Page.AddLink(new LinkArea(Theme.MarginLeft, top, Theme.BodyWidth, text.LineHeight, entry, link));
        flow.Take(height);
    }

    // Squares on a grid of the page, so that leaders of all lines stand in columns; drawn, so that copied text has no rows of dots.
    private static void DrawLeader(PageFlow flow, double from, double to, double baseline)
    {
        const double step = 4;
        for (double x = Math.Ceiling(from / step) * step; x < to; x += step)
            flow.Canvas.Rectangle(x, baseline - 0.6, 0.6, 0.6, Theme.Strong);
    }
}
