using System.Globalization;
using StoreForensics.Reports.Documents;
using StoreForensics.Reports.Pdf.Objects;
using StoreForensics.Reports.Pdf.Pages;
using StoreForensics.Reports.Pdf.Text;

namespace StoreForensics.Reports.Pdf.Drawing;

/// <summary>Heads and feet: a second content stream of every page, written when the number of pages is known.</summary>
internal sealed class FurnitureDrawing(PdfFileWriter file, TextSetter setter, ReportDocument document)
{
    private readonly PageCanvas _canvas = new();

    /// <summary>Returns the number of the stream's object.</summary>
    public int Draw(PageRecord page, int number, int total)
    {
        _canvas.Clear();
        _canvas.BeginArtifact("/Type/Pagination");
        if (number > 1) // the first page has the title itself
        {
            Line(document.RunningHead, Theme.HeadBaseline, alignRight: false, Theme.BodyWidth * 0.58);
            Line(page.Section, Theme.HeadBaseline, alignRight: true, Theme.BodyWidth * 0.38);
            _canvas.HorizontalLine(Theme.MarginLeft, Theme.HeadBaseline + 6, Theme.BodyWidth, Theme.Hairline);
        }
        _canvas.HorizontalLine(Theme.MarginLeft, Theme.FootBaseline - 11, Theme.BodyWidth, Theme.Hairline);
        Line(document.Tool, Theme.FootBaseline, alignRight: false, Theme.BodyWidth * 0.7);
        Line(string.Create(CultureInfo.InvariantCulture, $"Page {number} of {total}"), Theme.FootBaseline, alignRight: true, Theme.BodyWidth * 0.3);
        _canvas.EndMark();
        int content = file.Reserve();
        file.Stream(content, _canvas.Content);
        return content;
    }

    private void Line(string text, double baseline, bool alignRight, double width)
    {
        LaidText line = setter.SetLine(Span.Muted(text), Theme.FurnitureSize, width);
        if (line.Lines.Count == 0)
            return;
        double x = alignRight ? Theme.PageWidth - Theme.MarginRight - line.Lines[0].Width : Theme.MarginLeft;
        _canvas.Glyphs(x, baseline, line.GlyphsOf(line.Lines[0]));
    }
}
