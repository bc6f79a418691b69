using StoreForensics.Reports.Documents;

namespace StoreForensics.Reports.Pdf.Text;

/// <summary>A glyph with its looks.</summary>
/// <param name="Glyph">Which.</param>
/// <param name="Size">In points.</param>
/// <param name="Tone">Its colour.</param>
/// <param name="Link">The anchor it refers to.</param>
/// <param name="Break">Whether a line may end after it.</param>
internal readonly record struct SetGlyph(PdfGlyph Glyph, double Size, Tone Tone, string? Link, LineEnd Break)
{
    public double Width => Glyph.Advance * Size / 1000;

    public bool IsSpace => Glyph.Rune == ' ';
}

/// <summary>Whether a line may end after a glyph.</summary>
internal enum LineEnd : byte
{
    No,

    /// <summary>After punctuation inside a name, an id or a command.</summary>
    Possible,

    /// <summary>Between the parts of a path, a list or a command, and between a date and a time.</summary>
    Separator,

    /// <summary>After a space, or between ideographs.</summary>
    Good,

    Forced,
}

/// <summary>Where a line lies in its text.</summary>
/// <param name="Start">The first glyph.</param>
/// <param name="End">After the last one drawn; of spaces at the end one is.</param>
/// <param name="Width">In points, without spaces at the end.</param>
internal readonly record struct TextLine(int Start, int End, double Width);

/// <summary>A text broken into lines for a width.</summary>
internal sealed record LaidText(SetGlyph[] Glyphs, IReadOnlyList<TextLine> Lines, double LineHeight)
{
    public double Height => Lines.Count * LineHeight;

    public ReadOnlySpan<SetGlyph> GlyphsOf(TextLine line) => Glyphs.AsSpan(line.Start, line.End - line.Start);
}
