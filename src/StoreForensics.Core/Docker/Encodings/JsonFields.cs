using System.Runtime.InteropServices;
using System.Text.Json;
using StoreForensics.Primitives;

namespace StoreForensics.Docker.Encodings;

/// <summary>
/// Reads members of a JSON object from the evidence without ever throwing: a member that is missing or of another type is null, and a string that
/// .NET refuses to decode (half a surrogate pair, bytes that are not UTF-8) comes in its escaped raw form rather than not at all.
/// </summary>
internal static class JsonFields
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 64 };

    /// <summary>The document; null when the bytes are no JSON.</summary>
    public static JsonDocument? TryParse(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            return JsonDocument.Parse(utf8, Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The member; null when the element is no object or has none of that name. Of several of one name the last, as Go takes it.</summary>
    public static JsonElement? Member(this JsonElement element, string name)
    {
        if (element.ValueKind != JsonValueKind.Object)
            return null;
        JsonElement? found = null;
        foreach (JsonProperty property in element.EnumerateObject())
        {
            if (IsNamed(property, name))
                found = property.Value;
        }
        return found;
    }

    /// <summary>A string member.</summary>
    public static string? Text(this JsonElement element, string name) => element.Member(name) is JsonElement member ? Text(member) : null;

    /// <summary>A string member, where the empty string means "none".</summary>
    public static string? NonEmptyText(this JsonElement element, string name) => element.Text(name) is { Length: > 0 } text ? text : null;

    /// <summary>The element itself as a string; null when it is none.</summary>
    public static string? Text(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.String)
            return null;
        try
        {
            return element.GetString();
        }
        catch (InvalidOperationException)
        {
            return DisplayText.Escape(JsonMarshal.GetRawUtf8Value(element)[1..^1]);
        }
    }

    /// <summary>A whole number that fits 64 bits.</summary>
    public static long? Number(this JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.Number } member && member.TryGetInt64(out long value) ? value : null;

    public static bool? Flag(this JsonElement element, string name) => element.Member(name)?.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    /// <summary>An object of strings; values of other types are left out. Null when the member is missing or null, as recorded.</summary>
    public static IReadOnlyDictionary<string, string>? TextMap(this JsonElement element, string name)
    {
        if (element.Member(name) is not { ValueKind: JsonValueKind.Object } map)
            return null;
        var texts = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (JsonProperty property in map.EnumerateObject())
        {
            if (Text(property.Value) is string text)
                texts[NameOf(property)] = text;
        }
        return texts;
    }

    /// <summary>A list of strings; other items are left out. Null when the member is missing or null.</summary>
    public static IReadOnlyList<string>? TextList(this JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.Array } list ? [.. list.EnumerateArray().Select(Text).OfType<string>()] : null;

    /// <summary>The items of a list; none when the member is anything else.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : [];

    /// <summary>A member's name; escaped where it cannot be decoded.</summary>
    public static string NameOf(JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException)
        {
            return DisplayText.Escape(JsonMarshal.GetRawUtf8PropertyName(property));
        }
    }

    private static bool IsNamed(JsonProperty property, string name)
    {
        try
        {
            return property.NameEquals(name);
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
