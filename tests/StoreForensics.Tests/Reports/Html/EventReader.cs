using System.Text.Json;

namespace StoreForensics.Tests.Reports.Html;

/// <summary>An event as the page's script would read it.</summary>
internal sealed record ReadEvent(long Seconds, int Nanoseconds, int Type, int Subject, string Path, string? Change, string? Kind, long? Mode, long? Size,
    string Meaning, string Origin, string Message, string? Tag, string? Link, string? Sha256);

/// <summary>Reads the events back out of a page, as <c>timeline.js</c> does.</summary>
internal static class EventReader
{
    public static List<ReadEvent> Read(TagScanner page)
    {
        var events = new List<ReadEvent>();
        string[] numbers = Blocks(page, "events-numbers"), texts = Blocks(page, "events-texts");
        Assert.That(numbers, Has.Length.EqualTo(texts.Length));
        for (int i = 0; i < numbers.Length; i++)
            ReadChunk(JsonDocument.Parse(numbers[i]).RootElement, JsonDocument.Parse(texts[i]).RootElement, events);
        return events;
    }

    public static JsonElement Index(TagScanner page) =>
        JsonDocument.Parse(page.Tags.Single(tag => tag.Attributes.GetValueOrDefault("id") == "events-index").Text).RootElement;

    public static string[] Blocks(TagScanner page, string className) =>
        [.. page.Tags.Where(tag => tag.Name == "script" && tag.Attributes.GetValueOrDefault("class") == className).Select(tag => tag.Text)];

    private static void ReadChunk(JsonElement numbers, JsonElement texts, List<ReadEvent> events)
    {
        string[] dictionary = [.. texts.GetProperty("d").EnumerateArray().Select(e => e.GetString()!)];
        long seconds = numbers.GetProperty("b").GetInt64();
        string path = "";
        int row = 0;
        foreach (JsonElement r in texts.GetProperty("r").EnumerateArray())
        {
            path = path[..r[0].GetInt32()] + r[1].GetString();
            seconds += numbers.GetProperty("t")[row].GetInt64();
            string? Entry(int column) => r.GetArrayLength() > column && r[column].ValueKind == JsonValueKind.Number ? dictionary[r[column].GetInt32()] : null;
            string? Text(int column) => r.GetArrayLength() > column ? r[column].GetString() : null;
            long? Number(int column) => r[column].ValueKind == JsonValueKind.Number ? r[column].GetInt64() : null;
            string message = r[10].ValueKind == JsonValueKind.Array ? dictionary[r[10][0].GetInt32()] + path + dictionary[r[10][1].GetInt32()] : r[10].GetString()!;
            string origin = r[9].ValueKind == JsonValueKind.Number ? dictionary[r[9].GetInt32()] + path : r[9].GetString()!;
            events.Add(new ReadEvent(seconds, numbers.GetProperty("n")[row].GetInt32(), numbers.GetProperty("y")[row].GetInt32(),
                numbers.GetProperty("s")[row].GetInt32(), path, Text(2), Entry(3), Number(4), Number(7), Entry(8)!, origin, message, Entry(11), Text(12), Text(13)));
            row++;
        }
        Assert.That(numbers.GetProperty("t").GetArrayLength(), Is.EqualTo(row));
    }
}
