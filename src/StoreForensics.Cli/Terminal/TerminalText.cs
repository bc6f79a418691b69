using System.Text;
using StoreForensics.Primitives;

namespace StoreForensics.Cli.Terminal;

/// <summary>A file's bytes for a terminal: the evidence may hold commands for it, and characters that fool who reads. Lines and tabs stay.</summary>
internal static class TerminalText
{
    private const int BufferBytes = 1 << 16;

    /// <summary>Longest character of UTF-8, in bytes.</summary>
    private const int LongestCharacter = 4;

    public static void Copy(Stream content, Stream output)
    {
        byte[] buffer = new byte[BufferBytes];
        int held = 0;
        for (int read; (read = content.Read(buffer, held, buffer.Length - held)) > 0;)
        {
            int length = held + read, whole = length - Unfinished(buffer.AsSpan(0, length));
            Write(buffer.AsSpan(0, whole), output);
            held = length - whole;
            buffer.AsSpan(whole, held).CopyTo(buffer);
        }
        Write(buffer.AsSpan(0, held), output);
    }

    private static void Write(ReadOnlySpan<byte> text, Stream output)
    {
        while (text.IndexOfAny((byte)'\n', (byte)'\t') is >= 0 and int end)
        {
            output.Write(Encoding.UTF8.GetBytes(DisplayText.Escape(text[..end])));
            output.WriteByte(text[end]);
            text = text[(end + 1)..];
        }
        output.Write(Encoding.UTF8.GetBytes(DisplayText.Escape(text)));
    }

    // Bytes at the end that may be the beginning of a character whose rest is still to come.
    private static int Unfinished(ReadOnlySpan<byte> text)
    {
        for (int back = 1; back < LongestCharacter && back <= text.Length; back++)
        {
            byte at = text[^back];
            if (at >= 0xC0)
                return back < (at >= 0xF0 ? 4 : at >= 0xE0 ? 3 : 2) ? back : 0;
            if (at < 0x80)
                return 0;
        }
        return 0;
    }
}
