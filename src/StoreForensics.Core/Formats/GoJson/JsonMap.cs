using System.Text.Json;

namespace StoreForensics.Formats.GoJson;

/// <summary>
/// Reads JSON that Go decodes into maps (<c>map[string]any</c>), whose keys are taken as they stand: libnetwork's records, labels, options. Never throws: a
/// member that is missing or of another type is null; of several of one name the last counts, whole.
/// </summary>
internal static class JsonMap
{
    /// <summary>The member; null when the element is no object or has none of that name.</summary>
    public static JsonElement? Member(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out JsonElement value) ? value : null;

    /// <summary>A string member.</summary>
    public static string? Text(this JsonElement element, string name) => element.Member(name) is JsonElement member ? Text(member) : null;

    /// <summary>A string member, where the empty string means "none".</summary>
    public static string? NonEmptyText(this JsonElement element, string name) => element.Text(name) is { Length: > 0 } text ? text : null;

    /// <summary>The element itself as a string; null when it is none.</summary>
    public static string? Text(JsonElement element) => element.ValueKind == JsonValueKind.String ? element.GetString() : null;

    /// <summary>A whole number that fits 64 bits.</summary>
    public static long? Number(this JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.Number } member && member.TryGetInt64(out long value) ? value : null;

    public static bool? Flag(this JsonElement element, string name) => Flag(element.Member(name));

    /// <summary>The element itself as a truth value; null when it is none.</summary>
    public static bool? Flag(JsonElement? element) => element?.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    /// <summary>An object of strings; values of other types are left out. Null when the member is missing or null, as recorded.</summary>
    public static IReadOnlyDictionary<string, string>? TextMap(this JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.Object } map ? new JsonView(map).TextMap() : null;

    /// <summary>A list of strings; other items are left out. Null when the member is missing or null.</summary>
    public static IReadOnlyList<string>? TextList(this JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.Array } list ? [.. list.EnumerateArray().Select(Text).OfType<string>()] : null;

    /// <summary>The items of a list; none when the member is anything else.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : [];
}
