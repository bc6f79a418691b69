using System.Globalization;
using StoreForensics.Reports.Documents;
using StoreForensics.Reports.Pdf.Objects;
using StoreForensics.Reports.Pdf.Pages;
using StoreForensics.Reports.Pdf.Text;

namespace StoreForensics.Reports.Pdf.Drawing;

/// <summary>Lanes with marks and ties: a row each, bars for how long it was there, squares for what was found, arrows from lane to lane.</summary>
internal sealed class LaneDrawing(PageFlow flow, TextSetter setter)
{
    private const double LabelWidth = 168;
    private const double RowHeight = 13;
    private const double MarkSize = 6;
    private const double AxisHeight = 12;
    private const double NoteHeight = 24; // what explains it stays with it

    public void Draw(Lanes lanes)
    {
        if (lanes.Rows.Count == 0)
            return;
        double height = lanes.Rows.Count * RowHeight;
        StructureElement element = flow.Structure.Open("Figure", alternative: Spoken(lanes));
        flow.Begin(height + AxisHeight + NoteHeight, 4);
        flow.Mark(element);
        double top = flow.Y;
        for (int row = 0; row < lanes.Rows.Count; row++)
            DrawRow(lanes.Rows[row], lanes.Columns.Count, top + (row * RowHeight));
        var used = new Dictionary<int, int>();
        foreach (RowTie tie in lanes.Ties)
        {
            int before = used.GetValueOrDefault(tie.Column);
            used[tie.Column] = before + 1;
            DrawTie(tie, lanes.Columns.Count, top, before);
        }
        flow.Take(height + 2);
        DrawAxis(lanes.Columns);
        flow.Structure.Close();
        flow.Space(2);
    }

    private static string Spoken(Lanes lanes) => lanes.Title + ": " + string.Join("; ", lanes.Rows.Select(row => string.Create(CultureInfo.InvariantCulture,
        $"{string.Concat(row.Label.Spans.Select(s => s.Text))}, {row.Marks.Count} moment{(row.Marks.Count == 1 ? "" : "s")} with findings"))) + ".";

    private static double X(int column, int columns) =>
        Theme.MarginLeft + LabelWidth + 10 + ((Theme.BodyWidth - LabelWidth - 20) * column / Math.Max(1, columns - 1));

    private void DrawRow(LaneRow row, int columns, double y)
    {
        double middle = y + (RowHeight / 2);
        LaidText label = setter.SetLine(row.Label, Theme.NoteSize, LabelWidth);
        flow.DrawText(Theme.MarginLeft, y + 1, label);
        flow.Canvas.HorizontalLine(Theme.MarginLeft + LabelWidth + 4, middle, Theme.BodyWidth - LabelWidth - 4, Theme.Hairline, 0.4);
        double from = X(row.From, columns), to = X(row.To, columns);
        double thickness = row.IsContainer ? 4 : 1.6;
        flow.Canvas.Rectangle(from, middle - (thickness / 2), Math.Max(1, to - from), thickness, flow.Palette.LowerBars.Tint(row.IsContainer ? 0.3 : 0.5));
        foreach ((int column, Tone tone) in row.Marks)
            flow.Canvas.Rectangle(X(column, columns) - (MarkSize / 2), middle - (MarkSize / 2), MarkSize, MarkSize, Theme.Of(tone));
    }

    private void DrawTie(RowTie tie, int columns, double top, int place)
    {
        double x = X(tie.Column, columns) - MarkSize + 1 - (place * 3), from = Middle(top, tie.From), to = Middle(top, tie.To);
        bool isDown = to > from;
        flow.Canvas.Rectangle(x, Math.Min(from, to), 0.6, Math.Abs(to - from), Theme.Strong);
        // The head, line by line: it needs no path of its own.
        for (int i = 0; i < 3; i++)
            flow.Canvas.Rectangle(x + 0.3 - (0.5 + (i * 0.5)), isDown ? to - i - 1 : to + i, 1 + i, 1, Theme.Strong);
        LaidText sign = setter.SetLine(Span.Muted(tie.Sign), Theme.FurnitureSize, 20);
        flow.DrawText(x - 6, isDown ? to - 11 - (place * 6) : to + 2 + (place * 6), sign);
    }

    private static double Middle(double top, int row) => top + (row * RowHeight) + (RowHeight / 2);

    private void DrawAxis(IReadOnlyList<string> columns)
    {
        double free = 0;
        for (int i = 0; i < columns.Count; i++)
        {
            if (columns[i].Length == 0)
                continue;
            LaidText label = setter.SetLine(Span.Muted(columns[i]), Theme.FurnitureSize, 200);
            double width = label.Lines.Count == 0 ? 0 : label.Lines[0].Width;
            double x = Math.Min(X(i, columns.Count) - 2, Theme.PageWidth - Theme.MarginRight - width);
            if (x < free)
                continue;
            flow.Canvas.Rectangle(X(i, columns.Count), flow.Y - 2, 0.5, 3, Theme.Strong);
            flow.DrawText(x, flow.Y, label);
            free = x + width + 10;
        }
        flow.Take(AxisHeight);
    }
}
