using System.Text.Json;
using System.Text.Unicode;
using StoreForensics.Evidence;
using StoreForensics.Reports.Json;
using StoreForensics.Reports.Text;
using StoreForensics.Timeline;

namespace StoreForensics.Reports.Jsonl;

/// <summary>Writes events as JSONL records, keys as in <see cref="TimelineColumns"/>.
/// Allocates nothing per record, save for bytes that are not UTF-8.</summary>
internal sealed class TimelineRecord
{
    private static readonly JsonEncodedText s_datetime = Encode("datetime"), s_meaning = Encode("timestamp_desc"), s_message = Encode("message"),
        s_type = Encode("event_type"), s_subject = Encode(SubjectJson.FirstName), s_path = Encode("path"), s_change = Encode("change"),
        s_kind = Encode("kind"), s_mode = Encode("mode"), s_uid = Encode("uid"), s_gid = Encode("gid"), s_size = Encode("size"),
        s_target = Encode("link_target"), s_sha256 = Encode("sha256"), s_tag = Encode("tag"), s_origin = Encode("origin");

    private static readonly JsonEncodedText[] s_types = [.. EventTypes.Names.Select(Encode)];
    private static readonly JsonEncodedText[] s_kinds = [.. Enum.GetValues<EntryKind>().Select(k => Encode(k.Name()))];

    private readonly SubjectCache<SubjectJson> _subjects = SubjectJson.Cache();
    private readonly NameLists<byte[]> _names = SubjectJson.LongLists();
    private readonly TextCache<JsonEncodedText> _texts = new(Encode);
    private readonly byte[] _scratch = new byte[64];

    public void Write(Utf8JsonWriter json, TimelineEvent e)
    {
        json.WriteStartObject();
        json.WriteString(s_datetime, _scratch.AsSpan(0, e.Time.Write(_scratch, "+00:00"u8)));
        WriteText(json, s_meaning, e.TimeMeaning);
        WriteBytes(json, s_message, "message", e.Message.Span);
        json.WriteString(s_type, s_types[(int)e.Type]);
        WriteSubject(json, e.Subject);
        WriteBytes(json, s_path, "path", e.Path.Span);
        WriteFile(json, e);
        WriteText(json, s_tag, e.Tag);
        WriteBytes(json, s_origin, "origin", e.Origin.Span);
        RecoveryJson.Write(json, e.Recovery);
        json.WriteEndObject();
    }

    private void WriteSubject(Utf8JsonWriter json, EventSubject subject)
    {
        if (LongNames.HasAny(subject))
        {
            SubjectJson.WriteMembers(json, subject, _names);
            return;
        }
        json.WritePropertyName(s_subject);
        // Several members at once: the writer is told not to look inside.
        json.WriteRawValue(_subjects[subject].Members, skipInputValidation: true);
    }

    private void WriteFile(Utf8JsonWriter json, TimelineEvent e)
    {
        _scratch[0] = (byte)(e.Change ?? ' ');
        WriteAscii(json, s_change, _scratch.AsSpan(0, e.Change is null ? 0 : 1));
        if (e.Kind is EntryKind kind)
            json.WriteString(s_kind, s_kinds[(int)kind]);
        else
            json.WriteNull(s_kind);
        WriteAscii(json, s_mode, _scratch.AsSpan(0, OctalMode.Write(e.Mode, _scratch)));
        WriteNumber(json, s_uid, e.Uid);
        WriteNumber(json, s_gid, e.Gid);
        WriteNumber(json, s_size, e.Size);
        WriteBytes(json, s_target, "link_target", e.LinkTarget.Span);
        Convert.TryToHexStringLower(e.Sha256.Span, _scratch, out int digits);
        WriteAscii(json, s_sha256, _scratch.AsSpan(0, digits));
    }

    private void WriteText(Utf8JsonWriter json, JsonEncodedText name, string text)
    {
        if (text.Length == 0)
            json.WriteNull(name);
        else
            json.WriteString(name, _texts[text]);
    }

    private static void WriteAscii(Utf8JsonWriter json, JsonEncodedText name, ReadOnlySpan<byte> ascii)
    {
        if (ascii.IsEmpty)
            json.WriteNull(name);
        else
            json.WriteString(name, ascii);
    }

    private static void WriteNumber(Utf8JsonWriter json, JsonEncodedText name, long? value)
    {
        if (value is long number)
            json.WriteNumber(name, number);
        else
            json.WriteNull(name);
    }

    // The encoded name saves the common case the escaping of the name.
    private static void WriteBytes(Utf8JsonWriter json, JsonEncodedText name, string plainName, ReadOnlySpan<byte> bytes)
    {
        if (!bytes.IsEmpty && Utf8.IsValid(bytes))
            json.WriteString(name, bytes);
        else
            json.WriteBytes(plainName, bytes);
    }

    private static JsonEncodedText Encode(string text) => JsonEncodedText.Encode(text, JsonFormat.Encoder);
}
