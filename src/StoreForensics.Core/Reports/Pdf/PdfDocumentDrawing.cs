using StoreForensics.Reports.Documents;
using StoreForensics.Reports.Pdf.Drawing;
using StoreForensics.Reports.Pdf.Objects;
using StoreForensics.Reports.Pdf.Pages;
using StoreForensics.Reports.Pdf.Styles;
using StoreForensics.Reports.Pdf.Text;

namespace StoreForensics.Reports.Pdf;

/// <summary>
/// Draws a document as PDF/A-2b. Everything that knows how a document looks is behind this class: another engine would replace it and nothing else.
/// Streams: a page is written when it is full; what is kept of it are numbers. Equal documents give equal bytes.
/// </summary>
internal sealed class PdfDocumentDrawing
{
    private readonly FontSet _fonts = new();
    private readonly TextSetter _setter;
    private readonly ReportDocument _document;
    private readonly HouseStyle _style;
    private (string Title, int Before, int Place)? _contents;

    private PdfDocumentDrawing(ReportDocument document, HouseStyle style)
    {
        (_document, _style) = (document, style);
        _setter = new TextSetter(_fonts);
    }

    /// <summary>Writes the whole file; the target need not seek.</summary>
    public static void Draw(ReportDocument document, Stream target, HouseStyle? style = null) =>
        new PdfDocumentDrawing(document, style ?? HouseStyle.Default).Draw(target);

    private void Draw(Stream target)
    {
        using var file = new PdfFileWriter(target);
        var structure = new StructureTree(file);
        var flow = new PageFlow(file, _setter, structure, _style.Palette);
        int logo = WriteLogo(file);
        DrawBlocks(flow, structure, logo);
        List<PageRecord> pages = flow.Pages;
        if (_contents is (string title, int before, int place))
            pages.InsertRange(before, new ContentsDrawing(file, _setter, structure, _style.Palette).Draw(title, pages, flow.Headings, before, place));
        var furniture = new FurnitureDrawing(file, _setter, _document);
        int[] furnitureNumbers = [.. pages.Select((page, i) => furniture.Draw(page, i + 1, pages.Count))];
        new PdfBinding(file, _document, structure).Finish(pages, furnitureNumbers, flow.Headings, _fonts.Used, logo);
    }

    // Returns its object; 0 when there is none.
    private int WriteLogo(PdfFileWriter file)
    {
        if (_style.Logo is not { } logo)
            return 0;
        int number = file.Reserve();
        string entries = "/Type/XObject/Subtype/Image" + logo.Entries;
        if (logo.IsCompressed)
            file.RawStream(number, logo.Data, entries);
        else
            file.Stream(number, logo.Data, entries);
        return number;
    }

    private void DrawBlocks(PageFlow flow, StructureTree structure, int logo)
    {
        var text = new TextDrawing(flow, _setter);
        var tables = new TableDrawing(flow, _setter);
        var figures = new FigureDrawing(flow, _setter);
        var lanes = new LaneDrawing(flow, _setter);
        if (_style.Logo is not null)
            figures.Draw(_style.Logo, logo);
        foreach (Block block in _document.Blocks)
        {
            switch (block)
            {
                case Heading heading: flow.Head(heading); break;
                case Paragraph paragraph: text.Draw(paragraph); break;
                case BulletList list: text.Draw(list); break;
                case Callout callout: text.Draw(callout); break;
                case KeyValueTable table: tables.Draw(table); break;
                case DataTable table: tables.Draw(table); break;
                case KeyFigures tiles: figures.Draw(tiles); break;
                case Histogram histogram: figures.Draw(histogram); break;
                case BarChart chart: figures.Draw(chart); break;
                case Lanes story: lanes.Draw(story); break;
                case Signatures signatures: figures.Draw(signatures); break;
                case PageBreak: flow.BreakPage(); break;
                case TableOfContents contents:
                    flow.BreakPage();
                    _contents = (contents.Title, flow.Pages.Count, structure.Place);
                    break;
                default: throw new NotSupportedException(block.GetType().Name);
            }
        }
        flow.Finish();
    }
}
