using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;
using StoreForensics.Cases;
using StoreForensics.Evidence;
using StoreForensics.Reports.Json;
using StoreForensics.Reports.Text;
using StoreForensics.Timeline;

namespace StoreForensics.Reports.Ecs;

/// <summary>
/// Writes events as records of the Elastic Common Schema, nested objects as its own documents are. What is unknown is left out; what ECS has no field for is in
/// <c>labels</c>. Source: ECS 8.11, field reference.
/// </summary>
internal sealed class EcsRecord
{
    private readonly SubjectCache<EcsSubject> _subjects;
    private readonly byte[] _scratch = new byte[64];
    private long _sequence;

    public EcsRecord(Case subject) => _subjects = EcsSubject.Cache(new HostNames(subject));

    public void Write(Utf8JsonWriter json, TimelineEvent e)
    {
        EcsSubject subject = _subjects[e.Subject];
        ReadOnlySpan<byte> time = _scratch.AsSpan(0, e.Time.Write(_scratch, "Z"u8));
        json.WriteStartObject();
        json.WriteString("@timestamp"u8, time);
        WriteBytes(json, "message"u8, e.Message.Span);
        json.WriteStartObject("ecs"u8);
        json.WriteString("version"u8, EcsJsonlWriter.SchemaVersion);
        json.WriteEndObject();
        WriteEvent(json, e.Type);
        if (!e.Path.IsEmpty)
            WriteFile(json, e, time);
        WriteRaw(json, "container"u8, subject.Container);
        WriteRaw(json, "host"u8, subject.Host);
        WriteProcess(json, e);
        WriteLog(json, e);
        WriteTags(json, e.Tag);
        WriteLabels(json, e, subject);
        json.WriteEndObject();
    }

    private void WriteEvent(Utf8JsonWriter json, EventType type)
    {
        EcsCategory category = EcsCategory.Of(type);
        json.WriteStartObject("event"u8);
        json.WriteString("kind"u8, "event"u8);
        json.WriteString("action"u8, type.Name());
        json.WriteStartArray("category"u8);
        foreach (string word in category.Categories)
            json.WriteStringValue(word);
        json.WriteEndArray();
        json.WriteStartArray("type"u8);
        json.WriteStringValue(category.Type);
        json.WriteEndArray();
        json.WriteString("module"u8, "storeforensics"u8);
        json.WriteString("dataset"u8, "storeforensics.timeline"u8);
        json.WriteNumber("sequence"u8, ++_sequence);
        json.WriteEndObject();
    }

    private static void WriteFile(Utf8JsonWriter json, TimelineEvent e, ReadOnlySpan<byte> time)
    {
        ReadOnlySpan<byte> path = e.Path.Span;
        int slash = path.LastIndexOf((byte)'/');
        json.WriteStartObject("file"u8);
        WriteBytes(json, "path"u8, path);
        WriteBytes(json, "name"u8, path[(slash + 1)..]);
        WriteBytes(json, "directory"u8, path[..Math.Max(slash, Math.Min(1, path.Length))]);
        if (e.Kind is EntryKind kind)
            json.WriteString("type"u8, kind.Name());
        WriteMode(json, e.Mode);
        WriteKeyword(json, "uid"u8, e.Uid);
        WriteKeyword(json, "gid"u8, e.Gid);
        if (e.Size is long size)
            json.WriteNumber("size"u8, size);
        WriteKeyword(json, "inode"u8, e.Inode == 0 ? default(ulong?) : e.Inode);
        WriteBytes(json, "target_path"u8, e.LinkTarget.Span);
        WriteHash(json, e.Sha256.Span);
        if (e.Type.FileTime() is char which)
            json.WriteString(which switch { 'a' => "accessed"u8, 'c' => "ctime"u8, 'b' => "created"u8, _ => "mtime"u8 }, time);
        json.WriteEndObject();
    }

    private static void WriteMode(Utf8JsonWriter json, int? mode)
    {
        Span<byte> digits = stackalloc byte[4];
        if (OctalMode.Write(mode, digits) > 0)
            json.WriteString("mode"u8, digits);
    }

    private static void WriteHash(Utf8JsonWriter json, ReadOnlySpan<byte> sha256)
    {
        Span<byte> digits = stackalloc byte[64];
        if (sha256.IsEmpty || !Convert.TryToHexStringLower(sha256, digits, out int length))
            return;
        json.WriteStartObject("hash"u8);
        json.WriteString("sha256"u8, digits[..length]);
        json.WriteEndObject();
    }

    // What ran: a container's command when it started, a build step's as recorded.
    private static void WriteProcess(Utf8JsonWriter json, TimelineEvent e)
    {
        if (e.Type is not (EventType.ContainerCreated or EventType.ContainerStarted or EventType.BuildStep) || string.IsNullOrEmpty(e.Subject.Command))
            return;
        json.WriteStartObject("process"u8);
        json.WriteString("command_line"u8, e.Subject.Command);
        json.WriteEndObject();
    }

    private static void WriteLog(Utf8JsonWriter json, TimelineEvent e)
    {
        if (e.Type != EventType.ContainerLog || e.Origin.IsEmpty)
            return;
        json.WriteStartObject("log"u8);
        json.WriteStartObject("file"u8);
        WriteBytes(json, "path"u8, e.Origin.Span);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteTags(Utf8JsonWriter json, string tags)
    {
        if (tags.Length == 0)
            return;
        json.WriteStartArray("tags"u8);
        foreach (string tag in tags.Split(','))
            json.WriteStringValue(tag);
        json.WriteEndArray();
    }

    private static void WriteLabels(Utf8JsonWriter json, TimelineEvent e, EcsSubject subject)
    {
        json.WriteStartObject("labels"u8);
        json.WritePropertyName("evidence"u8);
        // Its value and several members after it: the writer is told not to look inside.
        json.WriteRawValue(subject.Labels.AsSpan("\"evidence\":".Length), skipInputValidation: true);
        if (e.TimeMeaning.Length > 0)
            json.WriteString("timestamp_desc"u8, e.TimeMeaning);
        if (e.Change is char change)
            json.WriteString("change"u8, [change]);
        WriteBytes(json, "origin"u8, e.Origin.Span);
        WriteExact(json, "path_base64"u8, e.Path.Span);
        WriteExact(json, "message_base64"u8, e.Message.Span);
        WriteExact(json, "origin_base64"u8, e.Origin.Span);
        WriteExact(json, "target_path_base64"u8, e.LinkTarget.Span);
        json.WriteEndObject();
    }

    private static void WriteRaw(Utf8JsonWriter json, ReadOnlySpan<byte> name, byte[] value)
    {
        if (value.Length == 0)
            return;
        json.WritePropertyName(name);
        json.WriteRawValue(value, skipInputValidation: true);
    }

    private static void WriteKeyword<T>(Utf8JsonWriter json, ReadOnlySpan<byte> name, T? value)
        where T : struct, IUtf8SpanFormattable
    {
        Span<byte> digits = stackalloc byte[24];
        if (value is T number && number.TryFormat(digits, out int length, default, CultureInfo.InvariantCulture))
            json.WriteString(name, digits[..length]);
    }

    // As in the plain JSONL: bad bytes show as \xHH.
    private static void WriteBytes(Utf8JsonWriter json, ReadOnlySpan<byte> name, ReadOnlySpan<byte> bytes)
    {
        if (!bytes.IsEmpty)
            json.WriteString(name, Utf8.IsValid(bytes) ? bytes : JsonFields.ShowBadBytes(bytes));
    }

    private static void WriteExact(Utf8JsonWriter json, ReadOnlySpan<byte> name, ReadOnlySpan<byte> bytes)
    {
        if (!Utf8.IsValid(bytes))
            json.WriteBase64String(name, bytes);
    }
}
