using System.Globalization;
using System.Text;
using StoreForensics.Primitives;
using StoreForensics.Reports.Documents;

namespace StoreForensics.Reports.Pdf.Text;

/// <summary>
/// Turns spans into glyphs and breaks them into lines. One character, one glyph: no kerning, no ligatures, no shaping of Arabic or Indic scripts, no
/// bidirectional reordering. What no font has is set as its escape.
/// </summary>
internal sealed class TextSetter(FontSet fonts)
{
    /// <summary>A line's height, relative to its size.</summary>
    public const double Leading = 1.4;

    public static readonly LaidText Nothing = new([], [], 0);

    private const double MonoScale = 0.92; // JetBrains Mono looks larger than Noto Sans at one size
    private readonly List<SetGlyph> _glyphs = [];

    public LaidText Set(RichText text, double size, double width, Tone? tone = null, SpanStyle? style = null)
    {
        _glyphs.Clear();
        foreach (Span span in text.Spans)
        {
            if (ReferenceEquals(span, Span.LineBreak))
                ForceLineEnd(size);
            else
                Append(span, style ?? span.Style, size, tone is not null && span.Tone == Tone.Normal ? tone.Value : span.Tone);
        }
        MarkLineEnds();
        SetGlyph[] glyphs = [.. _glyphs];
        return new LaidText(glyphs, LineBreaker.Break(glyphs, width), size * Leading);
    }

    /// <summary>One line, cut with an ellipsis where it is too long.</summary>
    public LaidText SetLine(RichText text, double size, double width)
    {
        LaidText whole = Set(text, size, double.MaxValue);
        if (whole.Lines.Count == 0 || whole.Lines[0].Width <= width)
            return whole;
        SetGlyph ellipsis = Set(text.Spans[^1] with { Text = "…" }, size, double.MaxValue).Glyphs[0];
        double used = ellipsis.Width;
        int kept = 0;
        while (kept < whole.Glyphs.Length && used + whole.Glyphs[kept].Width <= width)
            used += whole.Glyphs[kept++].Width;
        SetGlyph[] glyphs = [.. whole.Glyphs.AsSpan(0, kept), ellipsis];
        return new LaidText(glyphs, [new TextLine(0, glyphs.Length, used)], whole.LineHeight);
    }

    private void Append(Span span, SpanStyle style, double size, Tone tone)
    {
        double glyphSize = style == SpanStyle.Mono ? size * MonoScale : size;
        foreach (Rune rune in DisplayText.Escape(span.Text).EnumerateRunes())
        {
            if (fonts.Find(style, rune.Value) is PdfGlyph glyph)
                _glyphs.Add(new SetGlyph(glyph, glyphSize, tone, span.Link, LineEnd.No));
            else
                AppendEscape(rune, style, glyphSize, tone, span.Link);
        }
    }

    private void AppendEscape(Rune rune, SpanStyle style, double size, Tone tone, string? link)
    {
        foreach (char c in string.Create(CultureInfo.InvariantCulture, $"\\u{{{rune.Value:X4}}}"))
            _glyphs.Add(new SetGlyph(fonts.Find(style, c)!.Value, size, tone, link, LineEnd.No));
    }

    // A space carries the mark, so that an empty line has a glyph to belong to.
    private void ForceLineEnd(double size) =>
        _glyphs.Add(new SetGlyph(fonts.Find(SpanStyle.Plain, ' ')!.Value, size, Tone.Normal, null, LineEnd.Forced));

    private void MarkLineEnds()
    {
        for (int i = 0; i < _glyphs.Count; i++)
        {
            if (_glyphs[i].Break == LineEnd.Forced)
                continue;
            int next = i + 1 < _glyphs.Count ? _glyphs[i + 1].Glyph.Rune : ' ';
            _glyphs[i] = _glyphs[i] with { Break = IsBetweenDateAndTime(i) ? LineEnd.Separator : LineBreaker.EndBetween(_glyphs[i].Glyph.Rune, next) };
        }
    }

    // "2026-11-24 04:00": a moment is read as one word.
    private bool IsBetweenDateAndTime(int at)
    {
        return Is(at, ' ') && IsDigit(at - 1) && IsDigit(at - 2) && Is(at - 3, '-') && IsDigit(at + 1) && IsDigit(at + 2) && Is(at + 3, ':');

        bool Is(int place, int rune) => place >= 0 && place < _glyphs.Count && _glyphs[place].Glyph.Rune == rune;

        bool IsDigit(int place) => place >= 0 && place < _glyphs.Count && _glyphs[place].Glyph.Rune is >= '0' and <= '9';
    }
}
