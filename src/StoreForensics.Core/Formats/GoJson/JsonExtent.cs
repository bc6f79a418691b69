using System.Text.Json;

namespace StoreForensics.Formats.GoJson;

/// <summary>Where a document ends that stands at the beginning of bytes of which more may be another's.</summary>
internal static class JsonExtent
{
    /// <summary>Null where no whole object or list stands there.</summary>
    public static int? LengthOf(ReadOnlySpan<byte> bytes)
    {
        var reader = new Utf8JsonReader(bytes, isFinalBlock: false, new JsonReaderState(GoJsonParser.Reader));
        try
        {
            while (reader.Read())
            {
                if (reader.CurrentDepth == 0 && reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray)
                    return (int)reader.BytesConsumed;
            }
        }
        catch (JsonException)
        {
            return null;
        }
        return null;
    }
}
