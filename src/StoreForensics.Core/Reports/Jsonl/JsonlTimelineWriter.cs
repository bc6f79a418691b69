using System.Text.Json;
using StoreForensics.Cases;
using StoreForensics.Reports.Json;
using StoreForensics.Reports.Text;
using StoreForensics.Timeline;

namespace StoreForensics.Reports.Jsonl;

/// <summary>
/// The timeline as JSON Lines: one object a line, the keys of <see cref="TimelineColumns"/>, all of them always there, empty as null. The exact record:
/// nothing is cut, and text that is not UTF-8 comes a second time as <c>NAME_base64</c>.
/// </summary>
public sealed class JsonlTimelineWriter : IReportWriter
{
    public string Name => "JSONL";

    public string Extension => ".jsonl";

    public string? Write(Case subject, Stream target)
    {
        var buffer = new StreamBuffer(target);
        using var json = new Utf8JsonWriter(buffer, JsonFormat.Options());
        var record = new TimelineRecord();
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
