using System.Buffers;
using System.Globalization;
using System.Text;

namespace StoreForensics.Primitives;

/// <summary>
/// Makes text from the evidence harmless for people: C0 and C1 controls, DEL, bidirectional controls, zero-width and other format characters,
/// line separators, unpaired surrogates and bytes that are not UTF-8 become visible escapes. What stays can be printed on a terminal or a page.
/// A backslash is left single: this form is for eyes, not for reading back.
/// </summary>
public static class DisplayText
{
    /// <summary>Decodes UTF-8; a bad byte becomes <c>\xHH</c>.</summary>
    public static string Escape(ReadOnlySpan<byte> utf8)
    {
        if (IsPlainAscii(utf8))
            return Encoding.ASCII.GetString(utf8);
        var text = new StringBuilder(utf8.Length + 16);
        while (!utf8.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(utf8, out Rune rune, out int used) == OperationStatus.Done)
                Append(text, rune);
            else
                used = AppendByte(text, utf8[0]);
            utf8 = utf8[used..];
        }
        return text.ToString();
    }

    /// <summary>The same for text that is already decoded.</summary>
    public static string Escape(string? value)
    {
        if (string.IsNullOrEmpty(value))
            return "";
        if (!NeedsEscape(value))
            return value;
        var text = new StringBuilder(value.Length + 16);
        foreach (Rune rune in value.EnumerateRunes())
            Append(text, rune);
        return text.ToString();
    }

    /// <summary>Whether people could be fooled by the character, or a terminal driven by it.</summary>
    public static bool IsUnsafe(Rune rune)
    {
        if (rune.IsAscii)
            return rune.Value is < 0x20 or 0x7f;
        return rune.Value is 0xfffd or 0x2028 or 0x2029 || IsInvisible(rune.Value)
            || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate
                or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned;
    }

    // Default_Ignorable_Code_Point of Unicode's DerivedCoreProperties, where the category is a letter or mark: fillers and variation selectors.
    private static bool IsInvisible(int value) => value is 0x34f or 0x115f or 0x1160 or 0x17b4 or 0x17b5 or (>= 0x180b and <= 0x180f) or 0x3164
        or (>= 0xfe00 and <= 0xfe0f)
        or 0xffa0 or (>= 0xe0100 and <= 0xe01ef);

    private static bool NeedsEscape(string value)
    {
        foreach (Rune rune in value.EnumerateRunes())
        {
            if (IsUnsafe(rune))
                return true;
        }
        return false;
    }

    private static bool IsPlainAscii(ReadOnlySpan<byte> bytes) => !bytes.ContainsAnyExceptInRange((byte)0x20, (byte)0x7e);

    private static void Append(StringBuilder text, Rune rune)
    {
        if (!IsUnsafe(rune))
        {
            text.Append(rune.ToString());
            return;
        }
        switch (rune.Value)
        {
            case '\n': text.Append("\\n"); break;
            case '\r': text.Append("\\r"); break;
            case '\t': text.Append("\\t"); break;
            case < 0x80: text.Append(CultureInfo.InvariantCulture, $"\\x{rune.Value:x2}"); break;
            default: text.Append(CultureInfo.InvariantCulture, $"\\u{{{rune.Value:X4}}}"); break;
        }
    }

    private static int AppendByte(StringBuilder text, byte value)
    {
        text.Append(CultureInfo.InvariantCulture, $"\\x{value:x2}");
        return 1;
    }
}
