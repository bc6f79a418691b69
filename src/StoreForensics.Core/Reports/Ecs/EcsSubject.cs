using System.Buffers;
using System.Globalization;
using System.Text.Json;
using StoreForensics.Reports.Json;
using StoreForensics.Reports.Text;
using StoreForensics.Timeline;

namespace StoreForensics.Reports.Ecs;

/// <summary>The members of an ECS record that its <see cref="EventSubject"/> alone decides, as JSON text: written once, copied into every record.</summary>
internal sealed class EcsSubject
{
    private EcsSubject(EventSubject subject, string host)
    {
        Host = Object(json => json.WriteString("name", host));
        Container = subject.Containers.Count == 0 && subject.Images.Count == 0 ? [] : Object(json => WriteContainer(json, subject));
        Labels = Inside(Object(json => WriteLabels(json, subject)));
    }

    /// <summary>The object <c>host</c>.</summary>
    public byte[] Host { get; }

    /// <summary>The object <c>container</c>; empty where the event is about no container and no image.</summary>
    public byte[] Container { get; }

    /// <summary>Members of <c>labels</c>, without the braces; never empty.</summary>
    public byte[] Labels { get; }

    public static SubjectCache<EcsSubject> Cache(HostNames hosts) =>
        new(s => new EcsSubject(s, hosts.Of(s.Evidence)), e => e.Host.Length + e.Container.Length + e.Labels.Length + 128);

    private static void WriteContainer(Utf8JsonWriter json, EventSubject subject)
    {
        WriteOneOrMore(json, "id", subject.ContainerIds);
        WriteOneOrMore(json, "name", subject.Containers);
        if (subject.Images.Count == 0)
            return;
        json.WriteStartObject("image");
        WriteOneOrMore(json, "name", subject.Images);
        json.WriteEndObject();
    }

    // ECS has labels as keywords: numbers are text, lists joined.
    private static void WriteLabels(Utf8JsonWriter json, EventSubject subject)
    {
        json.WriteString("evidence", subject.Evidence);
        WriteLabel(json, "store", subject.Store);
        WriteLabel(json, "layer", subject.Layer);
        WriteLabel(json, "image_id", string.Join('|', subject.ImageIds));
        WriteLabel(json, "step", subject.Step?.ToString(CultureInfo.InvariantCulture));
        WriteLabel(json, "command", subject.Command);
    }

    private static void WriteLabel(Utf8JsonWriter json, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
            json.WriteString(name, value);
    }

    // Every field of ECS may hold one value or several.
    private static void WriteOneOrMore(Utf8JsonWriter json, string name, IReadOnlyList<string> values)
    {
        if (values.Count == 1)
            json.WriteString(name, values[0]);
        else if (values.Count > 1)
            json.WriteTexts(name, values);
    }

    private static byte[] Object(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, JsonFormat.Options()))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }

    private static byte[] Inside(byte[] braced) => braced[1..^1];
}
