using StoreForensics.Reports.Documents;
using StoreForensics.Reports.Pdf.Pages;
using StoreForensics.Reports.Pdf.Text;

namespace StoreForensics.Reports.Pdf.Drawing;

/// <summary>Data tables and tables of names and values.</summary>
internal sealed class TableDrawing(PageFlow flow, TextSetter setter)
{
    private const double CellGap = 4; // left and right inside a cell
    private const double KeyWidth = 112;

    public void Draw(DataTable table)
    {
        bool compact = table.Look == TableLook.Compact;
        (double X, double Width)[] places = Places(table.Columns);
        RowCell[] head = [.. table.Columns.Select((column, i) =>
            new RowCell(setter.Set(Span.Bold(column.Title), Theme.TableSize, places[i].Width, Tone.Normal), places[i].X, places[i].Width, column.AlignRight))];
        double headHeight = table.Columns.All(c => c.Title.Length == 0) ? 0 : head.Max(c => c.Text.Height) + 7;
        var rows = new RowDrawing(flow, headHeight, () => DrawHead(head, headHeight));
        int number = 0;
        foreach (TableRow row in table.Rows)
        {
            Colour? band = !compact && number++ % 2 == 1 ? Theme.Band : null;
            rows.Place(Cells(row, table, places), new RowLook(compact ? 0.6 : 3, band), 6);
        }
        if (number > 0)
            flow.Canvas.HorizontalLine(Theme.MarginLeft, flow.Y, Theme.BodyWidth, Theme.Hairline);
        flow.Space(compact ? 5 : 8);
    }

    public void Draw(KeyValueTable table)
    {
        var rows = new RowDrawing(flow, 0, static () => { });
        double valueX = Theme.MarginLeft + KeyWidth, valueWidth = Theme.BodyWidth - KeyWidth - CellGap;
        bool first = true;
        foreach (KeyValueRow row in table.Rows)
        {
            RowCell key = new(setter.Set(Span.Muted(row.Key ?? ""), Theme.TableSize, KeyWidth - (2 * CellGap)), Theme.MarginLeft, KeyWidth);
            RowCell value = new(setter.Set(row.Value, Theme.TableSize, valueWidth), valueX, valueWidth);
            rows.Place([key, value], new RowLook(row.Key is null ? 0.8 : 2.4, RuleAbove: row.Key is not null && !first), 4);
            first = false;
        }
        flow.Space(8);
    }

    private RowCell[] Cells(TableRow row, DataTable table, (double X, double Width)[] places)
    {
        double size = table.Look == TableLook.Compact ? Theme.CompactSize : Theme.TableSize;
        if (row.IsNote)
        {
            double width = Theme.BodyWidth - (2 * CellGap);
            return [new RowCell(setter.Set(row.Cells[0], size, width, Tone.Muted), Theme.MarginLeft + CellGap, width)];
        }
        return [.. row.Cells.Select((cell, i) =>
            new RowCell(setter.Set(cell, size, places[i].Width), places[i].X, places[i].Width, table.Columns[i].AlignRight))];
    }

    private void DrawHead(RowCell[] head, double height)
    {
        if (height == 0)
            return;
        flow.Canvas.Rectangle(Theme.MarginLeft, flow.Y, Theme.BodyWidth, height, Theme.HeadBand);
        foreach (RowCell cell in head)
        {
            double top = flow.Y + 3.5;
            foreach (TextLine line in cell.Text.Lines)
            {
                flow.DrawLine(cell.AlignRight ? cell.X + cell.Width - line.Width : cell.X, top, cell.Text, line, Theme.Heading);
                top += cell.Text.LineHeight;
            }
        }
        flow.Take(height);
    }

    private static (double X, double Width)[] Places(IReadOnlyList<Column> columns)
    {
        double all = columns.Sum(c => c.Weight), x = Theme.MarginLeft;
        var places = new (double, double)[columns.Count];
        for (int i = 0; i < columns.Count; i++)
        {
            double width = Theme.BodyWidth * columns[i].Weight / all;
            places[i] = (x + CellGap, width - (2 * CellGap));
            x += width;
        }
        return places;
    }
}
