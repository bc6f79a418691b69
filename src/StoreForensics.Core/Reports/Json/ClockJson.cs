using System.Text.Json;
using StoreForensics.Model;
using StoreForensics.Reports.Text;

namespace StoreForensics.Reports.Json;

/// <summary>How far the times can be trusted: <c>clocks</c> of the inventory.</summary>
internal static class ClockJson
{
    /// <summary>Null where it was not examined.</summary>
    public static void Write(Utf8JsonWriter json, ClockReport? clocks)
    {
        if (clocks is null)
        {
            json.WriteNull("clocks");
            return;
        }
        json.WriteStartObject("clocks");
        json.WriteText("verdict", clocks.Verdict);
        json.WriteStartArray("statements");
        foreach (ClockStatement statement in clocks.Statements)
        {
            json.WriteStartObject();
            json.WriteText("weight", ClockWords.Word(statement.Weight));
            json.WriteText("text", statement.Text);
            json.WriteCount("count", statement.Count);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
