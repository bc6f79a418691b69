using System.Text;
using Spectre.Console.Rendering;

namespace StoreForensics.Cli.Terminal;

/// <summary>How many places text takes on a terminal, and where it is broken.</summary>
internal static class TextWidth
{
    /// <summary>Places; East Asian characters take two, combining ones none.</summary>
    public static int Of(string text) => Ascii.IsValid(text) ? text.Length : new Segment(text).CellCount();

    /// <summary>Lines of at most so many places: broken at blanks where that can be, else anywhere.</summary>
    public static IEnumerable<string> Lines(string text, int width)
    {
        while (Of(text) > width)
        {
            int fits = Fitting(text, width), blank = fits > 0 ? text.LastIndexOf(' ', Math.Min(fits, text.Length - 1)) : -1;
            int end = blank > width / 3 ? blank : fits;
            yield return text[..end].TrimEnd(' ');
            text = text[end..].TrimStart(' ');
        }
        yield return text;
    }

    // Characters that take no more than so many places; at least one, so that it goes on.
    private static int Fitting(string text, int width)
    {
        int at = 0, places = 0;
        foreach (Rune rune in text.EnumerateRunes())
        {
            places += rune.IsAscii ? 1 : Of(rune.ToString());
            if (places > width && at > 0)
                break;
            at += rune.Utf16SequenceLength;
        }
        return at;
    }
}
