using StoreForensics.Reports.Pdf.Objects;
using StoreForensics.Reports.Pdf.Text;

namespace StoreForensics.Reports.Pdf.Pages;

/// <summary>A page's content stream while it is drawn (ISO 32000-1, 8 and 9). Points from the top left corner, y downwards; turned over here, in one place.</summary>
internal sealed class PageCanvas
{
    private readonly PdfBuffer _content = new();
    private Colour? _fill;

    public ReadOnlySpan<byte> Content => _content.Written;

    public void Clear()
    {
        _content.Clear();
        _fill = null;
    }

    public void Rectangle(double x, double y, double width, double height, Colour colour)
    {
        Fill(colour);
        _content.Real(x).Real(Theme.PageHeight - y - height).Real(width).Real(height).Add("re f\n"u8);
    }

    /// <summary>A line as a thin rectangle: its ends are exact and it needs no stroke colour.</summary>
    public void HorizontalLine(double x, double y, double width, Colour colour, double thickness = 0.5) =>
        Rectangle(x, y - (thickness / 2), width, thickness, colour);

    /// <summary>Glyphs on one baseline, each in its own font, size and colour.</summary>
    public void Glyphs(double x, double baseline, ReadOnlySpan<SetGlyph> glyphs, Colour? colour = null)
    {
        if (glyphs.IsEmpty)
            return;
        _content.Add("BT "u8).Real(x).Real(Theme.PageHeight - baseline).Add("Td "u8);
        for (int start = 0; start < glyphs.Length;)
        {
            ref readonly SetGlyph first = ref glyphs[start];
            int end = start + 1;
            while (end < glyphs.Length && glyphs[end].Glyph.Font == first.Glyph.Font && glyphs[end].Size == first.Size && glyphs[end].Tone == first.Tone)
                end++;
            Fill(colour ?? Theme.Of(first.Tone));
            _content.Add("/"u8).Add(first.Glyph.Font.ResourceName).Add(" "u8).Real(first.Size).Add("Tf <"u8);
            foreach (ref readonly SetGlyph glyph in glyphs[start..end])
                _content.Hex16(glyph.Glyph.Cid);
            _content.Add("> Tj "u8);
            start = end;
        }
        _content.Add("ET\n"u8);
    }

    private void Fill(Colour colour)
    {
        if (_fill == colour)
            return;
        _fill = colour;
        Component(colour.Red).Component(colour.Green).Component(colour.Blue)._content.Add("rg "u8);
    }

    private PageCanvas Component(byte value)
    {
        _content.Real(value / 255.0);
        return this;
    }
}
