using System.Security.Cryptography;
using StoreForensics.Reports.Fonts;
using StoreForensics.Reports.Pdf.Objects;

namespace StoreForensics.Reports.Pdf.Text;

/// <summary>
/// One bundled font as a composite font (ISO 32000-1, 9.7): Type0 with Identity-H over a CIDFontType2 that holds the characters used, and a ToUnicode map.
/// CIDs count up from 1 as characters are first used, one for each character even where two share a glyph (Latin and Cyrillic A): copied text then gives the
/// very code points that the evidence holds.
/// </summary>
internal sealed class PdfFont(BundledFont face)
{
    private readonly TrueTypeFont _font = BundledFonts.Get(face);
    private readonly Dictionary<int, PdfGlyph> _glyphs = [];
    private readonly List<ushort> _glyphOfCid = [0];
    private readonly List<int> _runeOfCid = [0];

    /// <summary>Its name in the pages' resources.</summary>
    public string ResourceName { get; } = "F" + (int)face;

    public bool IsUsed => _glyphOfCid.Count > 1;

    /// <summary>
    /// The character's glyph, or null when the font has none. A blank glyph for anything but a space counts as none: such characters (Hangul fillers) are
    /// used to hide things.
    /// </summary>
    public PdfGlyph? Find(int rune)
    {
        if (_glyphs.TryGetValue(rune, out PdfGlyph known))
            return known;
        ushort glyph = _font.GlyphOf(rune);
        if (glyph == 0 || (_font.OutlineOf(glyph).IsEmpty && !System.Text.Rune.IsWhiteSpace(new System.Text.Rune(rune))))
            return null;
        if (_glyphOfCid.Count > ushort.MaxValue)
            return null;
        var found = new PdfGlyph(this, (ushort)_glyphOfCid.Count, Thousandths(glyph), rune);
        _glyphOfCid.Add(glyph);
        _runeOfCid.Add(rune);
        _glyphs.Add(rune, found);
        return found;
    }

    /// <summary>Writes the font's objects; the one of that number is what resources refer to.</summary>
    public void Write(PdfFileWriter file, int number)
    {
        byte[] subset = TrueTypeSubset.Build(_font, _glyphOfCid);
        string name = Tag(subset) + "+" + BundledFonts.NameOf(face);
        int program = file.Reserve(), unicode = file.Reserve();
        file.Stream(program, subset, $"/Length1 {subset.Length}");
        int descriptor = file.Object(o => WriteDescriptor(o, name, program));
        int descendant = file.Object(o => WriteDescendant(o, name, descriptor));
        file.Stream(unicode, ToUnicodeMap.Build(_runeOfCid));
        file.Object(number, o => o.Add("<</Type/Font/Subtype/Type0/BaseFont/"u8).Add(name).Add("/Encoding/Identity-H/DescendantFonts["u8)
            .Reference(descendant).Add("]/ToUnicode "u8).Reference(unicode).Add(">>"u8));
    }

    // Six capitals that tell subsets apart (9.6.4), from the content so that they are the same every time.
    private static string Tag(byte[] subset) =>
        string.Create(6, SHA256.HashData(subset), static (tag, hash) =>
        {
            for (int i = 0; i < tag.Length; i++)
                tag[i] = (char)('A' + (hash[i] % 26));
        });

    // Rounded as it is written into the file, so that lines are measured as viewers set them.
    private double Thousandths(int glyph) => Math.Round(_font.AdvanceOf(glyph) * 1000.0 / _font.UnitsPerEm, 2);

    private void WriteDescriptor(PdfBuffer o, string name, int program)
    {
        double scale = 1000.0 / _font.UnitsPerEm;
        var (left, bottom, right, top) = _font.Bounds;
        // Flags 4: symbolic, as suits glyphs addressed by number. StemV is not in the file; 80 is a usual stem.
        o.Add("<</Type/FontDescriptor/FontName/"u8).Add(name).Add("/Flags 4/FontBBox["u8)
            .Real(left * scale).Real(bottom * scale).Real(right * scale).Real(top * scale)
            .Add("]/ItalicAngle 0/Ascent "u8).Real(_font.Ascent * scale).Add("/Descent "u8).Real(_font.Descent * scale)
            .Add("/CapHeight "u8).Real(_font.CapHeight * scale).Add("/StemV 80/FontFile2 "u8).Reference(program).Add(">>"u8);
    }

    private void WriteDescendant(PdfBuffer o, string name, int descriptor)
    {
        o.Add("<</Type/Font/Subtype/CIDFontType2/BaseFont/"u8).Add(name)
            .Add("/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/CIDToGIDMap/Identity/FontDescriptor "u8).Reference(descriptor)
            .Add("/DW 1000/W[0["u8);
        foreach (ushort glyph in _glyphOfCid)
            o.Real(Thousandths(glyph));
        o.Add("]]>>"u8);
    }
}

/// <summary>A character as a font has it.</summary>
/// <param name="Font">The font.</param>
/// <param name="Cid">Its number there.</param>
/// <param name="Advance">Width in thousandths of the size.</param>
/// <param name="Rune">The code point.</param>
internal readonly record struct PdfGlyph(PdfFont Font, ushort Cid, double Advance, int Rune);
