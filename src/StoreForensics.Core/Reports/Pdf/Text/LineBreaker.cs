
namespace StoreForensics.Reports.Pdf.Text;

/// <summary>
/// Greedy line breaking for prose and for what evidence is full of: long paths, ids and commands. A line ends at a space where the word behind it is short or
/// the line is full enough; else behind a slash or another separator inside the long word;
/// else at other punctuation; else anywhere, so that nothing is ever wider than its column.
/// </summary>
internal static class LineBreaker
{
    private const double GoodFill = 0.6;
    private const double SeparatorFill = 0.4;
    private const double PossibleFill = 0.5;
    private const int ShortWord = 28; // longer than words of prose, shorter than ids and most paths
    // No backslash: it begins an escape.
    private const string Separating = "/,;=&|?";
    private const string Breaking = Separating + "-_.:@)]}>+#%~";

    // Kinsoku: what must not begin a line, and what must not end one.
    private const string NoLineStart = "、。，．・：；？！」』）］｝〕〉》】ーっゃゅょッャュョ々…";
    private const string NoLineEnd = "「『（［｛〔〈《【";

    /// <summary>What kind of line end lies between two characters.</summary>
    public static LineEnd EndBetween(int rune, int next)
    {
        if (rune == ' ')
            return LineEnd.Good;
        if (next == ' ')
            return LineEnd.No;
        if (IsIdeographic(rune) || IsIdeographic(next))
            return Contains(NoLineStart, next) || Contains(NoLineEnd, rune) ? LineEnd.No : LineEnd.Good;
        // Not inside runs of punctuation: "--", "://" and "../" stay whole.
        return !Contains(Breaking, rune) || Contains(Breaking, next) ? LineEnd.No : Contains(Separating, rune) ? LineEnd.Separator : LineEnd.Possible;
    }

    /// <summary>The lines; none for an empty text.</summary>
    public static List<TextLine> Break(ReadOnlySpan<SetGlyph> glyphs, double width)
    {
        var lines = new List<TextLine>();
        int start = 0;
        while (start < glyphs.Length)
        {
            int end = NextLine(glyphs, start, width);
            lines.Add(Trim(glyphs, start, end));
            start = end;
        }
        return lines;
    }

    private static int NextLine(ReadOnlySpan<SetGlyph> glyphs, int start, double width)
    {
        double used = 0, atGood = 0, atSeparator = 0, atPossible = 0;
        int good = 0, separator = 0, possible = 0;
        for (int i = start; i < glyphs.Length; i++)
        {
            ref readonly SetGlyph glyph = ref glyphs[i];
            used += glyph.Width;
            // Spaces may hang over the edge: they are not drawn at a line's end.
            if (used > width && !glyph.IsSpace && i > start)
            {
                if (good > 0 && (atGood / width >= GoodFill || IsShortWord(glyphs[good..], width)))
                    return good;
                if (separator > good && atSeparator / width >= SeparatorFill)
                    return separator;
                return possible > good && atPossible / width >= PossibleFill ? possible : i;
            }
            if (glyph.Break == LineEnd.Forced)
                return i + 1;
            if (glyph.Break == LineEnd.Good)
                (good, atGood) = (i + 1, used);
            else if (glyph.Break == LineEnd.Separator)
                (separator, atSeparator) = (i + 1, used);
            else if (glyph.Break == LineEnd.Possible)
                (possible, atPossible) = (i + 1, used);
        }
        return glyphs.Length;
    }

    private static bool IsShortWord(ReadOnlySpan<SetGlyph> word, double width)
    {
        double used = 0;
        for (int i = 0; i < word.Length && !word[i].IsSpace; i++)
        {
            used += word[i].Width;
            if (i >= ShortWord || used > width)
                return false;
        }
        return true;
    }

    private static TextLine Trim(ReadOnlySpan<SetGlyph> glyphs, int start, int end)
    {
        int last = end;
        while (last > start && glyphs[last - 1].IsSpace)
            last--;
        double width = 0;
        for (int i = start; i < last; i++)
            width += glyphs[i].Width;
        // One space stays: unseen, but whoever copies or hears the text needs it between the words.
        return new TextLine(start, Math.Min(end, last + 1), width);
    }

    private static bool Contains(string set, int rune) => rune <= char.MaxValue && set.Contains((char)rune);

    private static bool IsIdeographic(int rune) =>
        rune is (>= 0x2e80 and <= 0x9fff) or (>= 0xac00 and <= 0xd7a3) or (>= 0xf900 and <= 0xfaff) or (>= 0xff00 and <= 0xffef) or (>= 0x20000 and <= 0x3ffff);
}
