using System.Text;

namespace SampleRecipes.Archive;

/// <summary>
/// Strings that may hold bytes that are not UTF-8: such a byte 0xNN is written as the lone surrogate U+DCNN
/// (the way Python's surrogateescape does), because a file name is bytes and a C# string is not.
/// </summary>
internal static class RawText
{
    public static byte[] ToBytes(string text)
    {
        var bytes = new List<byte>(text.Length);
        Span<byte> utf8 = stackalloc byte[4];
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] is >= '\udc80' and <= '\udcff')
            {
                bytes.Add((byte)(text[i] - 0xdc00));
                continue;
            }

            Rune.DecodeFromUtf16(text.AsSpan(i), out Rune rune, out int consumed);
            bytes.AddRange(utf8[..rune.EncodeToUtf8(utf8)]);
            i += consumed - 1;
        }

        return [.. bytes];
    }
}
