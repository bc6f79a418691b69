using System.Buffers;
using System.Globalization;
using StoreForensics.Primitives;

namespace StoreForensics.Reports.Html;

/// <summary>
/// The one way of text into the page: cut to a bound, controls made visible (<see cref="DisplayText"/>), then HTML encoded for element content and for
/// quoted attribute values alike.
/// </summary>
internal static class HtmlText
{
    /// <summary>Longest text shown in the page, in UTF-16 units or bytes; the rest is counted. A label of a container may hold megabytes.</summary>
    public const int MaxLength = 32_000;

    private static readonly SearchValues<char> s_special = SearchValues.Create("&<>\"'");

    public static void Write(TextWriter target, string? value)
    {
        ReadOnlySpan<char> text = DisplayText.Escape(Cut(value, MaxLength));
        while (!text.IsEmpty)
        {
            int at = text.IndexOfAny(s_special);
            target.Write(at < 0 ? text : text[..at]);
            if (at < 0)
                return;
            target.Write(Entity(text[at]));
            text = text[(at + 1)..];
        }
    }

    /// <summary>Harmless and bounded, but not encoded: for values that pass <see cref="Write"/> or a JSON encoder later.</summary>
    public static string Clean(ReadOnlySpan<byte> utf8, int maxBytes = MaxLength)
    {
        if (utf8.Length <= maxBytes)
            return DisplayText.Escape(utf8);
        int end = maxBytes;
        while (end > maxBytes - 4 && (utf8[end] & 0xC0) == 0x80)
            end--; // not inside a character
        return DisplayText.Escape(utf8[..end]) + string.Create(CultureInfo.InvariantCulture, $"…[+{utf8.Length - end} bytes]");
    }

    /// <inheritdoc cref="Clean(ReadOnlySpan{byte}, int)"/>
    public static string Clean(string? value, int maxLength = MaxLength) => DisplayText.Escape(Cut(value, maxLength));

    private static string? Cut(string? value, int maxLength)
    {
        if (value is null || value.Length <= maxLength)
            return value;
        int end = char.IsLowSurrogate(value[maxLength]) ? maxLength - 1 : maxLength;
        return value[..end] + string.Create(CultureInfo.InvariantCulture, $"…[+{value.Length - end} characters]");
    }

    private static string Entity(char special) => special switch
    {
        '&' => "&amp;",
        '<' => "&lt;",
        '>' => "&gt;",
        '"' => "&quot;",
        _ => "&#39;",
    };
}
