using System.Text.Json;
using StoreForensics.Cases;
using StoreForensics.Reports.Json;
using StoreForensics.Reports.Text;
using StoreForensics.Timeline;

namespace StoreForensics.Reports.Ecs;

/// <summary>
/// The timeline as JSON Lines under the names of the Elastic Common Schema, for stores that search by those: the same events in the same order as
/// <see cref="Jsonl.JsonlTimelineWriter"/>, which stays the exact record.
/// </summary>
public sealed class EcsJsonlWriter : IReportWriter
{
    /// <summary>The version of the schema whose names are used, written as <c>ecs.version</c>.</summary>
    public const string SchemaVersion = "8.11.0";

    public string Name => "JSONL (ECS)";

    public string Extension => ".jsonl";

    public string? Write(Case subject, Stream target)
    {
        var buffer = new StreamBuffer(target);
        using var json = new Utf8JsonWriter(buffer, JsonFormat.Options());
        var record = new EcsRecord(subject);
        foreach (TimelineEvent e in subject.Timeline.Events())
        {
            record.Write(json, e);
            json.Flush();
            json.Reset();
            buffer.Write("\n"u8);
        }
        buffer.Flush();
        return null;
    }
}
