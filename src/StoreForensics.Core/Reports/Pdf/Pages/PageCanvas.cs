using StoreForensics.Reports.Pdf.Objects;
using StoreForensics.Reports.Pdf.Text;

namespace StoreForensics.Reports.Pdf.Pages;

/// <summary>A page's content stream while it is drawn (ISO 32000-1, 8 and 9). Points
/// from the top left corner, y downwards; turned over here, in one place.</summary>
internal sealed class PageCanvas
{
    private readonly PdfBuffer _content = new();
    private Colour? _fill;
    private Mark _mark;

    public ReadOnlySpan<byte> Content => _content.Written;

    public void Clear()
    {
        _content.Clear();
        _fill = null;
        _mark = Mark.None;
    }

    /// <summary>The element that what is drawn now belongs to; null outside of marked content and in what belongs to none.</summary>
    public StructureElement? Element { get; private set; }

    /// <summary>What follows belongs to an element (14.7.4.2).</summary>
    public void BeginContent(StructureElement element, int mark)
    {
        EndMark();
        _content.Add("/"u8).Add(element.Type).Add("<</MCID "u8).Add(mark).Add(">>BDC\n"u8);
        (_mark, Element) = (element.Type == "Figure" ? Mark.Figure : Mark.Content, element);
    }

    /// <summary>What follows belongs to none: lines, backgrounds, heads and feet of pages (14.8.2.2).</summary>
    /// <param name="entries">The artifact's properties, in PDF syntax.</param>
    public void BeginArtifact(string entries = "")
    {
        if (_mark == Mark.Artifact)
            return;
        EndMark();
        _content.Add("/Artifact"u8).Add(entries.Length > 0 ? $"<<{entries}>>BDC\n" : " BMC\n");
        _mark = Mark.Artifact;
    }

    /// <summary>Ends what was begun, if anything.</summary>
    public void EndMark()
    {
        if (_mark != Mark.None)
            _content.Add("EMC\n"u8);
        (_mark, Element) = (Mark.None, null);
    }

    public void Rectangle(double x, double y, double width, double height, Colour colour)
    {
        // The bars of a figure are the figure; any other rectangle is decoration.
        if (_mark != Mark.Figure)
            BeginArtifact();
        Fill(colour);
        _content.Real(x).Real(Theme.PageHeight - y - height).Real(width).Real(height).Add("re f\n"u8);
    }

    /// <summary>A line as a thin rectangle: its ends are exact and it needs no stroke colour.</summary>
    public void HorizontalLine(double x, double y, double width, Colour colour, double thickness = 0.5) =>
        Rectangle(x, y - (thickness / 2), width, thickness, colour);

    /// <summary>A picture, for the eye only.</summary>
    /// <param name="image">Its number, by which the resources name it.</param>
    /// <param name="x">Left.</param>
    /// <param name="y">Top.</param>
    /// <param name="width">In points.</param>
    /// <param name="height">In points.</param>
    public void Image(int image, double x, double y, double width, double height)
    {
        BeginArtifact();
        _content.Add("q "u8).Real(width).Add("0 0 "u8).Real(height).Real(x).Real(Theme.PageHeight - y - height).Add("cm /I"u8).Add(image).Add(" Do Q\n"u8);
    }

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

    private enum Mark
    {
        None,
        Content,
        Figure,
        Artifact,
    }
}
