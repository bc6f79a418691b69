using System.Text.Json;
using StoreForensics.Model;

namespace StoreForensics.Reports.Json.Objects;

/// <summary>A fact about the engine itself that has a time: in the inventory.</summary>
internal static class EngineEventJson
{
    public static void Write(Utf8JsonWriter json, EngineEvent fact)
    {
        json.WriteStartObject();
        json.WriteText("event_type", fact.EventType);
        json.WriteTime("time", fact.Time);
        json.WriteText("timestamp_desc", fact.TimeMeaning);
        json.WriteText("message", fact.Message);
        json.WriteText("store", fact.Store.Name);
        json.WriteText("image_id", fact.Image?.Id);
        json.WriteText("container_id", fact.Container?.Id);
        json.WriteText("tag", fact.Tag);
        json.WriteOrigin("origin", fact.Origin);
        json.WriteEndObject();
    }
}
