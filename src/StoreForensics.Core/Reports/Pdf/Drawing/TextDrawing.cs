using StoreForensics.Reports.Documents;
using StoreForensics.Reports.Pdf.Pages;
using StoreForensics.Reports.Pdf.Text;

namespace StoreForensics.Reports.Pdf.Drawing;

/// <summary>Paragraphs, bullet lists and callouts.</summary>
internal sealed class TextDrawing(PageFlow flow, TextSetter setter)
{
    private const double Indent = 12;

    public void Draw(Paragraph paragraph)
    {
        (double size, Tone? tone) = paragraph.Role switch
        {
            ParagraphRole.Lead => (Theme.LeadSize, (Tone?)null),
            ParagraphRole.Note => (Theme.NoteSize, Tone.Muted),
            ParagraphRole.Label => (Theme.TableSize, null),
            _ => (Theme.BodySize, null),
        };
        LaidText text = setter.Set(paragraph.Text, size, Theme.BodyWidth, tone);
        // A label needs room for a first row of what it names.
        double tail = paragraph.Role == ParagraphRole.Label ? 30 : 0;
        flow.Structure.Open("P");
        DrawLines(text, Theme.MarginLeft, paragraph.Role == ParagraphRole.Label ? 7 : 4, tail);
        flow.Structure.Close();
        flow.Space(paragraph.Role switch { ParagraphRole.Label => 2, ParagraphRole.Lead => 8, _ => 5 });
    }

    public void Draw(BulletList list)
    {
        flow.Structure.Open("L");
        foreach (RichText item in list.Items)
        {
            flow.Structure.Open("LI");
            LaidText text = setter.Set(item, Theme.BodySize, Theme.BodyWidth - Indent);
            LaidText bullet = setter.Set("•", Theme.BodySize, Indent);
            flow.Begin(FirstPart(text), 2);
            flow.Structure.Open("Lbl");
            flow.DrawText(Theme.MarginLeft + 2, flow.Y, bullet);
            flow.Structure.Close();
            flow.Structure.Open("LBody");
            DrawLines(text, Theme.MarginLeft + Indent, 0, 0);
            flow.Structure.Close();
            flow.Structure.Close();
            flow.Space(2);
        }
        flow.Structure.Close();
        flow.Space(6);
    }

    public void Draw(Callout callout)
    {
        const double padding = 8, edge = 3;
        double width = Theme.BodyWidth - (2 * padding) - edge;
        LaidText title = First(setter.Set(Span.Bold(callout.Title, callout.Tone), Theme.BodySize, width), 4);
        LaidText text = First(setter.Set(callout.Text, Theme.TableSize, width), 40);
        double height = title.Height + text.Height + (2 * padding);
        flow.Begin(height, 8);
        flow.Canvas.Rectangle(Theme.MarginLeft, flow.Y, Theme.BodyWidth, height, Theme.Background(callout.Tone));
        flow.Canvas.Rectangle(Theme.MarginLeft, flow.Y, edge, height, Theme.Of(callout.Tone));
        double x = Theme.MarginLeft + edge + padding;
        flow.Structure.Open("Div");
        DrawParagraph(x, flow.Y + padding, title);
        DrawParagraph(x, flow.Y + padding + title.Height, text);
        flow.Structure.Close();
        flow.Take(height);
        flow.Space(10);
    }

    private void DrawParagraph(double x, double top, LaidText text)
    {
        flow.Structure.Open("P");
        flow.DrawText(x, top, text);
        flow.Structure.Close();
    }

    private void DrawLines(LaidText text, double x, double spaceAbove, double tail)
    {
        if (spaceAbove > 0)
            flow.Begin(FirstPart(text) + tail, spaceAbove);
        for (int i = 0; i < text.Lines.Count; i++)
        {
            // The last two lines stay together.
            int together = i == text.Lines.Count - 2 && i > 1 ? 2 : 1;
            if (!flow.Fits(together * text.LineHeight))
                flow.TurnPage();
            flow.DrawLine(x, flow.Y, text, text.Lines[i]);
            flow.Take(text.LineHeight);
        }
    }

    // A box is not split, so it must not grow past a page.
    private static LaidText First(LaidText text, int lines) => text.Lines.Count <= lines ? text : text with { Lines = [.. text.Lines.Take(lines)] };

    // Short texts stay whole; of longer ones two lines must fit.
    private static double FirstPart(LaidText text) => (text.Lines.Count <= 3 ? text.Lines.Count : 2) * text.LineHeight;
}
