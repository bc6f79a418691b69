using System.Text.Json;
using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Reports.Json;

/// <summary>What findings rest on, and an object of <c>hunt</c>.</summary>
public static class IndicatorJson
{
    public static void Write(Utf8JsonWriter json, CollectedIndicator indicator)
    {
        json.WriteStartObject();
        json.WriteText("kind", indicator.Type.Word());
        json.WriteText("value", indicator.Value);
        json.WriteText("severity", indicator.Severity.Word());
        json.WriteTime("first_seen", indicator.FirstSeen);
        json.WriteTime("last_seen", indicator.LastSeen);
        json.WriteNumber("count", indicator.Count);
        json.WriteTexts("rules", indicator.Rules);
        json.WriteStartArray("seen");
        foreach (IndicatorSighting sighting in indicator.Sightings)
        {
            json.WriteStartObject();
            json.WriteText("evidence", sighting.Origin.Evidence);
            json.WriteTexts("object", sighting.Subjects);
            WritePath(json, sighting.Path);
            json.WriteTime("time", sighting.Time);
            json.WriteText("rule", sighting.Rule);
            json.WritePath("origin", sighting.Origin.Path);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>A place of an indicator that was looked for.</summary>
    public static void Write(Utf8JsonWriter json, IndicatorHit hit)
    {
        json.WriteStartObject();
        json.WriteText("evidence", hit.Origin.Evidence);
        json.WriteText("indicator", hit.List);
        json.WriteText("kind", hit.Kind);
        json.WriteText("value", hit.Value);
        json.WriteText("found_in", hit.Place);
        json.WriteTexts("object", hit.Subjects);
        WritePath(json, hit.Path);
        json.WriteTime("time", hit.Time);
        json.WritePath("origin", hit.Origin.Path);
        json.WriteCount("offset", hit.Origin.Offset);
        json.WriteEndObject();
    }

    private static void WritePath(Utf8JsonWriter json, EvidencePath? path)
    {
        if (path is { } known)
            json.WritePath("path", known);
        else
            json.WriteNull("path");
    }
}
