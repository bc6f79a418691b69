using StoreForensics.Reports.Pdf.Pages;
using StoreForensics.Reports.Pdf.Text;

namespace StoreForensics.Reports.Pdf.Drawing;

/// <summary>A cell's text and its place across the page.</summary>
internal readonly record struct RowCell(LaidText Text, double X, double Width, bool AlignRight = false);

/// <summary>How a row looks.</summary>
/// <param name="Padding">Above and below the text.</param>
/// <param name="Band">Its background; null: none.</param>
/// <param name="RuleAbove">A hairline above it, unless it begins a page.</param>
internal readonly record struct RowLook(double Padding, Colour? Band = null, bool RuleAbove = false);

/// <summary>Places the rows of any table. A row is kept whole; one that is taller than a page is split between its lines.</summary>
/// <param name="flow">Where it is drawn.</param>
/// <param name="headHeight">Room that the repeated head takes.</param>
/// <param name="drawHead">Draws the head at the flow's place and takes its room.</param>
internal sealed class RowDrawing(PageFlow flow, double headHeight, Action drawHead)
{
    private const double LeastOfSplitRow = 120;
    private bool _begun;

    public void Place(ReadOnlySpan<RowCell> cells, RowLook look, double spaceAbove)
    {
        int lines = 0;
        double lineHeight = 0;
        foreach (RowCell cell in cells)
        {
            lines = Math.Max(lines, cell.Text.Lines.Count);
            lineHeight = Math.Max(lineHeight, cell.Text.LineHeight);
        }
        double height = (Math.Max(1, lines) * lineHeight) + (2 * look.Padding);
        bool mustSplit = height > Theme.BodyHeight - headHeight;
        MakeRoom(mustSplit ? LeastOfSplitRow : height, spaceAbove, ref look);
        if (mustSplit)
            Split(cells, look, lines, lineHeight);
        else
            Draw(cells, look, 0, Math.Max(1, lines), lineHeight);
    }

    private void MakeRoom(double needed, double spaceAbove, ref RowLook look)
    {
        if (!_begun)
        {
            _begun = true;
            flow.Begin(headHeight + needed, spaceAbove);
            drawHead();
            look = look with { RuleAbove = false };
        }
        else if (!flow.Fits(needed))
        {
            Continue();
            look = look with { RuleAbove = false };
        }
    }

    private void Continue()
    {
        flow.TurnPage();
        drawHead();
    }

    private void Split(ReadOnlySpan<RowCell> cells, RowLook look, int lines, double lineHeight)
    {
        for (int first = 0; first < lines;)
        {
            int count = Math.Min(lines - first, Math.Max(1, (int)((flow.Remaining - (2 * look.Padding)) / lineHeight)));
            Draw(cells, look, first, count, lineHeight);
            first += count;
            if (first < lines)
            {
                Continue();
                look = look with { RuleAbove = false };
            }
        }
    }

    private void Draw(ReadOnlySpan<RowCell> cells, RowLook look, int firstLine, int count, double lineHeight)
    {
        double height = (count * lineHeight) + (2 * look.Padding);
        if (look.Band is Colour band)
            flow.Canvas.Rectangle(Theme.MarginLeft, flow.Y, Theme.BodyWidth, height, band);
        if (look.RuleAbove)
            flow.Canvas.HorizontalLine(Theme.MarginLeft, flow.Y, Theme.BodyWidth, Theme.Hairline);
        foreach (RowCell cell in cells)
        {
            double top = flow.Y + look.Padding;
            for (int i = firstLine; i < Math.Min(firstLine + count, cell.Text.Lines.Count); i++, top += lineHeight)
            {
                TextLine line = cell.Text.Lines[i];
                flow.DrawLine(cell.AlignRight ? cell.X + cell.Width - line.Width : cell.X, top, cell.Text, line);
            }
        }
        flow.Take(height);
    }
}
