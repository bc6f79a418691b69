using System.Text.Json;
using StoreForensics.Model;

namespace StoreForensics.Reports.Json;

/// <summary>An entry of the chronology.</summary>
internal static class ChronologyJson
{
    public static void Write(Utf8JsonWriter json, ChronologyEntry entry)
    {
        json.WriteStartObject();
        json.WriteTime("time", entry.Time);
        json.WriteText("sentence", entry.Sentence);
        json.WriteText("severity", entry.Severity?.Word());
        json.WriteText("rule", entry.Rule);
        json.WriteStartArray("origin");
        json.WriteBytesValue(entry.Origin.Path.Bytes);
        json.WriteEndArray();
        json.WriteNumber("count", entry.Count);
        json.WriteEndObject();
    }
}
