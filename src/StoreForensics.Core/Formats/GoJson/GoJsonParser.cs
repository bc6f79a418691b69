using System.Text;
using System.Text.Json;

namespace StoreForensics.Formats.GoJson;

/// <summary>
/// Parses JSON as Go's encoding/json does. What comes out can be asked for any name or string without an exception: the text was mended by
/// <see cref="GoText"/>. Go nests up to 10,000 deep; here <see cref="MaxDepth"/> is damage, for no engine comes near it.
/// </summary>
internal static class GoJsonParser
{
    public const int MaxDepth = 256;

    private static readonly JsonDocumentOptions s_document = new() { MaxDepth = MaxDepth };

    public static JsonReaderOptions Reader { get; } = new() { MaxDepth = MaxDepth };

    /// <summary>The one value that a text holds, as <c>json.Unmarshal</c> takes it; null when it is no JSON or more follows.</summary>
    public static JsonDocument? TryParse(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            return JsonDocument.Parse(GoText.Mend(utf8.Span, out _) ?? utf8, s_document);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The first value of a text, as a <c>json.Decoder</c> takes it.</summary>
    /// <param name="text">With a byte order mark or without.</param>
    /// <param name="faults">What had to be replaced.</param>
    /// <param name="rest">Where something else follows it, in the mended text; null when nothing does.</param>
    /// <exception cref="JsonException">It is no JSON, or nested too deep.</exception>
    public static JsonElement First(ReadOnlySpan<byte> text, out GoTextFaults faults, out long? rest)
    {
        byte[]? mended = GoText.Mend(text, out faults);
        if (mended is not null)
            text = mended;
        var reader = new Utf8JsonReader(text.StartsWith(Encoding.UTF8.Preamble) ? text[3..] : text, isFinalBlock: true, new JsonReaderState(Reader));
        JsonElement value = JsonElement.ParseValue(ref reader);
        rest = text[(int)reader.BytesConsumed..].ContainsAnyExcept(" \t\r\n"u8) ? reader.BytesConsumed : null;
        return value;
    }
}
