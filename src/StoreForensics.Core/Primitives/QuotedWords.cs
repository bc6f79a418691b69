using System.Text;

namespace StoreForensics.Primitives;

/// <summary>Words in Go's double quotes with blanks between them, <c>"a" "b \"c\""</c>, as its <c>%q</c> prints a list of strings.</summary>
public static class QuotedWords
{
    /// <summary>The words, each still with its escapes; null when the text is anything else.</summary>
    public static IReadOnlyList<string>? Split(ReadOnlySpan<char> text)
    {
        var words = new List<string>();
        while (!(text = text.TrimStart(' ')).IsEmpty)
        {
            int end = text[0] == '"' ? End(text) : -1;
            if (end < 0)
                return null;
            words.Add(text[1..end].ToString());
            text = text[(end + 1)..];
        }
        return words;
    }

    /// <summary>A word without the escapes of quotes and backslashes; others stay, so that no control character comes out.</summary>
    public static string Unescape(string word)
    {
        var plain = new StringBuilder(word.Length);
        for (int i = 0; i < word.Length; i++)
        {
            if (word[i] == '\\' && i + 1 < word.Length)
            {
                char next = word[++i];
                if (next is not ('"' or '\\'))
                    plain.Append('\\');
                plain.Append(next);
            }
            else
            {
                plain.Append(word[i]);
            }
        }
        return plain.ToString();
    }

    // The closing quote; -1 when there is none.
    private static int End(ReadOnlySpan<char> text)
    {
        for (int i = 1; i < text.Length; i++)
        {
            if (text[i] == '"')
                return i;
            if (text[i] == '\\')
                i++;
        }
        return -1;
    }
}
