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
            json.WriteText(FirstName, subject.Evidence);
            json.WriteText("store", subject.Store);
            WriteList(json, "image", subject.Images);
            WriteList(json, "image_id", subject.ImageIds);
            json.WriteCount("step", subject.Step);
            json.WriteText("command", subject.Command);
            WriteList(json, "container", subject.Containers);
            WriteList(json, "container_id", subject.ContainerIds);
            json.WriteText("layer", subject.Layer);
            json.WriteEndObject();
        }
        int skipped = "{\"\":".Length + FirstName.Length;
        Members = buffer.WrittenSpan[skipped..^1].ToArray();
    }

    /// <summary>The value of <see cref="FirstName"/> and, after it, the other members with their names.</summary>
    public byte[] Members { get; }

    public static SubjectCache<SubjectJson> Cache() => new(subject => new SubjectJson(subject), json => json.Members.Length + 64);

    // Empty is null here as everywhere in a timeline record.
    private static void WriteList(Utf8JsonWriter json, string name, IReadOnlyList<string> values) => json.WriteTexts(name, values.Count == 0 ? null : values);
}
