using System.Text;

namespace StoreForensics.Findings.Contents;

/// <summary>The first runs of printable ASCII in a program that read like words: what <c>strings</c> finds, without the code that happens to be
/// printable.</summary>
internal static class PrintableRuns
{
    private const int LeastChars = 8;
    private const int MostChars = 80;

    /// <param name="bytes">Where.</param>
    /// <param name="most">How many.</param>
    public static string[] Of(ReadOnlySpan<byte> bytes, int most)
    {
        bool isProgram = bytes.StartsWith(FileKinds.ElfMagic);
        var runs = new List<string>();
        int from = 0;
        for (int i = 0; i <= bytes.Length && runs.Count < most; i++)
        {
            if (i < bytes.Length && bytes[i] is >= 0x20 and < 0x7f)
                continue;
            // A program's texts lie between zero bytes; what else reads like one is code that moves a piece of text.
            bool isWhole = !isProgram || (from > 0 && bytes[from - 1] == 0 && i < bytes.Length && bytes[i] == 0);
            if (i - from >= LeastChars && isWhole && IsLikeWords(bytes[from..i]))
                runs.Add(Encoding.ASCII.GetString(bytes.Slice(from, Math.Min(i - from, MostChars))));
            from = i + 1;
        }
        return [.. runs];
    }

    // Mostly letters and digits, and four small letters in a row somewhere.
    private static bool IsLikeWords(ReadOnlySpan<byte> run)
    {
        int letters = 0, row = 0, longest = 0;
        foreach (byte b in run)
        {
            letters += char.IsAsciiLetterOrDigit((char)b) || b is (byte)' ' or (byte)'/' or (byte)'.' or (byte)'_' or (byte)'-' ? 1 : 0;
            row = char.IsAsciiLetterLower((char)b) ? row + 1 : 0;
            longest = Math.Max(longest, row);
        }
        return longest >= 4 && letters * 4 >= run.Length * 3;
    }
}
