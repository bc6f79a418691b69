using StoreForensics.Reports.Documents;
using StoreForensics.Reports.Fonts;

namespace StoreForensics.Reports.Pdf.Text;

/// <summary>
/// Finds a font for every character of a style: the style's own, then the others in a fixed order. The large ones are unpacked only when the small ones lack
/// a character.
/// </summary>
internal sealed class FontSet
{
    private static readonly BundledFont[] s_plain = [BundledFont.Regular, BundledFont.Mono, BundledFont.Ideographs, BundledFont.Hangul];
    private static readonly BundledFont[] s_bold = [BundledFont.SemiBold, .. s_plain];
    private static readonly BundledFont[] s_mono = [BundledFont.Mono, BundledFont.Regular, BundledFont.Ideographs, BundledFont.Hangul];

    private readonly PdfFont?[] _fonts = new PdfFont?[Enum.GetValues<BundledFont>().Length];
    private readonly Dictionary<int, PdfGlyph?>[] _found = [[], [], []];

    /// <summary>The fonts that any text used, in a fixed order.</summary>
    public IEnumerable<PdfFont> Used => _fonts.OfType<PdfFont>().Where(font => font.IsUsed);

    /// <summary>Null when no bundled font has the character.</summary>
    public PdfGlyph? Find(SpanStyle style, int rune)
    {
        Dictionary<int, PdfGlyph?> known = _found[(int)style];
        if (!known.TryGetValue(rune, out PdfGlyph? glyph))
        {
            glyph = Search(style, rune);
            known.Add(rune, glyph);
        }
        return glyph;
    }

    private PdfGlyph? Search(SpanStyle style, int rune)
    {
        foreach (BundledFont face in style switch { SpanStyle.Bold => s_bold, SpanStyle.Mono => s_mono, _ => s_plain })
        {
            PdfFont font = _fonts[(int)face] ??= new PdfFont(face);
            if (font.Find(rune) is PdfGlyph glyph)
                return glyph;
        }
        return null;
    }
}
