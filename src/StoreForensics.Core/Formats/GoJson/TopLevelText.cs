using System.Text;
using System.Text.Json;

namespace StoreForensics.Formats.GoJson;

/// <summary>One text of an object's own members, without a tree of the rest: for a question that is asked of every one of many files.</summary>
internal static class TopLevelText
{
    /// <summary>Looks for a member as Go's decoder would, the last of several.</summary>
    /// <param name="json">The file.</param>
    /// <param name="field">The field's name, ASCII.</param>
    /// <param name="text">Null where there is no such member.</param>
    /// <returns>False where this cannot tell: no plain object, damage, another type. <see cref="JsonFile"/> can.</returns>
    public static bool TryFind(ReadOnlySpan<byte> json, ReadOnlySpan<byte> field, out string? text)
    {
        text = null;
        if (json.StartsWith(Encoding.UTF8.Preamble))
            return false;
        var reader = new Utf8JsonReader(json, isFinalBlock: true, new JsonReaderState(GoJsonParser.Reader));
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                return false;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                bool isIt = GoFieldName.Matches(reader.ValueSpan, field);
                if (!reader.Read() || (isIt && reader.TokenType != JsonTokenType.String))
                    return false;
                if (isIt)
                    text = reader.GetString();
                else
                    reader.Skip();
            }
            return reader.TokenType == JsonTokenType.EndObject;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return false;
        }
    }
}
