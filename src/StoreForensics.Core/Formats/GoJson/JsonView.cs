using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace StoreForensics.Formats.GoJson;

/// <summary>
/// A JSON object of unknown honesty, as Go decodes it into a struct: names of fields in any case, and of a field that is there several times what the decoder
/// would leave in it. A scalar is the last that is not null; objects are decoded one into the other, so that fields and keys of both count; a list is the last,
/// and null empties lists and objects. (Go decodes a second list's objects into those of the first; that is not followed here.) A field that is missing, null
/// or of another type than asked for is null, never an exception. Another type, which
/// Go's decoder refuses, is also a problem where the view has somebody to tell.
/// </summary>
internal readonly struct JsonView
{
    private readonly JsonElement _object;
    private readonly JsonElement[]? _before;
    private readonly JsonFaults? _faults;

    public JsonView(JsonElement element, JsonFaults? faults = null) => (_object, _faults) = (element, faults);

    private JsonView(JsonElement[] objects, JsonFaults? faults) =>
        (_object, _before, _faults) = (objects[^1], objects.Length > 1 ? objects[..^1] : null, faults);

    /// <summary>Whether there is an object behind it at all.</summary>
    public bool Exists => _object.ValueKind != JsonValueKind.Undefined;

    /// <summary>Whether the field is there, and not null.</summary>
    public bool Has(string name) => Values(name) is [.., { ValueKind: not JsonValueKind.Null }];

    public string? Text(string name) => Scalar(name, "a string", JsonValueKind.String)?.GetString();

    /// <summary>A text that is not empty; Go writes unset strings as empty ones.</summary>
    public string? NonEmpty(string name) => Text(name) is { Length: > 0 } text ? text : null;

    public long? Integer(string name) => Scalar(name, "a number", JsonValueKind.Number) is { } value && value.TryGetInt64(out long whole) ? whole : null;

    public bool? Flag(string name) => Scalar(name, "true or false", JsonValueKind.True, JsonValueKind.False) is { } value
        ? value.ValueKind == JsonValueKind.True : null;

    /// <summary>An array of strings; a single string counts as an array of one (old and foreign JSON). Other elements are skipped.</summary>
    public IReadOnlyList<string>? Texts(string name)
    {
        if (Composites(name, "an array of strings", JsonValueKind.Array, JsonValueKind.String) is not [.., var value])
            return null;
        return value.ValueKind == JsonValueKind.String ? [value.GetString()!] : [.. value.EnumerateArray().Select(TextOf).OfType<string>()];
    }

    public JsonView? Object(string name) => Composites(name, "an object", JsonValueKind.Object) is { Length: > 0 } objects ? new JsonView(objects, _faults)
        : null;

    /// <summary>Members of a nested object that is a map, in the order recorded; empty when it is none.</summary>
    public IEnumerable<(string Name, JsonElement Value)> Members(string name) => Object(name)?.Members() ?? [];

    /// <summary>The members of a map, in the order recorded, each name once.</summary>
    public IReadOnlyList<(string Name, JsonElement Value)> Members()
    {
        var members = new List<(string Name, JsonElement Value)>();
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (JsonElement part in Parts())
        {
            foreach (JsonProperty member in part.EnumerateObject())
            {
                string name = member.Name;
                if (places.TryAdd(name, members.Count))
                    members.Add((name, member.Value));
                else
                    members[places[name]] = (name, member.Value);
            }
        }
        return members;
    }

    /// <summary>A map of strings, in byte order of keys; values of other types are left out.</summary>
    public IReadOnlyDictionary<string, string> TextMap()
    {
        var texts = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach ((string name, JsonElement value) in Members())
        {
            if (TextOf(value) is { } text)
                texts[name] = text;
        }
        return texts;
    }

    /// <summary>One member of a map, by its key as it stands; null when it is not there.</summary>
    public JsonElement? Entry(string key)
    {
        JsonElement? found = null;
        foreach (JsonElement part in Parts())
            found = part.Member(key) ?? found;
        return found;
    }

    public IEnumerable<JsonElement> Elements(string name) => Composites(name, "an array", JsonValueKind.Array) is [.., var list] ? list.EnumerateArray() : [];

    /// <summary>The element itself as a string; null when it is none.</summary>
    public static string? TextOf(JsonElement value) => JsonMap.Text(value);

    private IEnumerable<JsonElement> Parts() => (_before ?? []).Append(_object).Where(part => part.ValueKind == JsonValueKind.Object);

    private JsonElement? Scalar(string name, string expected, JsonValueKind kind, JsonValueKind? or = null)
    {
        JsonElement? found = null;
        foreach (JsonElement value in Values(name))
        {
            if (value.ValueKind == kind || value.ValueKind == or)
                found = value;
            else if (value.ValueKind != JsonValueKind.Null)
                _faults?.WrongType(name, expected, value.ValueKind);
        }
        return found;
    }

    private JsonElement[] Composites(string name, string expected, JsonValueKind kind, JsonValueKind? or = null)
    {
        var found = new List<JsonElement>();
        foreach (JsonElement value in Values(name))
        {
            if (value.ValueKind == kind || value.ValueKind == or)
                found.Add(value);
            else if (value.ValueKind == JsonValueKind.Null)
                found.Clear();
            else
                _faults?.WrongType(name, expected, value.ValueKind);
        }
        return [.. found];
    }

    // What the field is given, in the order recorded.
    private List<JsonElement> Values(string name)
    {
        var values = new List<JsonElement>();
        Span<byte> field = stackalloc byte[Encoding.UTF8.GetMaxByteCount(name.Length)];
        field = field[..Encoding.UTF8.GetBytes(name, field)];
        foreach (JsonElement part in _before ?? [])
            AddMatching(part, field, values);
        AddMatching(_object, field, values);
        return values;
    }

    private static void AddMatching(JsonElement part, ReadOnlySpan<byte> field, List<JsonElement> values)
    {
        if (part.ValueKind != JsonValueKind.Object)
            return;
        foreach (JsonProperty member in part.EnumerateObject())
        {
            if (GoFieldName.Matches(JsonMarshal.GetRawUtf8PropertyName(member), field))
                values.Add(member.Value);
        }
    }
}
