using System.Text.Json;
using StoreForensics.Cases;
using StoreForensics.Timeline;

namespace StoreForensics.Reports.Json;

/// <summary>What the inventory says of the case itself: the examiner's words, the program, the evidence, the timeline in numbers.</summary>
internal static class CaseJson
{
    public static void WriteTool(Utf8JsonWriter json, ToolDetails tool)
    {
        json.WriteStartObject("tool");
        json.WriteText("name", tool.Name);
        json.WriteText("version", tool.Version);
        json.WriteText("command_line", tool.CommandLine);
        json.WriteEndObject();
    }

    public static void WriteDetails(Utf8JsonWriter json, CaseDetails details)
    {
        json.WriteStartObject("case");
        json.WriteText("case", details.CaseName);
        json.WriteText("examiner", details.Examiner);
        json.WriteText("evidence_id", details.EvidenceId);
        json.WriteText("note", details.Note);
        json.WriteText("date", details.Date);
        json.WriteEndObject();
    }

    /// <summary>Types of which there is no event are left out.</summary>
    public static void WriteTimeline(Utf8JsonWriter json, TimelineSummary summary)
    {
        json.WriteStartObject("timeline");
        json.WriteNumber("events", summary.Count);
        json.WriteTime("first", summary.First);
        json.WriteTime("last", summary.Last);
        json.WriteStartObject("by_type");
        for (int type = 0; type < summary.CountByType.Count; type++)
        {
            if (summary.CountByType[type] > 0)
                json.WriteNumber(((EventType)type).Name(), summary.CountByType[type]);
        }
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
