using System.Text.Json;
using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Docker.Json;

/// <summary>
/// A JSON object of unknown honesty: a field that is missing, null or of another type than asked for is null, never an exception. Another type, which Go's
/// decoder refuses, is also a problem where the view has somebody to tell. Of a repeated key the last counts, as in Go.
/// </summary>
internal readonly struct JsonView(JsonElement element, JsonFaults? faults = null)
{
    public JsonElement Element => element;

    /// <summary>The field's value, or null when missing or JSON null.</summary>
    public JsonElement? Field(string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value : null;

    public string? Text(string name) => Field(name, "a string", JsonValueKind.String) is { } value ? TextOf(value) : null;

    /// <summary>A text that is not empty; Go writes unset strings as empty ones.</summary>
    public string? NonEmpty(string name) => Text(name) is { Length: > 0 } text ? text : null;

    public long? Integer(string name) =>
        Field(name, "a number", JsonValueKind.Number) is { } value ? value.TryGetInt64(out long whole) ? whole : null : null;

    public bool? Flag(string name) => Field(name, "true or false", JsonValueKind.True, JsonValueKind.False)?.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    /// <summary>An array of strings; a single string counts as an array of one (old and foreign JSON). Other elements are skipped.</summary>
    public IReadOnlyList<string>? Texts(string name)
    {
        if (Field(name, "an array of strings", JsonValueKind.Array, JsonValueKind.String) is not { } value)
            return null;
        if (value.ValueKind == JsonValueKind.String)
            return TextOf(value) is { } single ? [single] : null;
        return [.. value.EnumerateArray().Select(TextOf).OfType<string>()];
    }

    public JsonView? Object(string name) => Field(name, "an object", JsonValueKind.Object) is { } value ? new JsonView(value, faults) : null;

    /// <summary>Members of a nested object, in the order recorded; empty when it is none.</summary>
    public IEnumerable<(string Name, JsonElement Value)> Members(string name) => Object(name)?.Members() ?? [];

    public IEnumerable<(string Name, JsonElement Value)> Members()
    {
        if (element.ValueKind != JsonValueKind.Object)
            yield break;
        foreach (JsonProperty member in element.EnumerateObject())
        {
            if (NameOf(member) is { } name)
                yield return (name, member.Value);
        }
    }

    public IEnumerable<JsonElement> Elements(string name) => Field(name, "an array", JsonValueKind.Array) is { } value ? value.EnumerateArray() : [];

    /// <summary>A time as recorded; null when missing, not RFC 3339, or Go's "never".</summary>
    public RecordedTime? Time(string name) =>
        Text(name) is { } text && Timestamp.TryParse(text) is { } time && time != Timestamp.GoZero ? new RecordedTime(time, text) : null;

    public static string? TextOf(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.String)
            return null;
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            return value.GetRawText().Trim('"'); // an escape that is half a surrogate pair: shown as written
        }
    }

    private JsonElement? Field(string name, string expected, JsonValueKind kind, JsonValueKind? or = null)
    {
        if (Field(name) is not { } value || value.ValueKind == kind || value.ValueKind == or)
            return Field(name);
        faults?.WrongType(name, expected, value.ValueKind);
        return null;
    }

    private static string? NameOf(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException)
        {
            return "(name that is not Unicode)";
        }
    }
}
