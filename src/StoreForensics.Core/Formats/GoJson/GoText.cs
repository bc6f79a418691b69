using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace StoreForensics.Formats.GoJson;

/// <summary>What a JSON text holds that Go's decoder replaces and .NET's refuses.</summary>
[Flags]
internal enum GoTextFaults
{
    None = 0,

    /// <summary>Bytes that are not UTF-8.</summary>
    NotUtf8 = 1,

    /// <summary>Escapes <c>\uD800</c> to <c>\uDFFF</c> that are not half of a pair.</summary>
    HalfPairs = 2,
}

/// <summary>
/// JSON texts as Go's decoder takes them (encoding/json of Go 1.22, decode.go, <c>unquoteBytes</c>): each byte that belongs to no UTF-8 sequence, and each
/// escaped half of a surrogate pair, is U+FFFD. .NET reads neither, and throws where a value or a name is asked for, so texts are mended before it sees them.
/// </summary>
internal static class GoText
{
    private const int EscapeBytes = 6;

    /// <summary>The mended text; null where there is nothing to mend.</summary>
    public static byte[]? Mend(ReadOnlySpan<byte> text, out GoTextFaults faults)
    {
        faults = GoTextFaults.None;
        byte[]? mended = null;
        if (!Utf8.IsValid(text))
        {
            faults |= GoTextFaults.NotUtf8;
            text = mended = ReplaceInvalid(text);
        }
        for (int at = HalfPair(text, 0); at >= 0; at = HalfPair(mended, at + EscapeBytes))
        {
            faults |= GoTextFaults.HalfPairs;
            mended ??= text.ToArray();
            "\\ufffd"u8.CopyTo(mended.AsSpan(at));
        }
        return mended;
    }

    /// <summary>What stands between the quotes of a string, its escapes undone.</summary>
    /// <param name="raw">Taken from well-formed JSON.</param>
    public static ReadOnlyMemory<byte> Unquote(ReadOnlySpan<byte> raw)
    {
        byte[]? mended = Mend(raw, out _);
        if (mended is not null)
            raw = mended;
        byte[] text = new byte[raw.Length];
        int length = 0;
        while (true)
        {
            int plain = raw.IndexOf((byte)'\\');
            ReadOnlySpan<byte> run = plain < 0 ? raw : raw[..plain];
            run.CopyTo(text.AsSpan(length));
            length += run.Length;
            if (plain < 0 || plain + 1 >= raw.Length)
                return text.AsMemory(0, length);
            raw = raw[(plain + Unescape(raw[plain..], text, ref length))..];
        }
    }

    // Takes one escape, or two that are a pair; the result is never longer.
    private static int Unescape(ReadOnlySpan<byte> escape, byte[] text, ref int length)
    {
        int unit = Unit(escape);
        if (unit < 0)
        {
            text[length++] = escape[1] switch
            {
                (byte)'b' => (byte)'\b',
                (byte)'f' => (byte)'\f',
                (byte)'n' => (byte)'\n',
                (byte)'r' => (byte)'\r',
                (byte)'t' => (byte)'\t',
                var itself => itself,
            };
            return 2;
        }
        bool isPair = char.IsHighSurrogate((char)unit);
        Rune rune = isPair ? new Rune((char)unit, (char)Unit(escape[EscapeBytes..])) : new Rune((char)unit);
        length += rune.EncodeToUtf8(text.AsSpan(length));
        return isPair ? 2 * EscapeBytes : EscapeBytes;
    }

    // Go gives up one byte at a time; .NET's own decoding takes what begins like a sequence for one fault.
    private static byte[] ReplaceInvalid(ReadOnlySpan<byte> text)
    {
        using var mended = new MemoryStream(text.Length + 64);
        while (!text.IsEmpty)
        {
            int good = GoodBytes(text);
            mended.Write(text[..good]);
            if (good == text.Length)
                break;
            mended.Write("\uFFFD"u8);
            text = text[(good + 1)..];
        }
        return mended.ToArray();
    }

    private static int GoodBytes(ReadOnlySpan<byte> text)
    {
        int at = 0;
        while (at < text.Length && Rune.DecodeFromUtf8(text[at..], out _, out int bytes) == System.Buffers.OperationStatus.Done)
            at += bytes;
        return at;
    }

    private static int HalfPair(ReadOnlySpan<byte> text, int from)
    {
        while (from < text.Length && text[from..].IndexOf((byte)'\\') is >= 0 and int found)
        {
            int at = from + found, unit = Unit(text[at..]);
            if (unit < 0)
                from = at + 2;
            else if (!char.IsSurrogate((char)unit))
                from = at + EscapeBytes;
            else if (char.IsHighSurrogate((char)unit) && Unit(text[(at + EscapeBytes)..]) is >= 0xDC00 and <= 0xDFFF)
                from = at + (2 * EscapeBytes);
            else
                return at;
        }
        return -1;
    }

    /// <summary>The UTF-16 unit of an escape <c>\uXXXX</c> that begins the text; -1 when none does.</summary>
    private static int Unit(ReadOnlySpan<byte> text) =>
        text.Length >= EscapeBytes && text[0] == '\\' && text[1] == 'u'
            && ushort.TryParse(text[2..EscapeBytes], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ushort unit) ? unit : -1;
}
