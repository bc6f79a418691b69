using System.Text.Json;
using StoreForensics.Model;

namespace StoreForensics.Reports.Json.Objects;

/// <summary>The story as lanes, in the inventory.</summary>
internal static class StoryJson
{
    public static void Write(Utf8JsonWriter json, StoryPicture? story)
    {
        if (story is null)
        {
            json.WriteNull("story");
            return;
        }
        json.WriteStartObject("story");
        json.WriteTexts("columns", [.. story.Columns.Select(c => c.ToString())]);
        json.WriteStartArray("lanes");
        foreach (SwimLane lane in story.Lanes)
            Write(json, lane);
        json.WriteEndArray();
        json.WriteStartArray("ties");
        foreach (LaneTie tie in story.Ties)
        {
            json.WriteStartObject();
            json.WriteNumber("from", tie.From);
            json.WriteNumber("to", tie.To);
            json.WriteText("word", tie.Word);
            json.WriteNumber("column", tie.Column);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteNumber("more_lanes", story.MoreLanes);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, SwimLane lane)
    {
        json.WriteStartObject();
        json.WriteText("evidence", lane.Evidence);
        json.WriteTexts("names", lane.Names);
        json.WriteText("kind", lane.IsContainer ? "container" : "image");
        WriteColumn(json, "from", lane.From);
        WriteColumn(json, "to", lane.To);
        json.WriteStartArray("marks");
        foreach (LaneMark mark in lane.Marks)
        {
            json.WriteStartObject();
            json.WriteNumber("column", mark.Column);
            json.WriteText("severity", mark.Severity.Word());
            json.WriteTexts("rules", [.. mark.Findings.Select(f => f.Rule).Distinct(StringComparer.Ordinal)]);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteColumn(Utf8JsonWriter json, string name, int? column)
    {
        if (column is { } known)
            json.WriteNumber(name, known);
        else
            json.WriteNull(name);
    }
}
