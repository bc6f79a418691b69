using System.Globalization;
using System.Text.Json;

namespace StoreForensics.EndToEnd.Support;

/// <summary>One object of <c>--format json</c>. A key of the contract that is not there fails the test, null is a value.</summary>
internal sealed class JsonRow(JsonElement element)
{
    public JsonElement Element => element;

    public static IReadOnlyList<JsonRow> ParseLines(ProgramRun run)
    {
        var rows = new List<JsonRow>();
        foreach (string line in run.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            try
            {
                using JsonDocument document = JsonDocument.Parse(line);
                Assert.That(document.RootElement.ValueKind, Is.EqualTo(JsonValueKind.Object), $"one object a line in: {run.CommandLine}");
                rows.Add(new JsonRow(document.RootElement.Clone()));
            }
            catch (JsonException e)
            {
                Assert.Fail($"{run.CommandLine}: not JSON ({e.Message}): {line}");
            }
        }
        return rows;
    }

    public JsonElement Value(string key)
    {
        Assert.That(element.TryGetProperty(key, out JsonElement value), Is.True, $"the key '{key}' is not in {element.GetRawText()}");
        return value;
    }

    /// <summary>Null for JSON's null.</summary>
    public string? Text(string key)
    {
        JsonElement value = Value(key);
        return value.ValueKind switch
        {
            JsonValueKind.Null => null,
            JsonValueKind.String => value.GetString(),
            JsonValueKind.True => "true",
            JsonValueKind.False => "false",
            _ => value.GetRawText(),
        };
    }

    /// <summary>As <see cref="Text"/>, the empty text told as null: where the engine says "" the contract says null for unknown.</summary>
    public string? TextOrNull(string key) => Text(key) is { Length: > 0 } text ? text : null;

    public long? Number(string key) => Text(key) is { } text ? long.Parse(text, CultureInfo.InvariantCulture) : null;

    public bool? Flag(string key) => Text(key) is { } text ? text == "true" : null;

    public IReadOnlyList<string> List(string key)
    {
        JsonElement value = Value(key);
        Assert.That(value.ValueKind, Is.EqualTo(JsonValueKind.Array), $"'{key}' is a list");
        return [.. value.EnumerateArray().Select(item => item.ValueKind == JsonValueKind.String ? item.GetString()! : item.GetRawText())];
    }

    public IReadOnlyList<JsonRow> Objects(string key)
    {
        JsonElement value = Value(key);
        Assert.That(value.ValueKind, Is.EqualTo(JsonValueKind.Array), $"'{key}' is a list");
        return [.. value.EnumerateArray().Select(item => new JsonRow(item))];
    }

    /// <summary>An object's members in its own order; empty for null.</summary>
    public IReadOnlyDictionary<string, string?> Map(string key)
    {
        JsonElement value = Value(key);
        return value.ValueKind == JsonValueKind.Null ? new Dictionary<string, string?>()
            : value.EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetString());
    }

    public override string ToString() => element.GetRawText();
}
