using System.Globalization;
using StoreForensics.Reports.Documents;
using StoreForensics.Reports.Pdf.Objects;
using StoreForensics.Reports.Pdf.Pages;
using StoreForensics.Reports.Pdf.Styles;
using StoreForensics.Reports.Pdf.Text;

namespace StoreForensics.Reports.Pdf.Drawing;

/// <summary>Key figures in tiles, and the histogram.</summary>
internal sealed class FigureDrawing(PageFlow flow, TextSetter setter)
{
    private const double AxisWidth = 40;
    private const double PanelHeight = 38;
    private const double PanelGap = 20;
    private const double NoteHeight = 30; // what explains a histogram stays with it

    public void Draw(KeyFigures figures)
    {
        const double gap = 8, height = 40;
        int perRow = Math.Min(4, Math.Max(1, figures.Figures.Count));
        double width = (Theme.BodyWidth - ((perRow - 1) * gap)) / perRow;
        foreach (KeyFigure[] row in figures.Figures.Chunk(perRow))
        {
            flow.Begin(height, gap);
            for (int i = 0; i < row.Length; i++)
                DrawTile(row[i], Theme.MarginLeft + (i * (width + gap)), width, height);
            flow.Take(height);
            flow.Space(gap);
        }
        flow.Space(8);
    }

    public void Draw(Histogram histogram)
    {
        if (histogram.Bars.Count == 0)
            return;
        int panels = histogram.Series.Count;
        StructureElement element = flow.Structure.Open("Figure", alternative: Spoken(histogram));
        flow.Begin((panels * (PanelHeight + PanelGap)) + 16 + NoteHeight, 8);
        flow.Mark(element);
        for (int series = 0; series < panels; series++)
        {
            Colour colour = series == 0 ? flow.Palette.UpperBars : flow.Palette.LowerBars;
            DrawPanel(histogram.Series[series], [.. histogram.Bars.Select(bar => bar.Counts[series])], colour);
        }
        DrawTimeAxis(histogram.Bars);
        flow.Structure.Close();
        flow.Space(10);
    }

    public void Draw(BarChart chart)
    {
        if (chart.Bars.Count == 0)
            return;
        const double labelWidth = 190, amountWidth = 60, rowHeight = 10.8, barHeight = 6.4;
        double left = Theme.MarginLeft + labelWidth + 8, room = Theme.BodyWidth - labelWidth - 8 - amountWidth;
        long most = Math.Max(1, chart.Bars.Max(bar => bar.Amount));
        StructureElement element = flow.Structure.Open("Figure", alternative: chart.Title + ", as bars; each bar's name and amount stand beside it.");
        double height = chart.Bars.Count * rowHeight;
        // A picture is kept whole where a page holds it.
        flow.Begin(height <= Theme.BodyHeight - 60 ? height : 3 * rowHeight, 6);
        foreach (AmountBar bar in chart.Bars)
        {
            if (!flow.Fits(rowHeight))
                flow.TurnPage();
            flow.Mark(element);
            LaidText label = setter.SetLine(bar.Label, Theme.NoteSize, labelWidth), amount = setter.SetLine(new Span(bar.Text), Theme.NoteSize, amountWidth);
            flow.DrawText(Theme.MarginLeft + labelWidth - WidthOf(label), flow.Y, label);
            // The shortest is still seen.
            double width = bar.Amount == 0 ? 0 : Math.Max(0.6, room * (bar.Amount / (double)most));
            flow.Canvas.Rectangle(left, flow.Y + 2, width, barHeight, flow.Palette.LowerBars);
            flow.DrawText(left + width + 4, flow.Y, amount);
            flow.Take(rowHeight);
        }
        flow.Structure.Close();
        flow.Space(6);
    }

    public void Draw(Signatures signatures)
    {
        const double height = 50, gap = 24;
        double width = (Theme.BodyWidth - (gap * (signatures.Lines.Count - 1))) / signatures.Lines.Count;
        flow.Begin(height, 12);
        // At the foot of the page, where a hand finds room above the line.
        double top = Theme.BodyBottom - height;
        for (int i = 0; i < signatures.Lines.Count; i++)
        {
            double x = Theme.MarginLeft + (i * (width + gap));
            flow.Canvas.HorizontalLine(x, top + 34, width, Theme.Strong);
            flow.Structure.Open("P");
            flow.DrawText(x, top + 37, setter.SetLine(Span.Muted(signatures.Lines[i] + ": name, date, signature"), Theme.NoteSize, width));
            flow.Structure.Close();
        }
        flow.Take(Theme.BodyBottom - flow.Y);
    }

    /// <summary>In the upper margin of the page, on the right: it takes no room from the text.</summary>
    public void Draw(HouseLogo logo, int image)
    {
        const double most = 36, widest = 170, bottom = Theme.BodyTop - 6;
        double scale = Math.Min(most / logo.Height, widest / logo.Width), width = logo.Width * scale, height = logo.Height * scale;
        flow.Begin(0);
        flow.Canvas.Image(image, Theme.PageWidth - Theme.MarginRight - width, bottom - height, width, height);
    }

    private static string Spoken(Histogram histogram)
    {
        IEnumerable<string> series = histogram.Series.Select((name, i) =>
        {
            HistogramBar highest = histogram.Bars.MaxBy(bar => bar.Counts[i])!;
            return string.Create(CultureInfo.InvariantCulture,
                $"{name}: {histogram.Bars.Sum(bar => bar.Counts[i])} in all, most ({highest.Counts[i]}) from {highest.Label}");
        });
        return $"{histogram.Title}, as bars from {histogram.Bars[0].Label} to {histogram.Bars[^1].Label}. {string.Join(". ", series)}.";
    }

    private static double WidthOf(LaidText line) => line.Lines.Count == 0 ? 0 : line.Lines[0].Width;

    private void DrawTile(KeyFigure figure, double x, double width, double height)
    {
        flow.Canvas.Rectangle(x, flow.Y, width, height, Theme.Background(figure.Tone));
        LaidText value = setter.SetLine(new Span(figure.Value, SpanStyle.Bold, figure.Tone, figure.Link), 15, width - 16);
        LaidText label = setter.SetLine(Span.Muted(figure.Label), Theme.NoteSize, width - 16);
        flow.Structure.Open("P");
        flow.DrawText(x + 8, flow.Y + 4, value);
        flow.DrawText(x + 8, flow.Y + 25, label);
        flow.Structure.Close();
    }

    private void DrawPanel(string title, long[] counts, Colour colour)
    {
        LaidText label = setter.SetLine(Span.Bold(title), Theme.NoteSize, Theme.BodyWidth);
        flow.DrawText(Theme.MarginLeft, flow.Y + 2, label);
        flow.Take(PanelGap - 4);
        int decades = Decades(counts.Max());
        double left = Theme.MarginLeft + AxisWidth, bottom = flow.Y + PanelHeight;
        for (int i = 0; i <= decades; i++)
        {
            double y = bottom - (PanelHeight * i / decades);
            flow.Canvas.HorizontalLine(left, y, Theme.BodyWidth - AxisWidth, i == 0 ? Theme.Strong : Theme.Hairline);
            Label(i == 0 ? "0" : Power(i), left - 4, y - 5.5, alignRight: true);
        }
        double slot = (Theme.BodyWidth - AxisWidth) / counts.Length;
        double width = Math.Max(0.4, slot * (slot > 30 ? 0.5 : 0.82));
        for (int i = 0; i < counts.Length; i++)
        {
            double height = PanelHeight * Height(counts[i]) / decades;
            if (height > 0)
                flow.Canvas.Rectangle(left + (i * slot) + ((slot - width) / 2), bottom - height, width, height, colour);
        }
        flow.Take(PanelHeight + 4);
    }

    private void DrawTimeAxis(IReadOnlyList<HistogramBar> bars)
    {
        double slot = (Theme.BodyWidth - AxisWidth) / bars.Count;
        double widest = setter.Set(bars[0].Label, Theme.FurnitureSize, double.MaxValue).Lines is [var line, ..] ? line.Width : 0;
        int step = Math.Max(1, (int)Math.Ceiling((widest + 14) / slot));
        for (int i = 0; i < bars.Count; i += step)
        {
            double x = Theme.MarginLeft + AxisWidth + (i * slot);
            if (x + widest > Theme.PageWidth - Theme.MarginRight + 10)
                break;
            flow.Canvas.Rectangle(x, flow.Y - 4, 0.5, 3, Theme.Strong);
            Label(bars[i].Label, x, flow.Y, alignRight: false);
        }
        flow.Take(12);
    }

    private void Label(string text, double x, double top, bool alignRight)
    {
        LaidText label = setter.SetLine(Span.Muted(text), Theme.FurnitureSize, 200);
        flow.DrawText(alignRight && label.Lines.Count > 0 ? x - label.Lines[0].Width : x, top, label);
    }

    // In decades: linear from one event (0.3, so that it is seen) to ten (1), logarithmic above.
    private static double Height(long count) => count == 0 ? 0 : count < 10 ? 0.3 + (0.7 * (count - 1) / 9) : Math.Log10(count);

    private static int Decades(long most)
    {
        int decades = 1;
        for (long power = 10; power < most && decades < 18; power *= 10)
            decades++;
        return decades;
    }

    private static string Power(int decade) => decade switch
    {
        < 3 => decade == 1 ? "10" : "100",
        < 6 => decade switch { 3 => "1k", 4 => "10k", _ => "100k" },
        < 9 => decade switch { 6 => "1M", 7 => "10M", _ => "100M" },
        _ => "10^" + decade.ToString(CultureInfo.InvariantCulture),
    };
}
