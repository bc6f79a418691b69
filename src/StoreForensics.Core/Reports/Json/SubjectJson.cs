using System.Buffers;
using System.Text.Json;
using StoreForensics.Reports.Text;
using StoreForensics.Timeline;

namespace StoreForensics.Reports.Json;

/// <summary>The members of a JSONL record that its <see cref="EventSubject"/> alone decides, as JSON text: written once, copied into every record.</summary>
internal sealed class SubjectJson
{
    /// <summary>The first of them, whose name the record's writer spells itself.</summary>
    public const string FirstName = "evidence";

    private SubjectJson(EventSubject subject)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, JsonFormat.Options()))
        {
            json.WriteStartObject();
            WriteMembers(json, subject, null);
            json.WriteEndObject();
        }
        int skipped = "{\"\":".Length + FirstName.Length;
        Members = buffer.WrittenSpan[skipped..^1].ToArray();
    }

    /// <summary>The value of <see cref="FirstName"/> and, after it, the other members with their names.</summary>
    public byte[] Members { get; }

    public static SubjectCache<SubjectJson> Cache() => new(subject => new SubjectJson(subject), json => json.Members.Length + 64);

    /// <summary>A cache of long lists, as JSON arrays.</summary>
    public static NameLists<byte[]> LongLists() => new(Array, array => array.Length);

    /// <summary>All members with their names, long lists out of their cache where there is one.</summary>
    public static void WriteMembers(Utf8JsonWriter json, EventSubject subject, NameLists<byte[]>? longLists)
    {
        json.WriteText(FirstName, subject.Evidence);
        json.WriteText("store", subject.Store);
        WriteList("image", subject.Images);
        WriteList("image_id", subject.ImageIds);
        json.WriteCount("step", subject.Step);
        json.WriteText("command", subject.Command);
        WriteList("container", subject.Containers);
        WriteList("container_id", subject.ContainerIds);
        json.WriteText("layer", subject.Layer);

        void WriteList(string name, IReadOnlyList<string> values)
        {
            if (longLists is not null && LongNames.Are(values))
            {
                json.WritePropertyName(name);
                json.WriteRawValue(longLists[values], skipInputValidation: true);
                return;
            }
            // Empty is null here as everywhere in a timeline record.
            json.WriteTexts(name, values.Count == 0 ? null : values);
        }
    }

    private static byte[] Array(IReadOnlyList<string> values)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, JsonFormat.Options()))
        {
            json.WriteStartArray();
            foreach (string value in values)
                json.WriteStringValue(value);
            json.WriteEndArray();
        }
        return buffer.WrittenSpan.ToArray();
    }
}
