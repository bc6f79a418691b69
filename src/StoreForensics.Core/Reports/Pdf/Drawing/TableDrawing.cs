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
        var rows = new RowDrawing(flow, headHeight, 6, () => DrawHead(head, headHeight));
        int number = 0;
        bool any = false;
        foreach (TableRow row in table.OnePage is { } bound ? Fitting(table, places, headHeight, bound) : table.Rows)
        {
            // A note belongs to the row above it and has its background.
            bool striped = !compact && row.NoteFrom is not 0 && (row.NoteFrom is null ? number++ : number - 1) % 2 == 1;
            rows.Add(Cells(row, table, places), new RowLook(compact ? 0.6 : row.NoteFrom > 0 ? 1.5 : 3, striped ? Theme.Band : null, KeepWithNext: row.KeepWithNext));
            any = true;
        }
        rows.Finish();
        if (any)
            flow.Canvas.HorizontalLine(Theme.MarginLeft, flow.Y, Theme.BodyWidth, Theme.Hairline);
        flow.Space(compact ? 5 : 8);
    }

    public void Draw(KeyValueTable table)
    {
        var rows = new RowDrawing(flow, 0, 4, static () => { });
        double valueX = Theme.MarginLeft + KeyWidth, valueWidth = Theme.BodyWidth - KeyWidth - CellGap;
        bool first = true;
        foreach (KeyValueRow row in table.Rows)
        {
            RowCell key = new(setter.Set(Span.Muted(row.Key ?? ""), Theme.TableSize, KeyWidth - (2 * CellGap)), Theme.MarginLeft, KeyWidth);
            RowCell value = new(setter.Set(row.Value, Theme.TableSize, valueWidth), valueX, valueWidth);
            rows.Add([key, value], new RowLook(row.Key is null ? 0.8 : 2.4, RuleAbove: row.Key is not null && !first));
            first = false;
        }
        rows.Finish();
        flow.Space(8);
    }

    // The rows for which the page has room, and a remark on those for which it has not. Rows are set twice here: such tables are short.
    private IEnumerable<TableRow> Fitting(DataTable table, (double X, double Width)[] places, double headHeight, PageBound bound)
    {
        const double oneLine = Theme.TableSize * TextSetter.Leading;
        double room = flow.RoomBelowHeadings - headHeight - 6 - (bound.LinesBelow * oneLine), more = oneLine + 6;
        int shown = 0;
        foreach (TableRow row in table.Rows)
        {
            double height = Cells(row, table, places).Max(c => c.Text.Height) + 6;
            // The remark needs room unless this is the last row.
            if (room < height + (shown + 1 < bound.Rows ? more : 0))
                break;
            room -= height;
            shown++;
            yield return row;
        }
        if (shown < bound.Rows)
            yield return new TableRow([bound.More(bound.Rows - shown)], NoteFrom: 0);
    }

    private RowCell[] Cells(TableRow row, DataTable table, (double X, double Width)[] places)
    {
        double size = table.Look == TableLook.Compact ? Theme.CompactSize : Theme.TableSize;
        if (row.NoteFrom is int from)
        {
            double x = places[from].X, width = Theme.PageWidth - Theme.MarginRight - CellGap - x;
            // What is told below a row is smaller than the row.
            return [new RowCell(setter.Set(row.Cells[0], from > 0 ? Theme.CompactSize : size, width, from > 0 ? null : Tone.Muted), x, width)];
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
