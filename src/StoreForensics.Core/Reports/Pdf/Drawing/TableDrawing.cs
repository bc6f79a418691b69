using StoreForensics.Reports.Documents;
using StoreForensics.Reports.Pdf.Objects;
using StoreForensics.Reports.Pdf.Pages;
using StoreForensics.Reports.Pdf.Text;

namespace StoreForensics.Reports.Pdf.Drawing;

/// <summary>Data tables and tables of names and values.</summary>
internal sealed class TableDrawing(PageFlow flow, TextSetter setter)
{
    private const double CellGap = 4; // left and right inside a cell
    private const double KeyWidth = 98;

    // Of two facts beside each other.
    private const double RightX = Theme.MarginLeft + (Theme.BodyWidth * 0.515);
    private const double RightKeyWidth = 80;
    private const double RightWidth = Theme.PageWidth - Theme.MarginRight - RightX - RightKeyWidth - CellGap;
    private const double LeftWidth = RightX - Theme.MarginLeft - KeyWidth - (2 * CellGap);

    public void Draw(DataTable table)
    {
        bool compact = table.Look == TableLook.Compact;
        (double X, double Width)[] places = Places(table.Columns);
        RowCell[] head = [.. table.Columns.Select((column, i) =>
            new RowCell(setter.Set(Span.Bold(column.Title), Theme.TableSize, places[i].Width, Tone.Normal), places[i].X, places[i].Width, column.AlignRight,
                CellKind.ColumnHead))];
        double headHeight = table.Columns.All(c => c.Title.Length == 0) ? 0 : head.Max(c => c.Text.Height) + 7;
        StructureElement element = flow.Structure.Open("Table");
        bool repeated = false;
        var rows = new RowDrawing(flow, headHeight, 6, () =>
        {
            DrawHead(head, headHeight, repeated);
            repeated = true;
        });
        int number = 0;
        bool any = false;
        foreach (TableRow row in table.OnePage is { } bound ? Fitting(table, places, headHeight, bound) : table.Rows)
        {
            // A note belongs to the row above it and has its background.
            bool striped = !compact && row.NoteFrom is not 0 && (row.NoteFrom is null ? number++ : number - 1) % 2 == 1;
            rows.Add(Cells(row, table, places), new RowLook(row.NoteFrom > 0 ? 1.5 : PaddingOf(table), striped ? Theme.Band : null,
                KeepWithNext: row.KeepWithNext));
            any = true;
        }
        rows.Finish();
        flow.Structure.Enter(element);
        flow.Structure.Close();
        if (any)
            flow.Canvas.HorizontalLine(Theme.MarginLeft, flow.Y, Theme.BodyWidth, Theme.Hairline);
        flow.Space(compact ? 5 : 8);
    }

    public void Draw(KeyValueTable table)
    {
        flow.Structure.Open("Table");
        var rows = new RowDrawing(flow, 0, 4, static () => { });
        double valueX = Theme.MarginLeft + KeyWidth, valueWidth = Theme.BodyWidth - KeyWidth - CellGap;
        (KeyValueRow Left, KeyValueRow? Right)[] pairs = [.. Paired(table.Rows)];
        int columns = pairs.Any(p => p.Right is not null) ? 4 : 2;
        bool first = true;
        foreach ((KeyValueRow row, KeyValueRow? right) in pairs)
        {
            RowCell[] beside = right is null ? [] : right.Key is null ? [ValueOf(right, RightX, RightWidth + RightKeyWidth) with { Columns = 2 }]
                : [KeyOf(right, RightX - CellGap, RightKeyWidth), ValueOf(right, RightX + RightKeyWidth, RightWidth)];
            RowCell value = ValueOf(row, valueX, right is null ? valueWidth : LeftWidth) with { Columns = right is null ? columns - 1 : 1 };
            rows.Add([KeyOf(row, Theme.MarginLeft, KeyWidth), value, .. beside], new RowLook(row.Key is null ? 0.8 : 2.4,
                RuleAbove: row.Key is not null && !first));
            first = false;
        }
        rows.Finish();
        flow.Structure.Close();
        flow.Space(8);
    }

    private RowCell KeyOf(KeyValueRow row, double x, double width) =>
        new(setter.Set(Span.Muted(row.Key ?? ""), Theme.TableSize, width - (2 * CellGap)), x, width, Kind: CellKind.RowHead);

    private RowCell ValueOf(KeyValueRow row, double x, double width) => new(setter.Set(row.Value, Theme.TableSize, width), x, width);

    // Two that are short stand beside each other: two facts, or two values of one.
    private IEnumerable<(KeyValueRow Left, KeyValueRow? Right)> Paired(IReadOnlyList<KeyValueRow> rows)
    {
        for (int i = 0; i < rows.Count; i++)
        {
            KeyValueRow? next = i + 1 < rows.Count ? rows[i + 1] : null;
            bool isLast = i + 2 >= rows.Count || rows[i + 2].Key is not null;
            bool fits = next is not null && IsShort(rows[i].Value, LeftWidth) && (next.Key is null ? IsShort(next.Value, RightWidth + RightKeyWidth)
                : rows[i].Key is not null && isLast && IsShort(next.Key, RightKeyWidth - (2 * CellGap)) && IsShort(next.Value, RightWidth));
            yield return (rows[i], fits ? next : null);
            i += fits ? 1 : 0;
        }
    }

    // What cannot be one line for its length alone is not set to find out.
    private bool IsShort(RichText text, double width) => text.Spans.Sum(s => s.Text.Length) < width / 2 && setter.Set(text, Theme.TableSize,
        width).Lines.Count <= 1;

    // The rows for which the page has room, and a remark on those for which it has not. Rows are set twice here: such tables are short.
    private IEnumerable<TableRow> Fitting(DataTable table, (double X, double Width)[] places, double headHeight, PageBound bound)
    {
        const double oneLine = Theme.TableSize * TextSetter.Leading;
        double room = flow.RoomBelowHeadings - headHeight - 6 - (bound.LinesBelow * oneLine), used = 0;
        var rows = new List<(TableRow Row, double Height)>();
        foreach (TableRow row in table.Rows)
        {
            double height = Cells(row, table, places).Max(c => c.Text.Height) + (2 * PaddingOf(table));
            used += height;
            rows.Add((row, height));
        }
        if (used > room || rows.Count < bound.Rows)
            room -= oneLine + 6; // for the remark
        for (int i = rows.Count - 1; i >= 0 && used > room; i--)
        {
            if (rows[i].Row.IsExpendable)
                Drop(i);
        }
        while (used > room && rows.Count > 0)
            Drop(rows.Count - 1);
        foreach ((TableRow row, _) in rows)
            yield return row;
        if (rows.Count < bound.Rows)
            yield return new TableRow([bound.More(bound.Rows - rows.Count)], NoteFrom: 0);

        void Drop(int at)
        {
            used -= rows[at].Height;
            rows.RemoveAt(at);
        }
    }

    // A table that must keep to its page is set closer.
    private static double PaddingOf(DataTable table) => table.Look == TableLook.Compact ? 0.6 : table.OnePage is null ? 3 : 2.2;

    private RowCell[] Cells(TableRow row, DataTable table, (double X, double Width)[] places)
    {
        double size = table.Look == TableLook.Compact ? Theme.CompactSize : Theme.TableSize;
        if (row.NoteFrom is int from)
        {
            double x = places[from].X, width = Theme.PageWidth - Theme.MarginRight - CellGap - x;
            // What is told below a row is smaller than the row.
            RowCell note = new(setter.Set(row.Cells[0], from > 0 ? Theme.CompactSize : size, width, from > 0 ? null : Tone.Muted), x, width,
                Columns: places.Length - from);
            // The columns that it leaves out are empty cells, so that the rest stands under its heads.
            return [.. Enumerable.Range(0, from).Select(i => new RowCell(TextSetter.Nothing, places[i].X, places[i].Width)), note];
        }
        return [.. row.Cells.Select((cell, i) =>
            new RowCell(setter.Set(cell, size, places[i].Width), places[i].X, places[i].Width, table.Columns[i].AlignRight))];
    }

    // Read aloud once: on the pages after the first it is decoration.
    private void DrawHead(RowCell[] head, double height, bool repeated)
    {
        if (height == 0)
            return;
        flow.Canvas.Rectangle(Theme.MarginLeft, flow.Y, Theme.BodyWidth, height, flow.Palette.HeadBand);
        if (!repeated)
            flow.Structure.Open("TR");
        foreach (RowCell cell in head)
        {
            if (!repeated)
                flow.Structure.Open("TH", "/A<</O/Table/Scope/Column>>");
            double top = flow.Y + 3.5;
            foreach (TextLine line in cell.Text.Lines)
            {
                double x = cell.AlignRight ? cell.X + cell.Width - line.Width : cell.X;
                if (repeated)
                    flow.Canvas.Glyphs(x, top + PageFlow.Baseline(cell.Text.LineHeight), cell.Text.GlyphsOf(line), flow.Palette.Accent);
                else
                    flow.DrawLine(x, top, cell.Text, line, flow.Palette.Accent);
                top += cell.Text.LineHeight;
            }
            if (!repeated)
                flow.Structure.Close();
        }
        if (!repeated)
            flow.Structure.Close();
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
