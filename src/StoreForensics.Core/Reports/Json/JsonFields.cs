using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Reports.Text;

namespace StoreForensics.Reports.Json;

/// <summary>Writes the kinds of value that the project's JSON is made of. Unknown is null, and so is empty text.</summary>
internal static class JsonFields
{
    public static void WriteText(this Utf8JsonWriter json, string name, string? value)
    {
        if (string.IsNullOrEmpty(value))
            json.WriteNull(name);
        else
            json.WriteString(name, value);
    }

    public static void WriteCount(this Utf8JsonWriter json, string name, long? value)
    {
        if (value is long number)
            json.WriteNumber(name, number);
        else
            json.WriteNull(name);
    }

    public static void WriteFlag(this Utf8JsonWriter json, string name, bool? value)
    {
        if (value is bool flag)
            json.WriteBoolean(name, flag);
        else
            json.WriteNull(name);
    }

    /// <summary>RFC 3339 UTC with nine decimals and <c>Z</c>; null when unknown or one that RFC 3339 cannot spell, such as Docker's "never".</summary>
    public static void WriteTime(this Utf8JsonWriter json, string name, Timestamp? time)
    {
        if (time is not { IsUsable: true } known)
        {
            json.WriteNull(name);
            return;
        }
        Span<byte> text = stackalloc byte[Timestamp.MaxTextLength];
        json.WriteString(name, text[..known.Write(text, "Z"u8)]);
    }

    /// <summary>The time, and under <c>NAME_text</c> what was recorded, offset and all.</summary>
    public static void WriteTime(this Utf8JsonWriter json, string name, RecordedTime? recorded)
    {
        json.WriteTime(name, recorded?.Time);
        json.WriteText(name + "_text", recorded?.Text);
    }

    /// <summary>Four octal digits as text.</summary>
    public static void WriteMode(this Utf8JsonWriter json, string name, int? mode)
    {
        if (mode is null)
        {
            json.WriteNull(name);
            return;
        }
        Span<byte> digits = stackalloc byte[4];
        OctalMode.Write(mode, digits);
        json.WriteString(name, digits);
    }

    /// <summary>
    /// Bytes from the evidence. Where they are not UTF-8, bad bytes show as <c>\xHH</c>, and a further <c>NAME_base64</c> holds them exactly.
    /// </summary>
    public static void WriteBytes(this Utf8JsonWriter json, string name, ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            json.WriteNull(name);
        }
        else if (Utf8.IsValid(bytes))
        {
            json.WriteString(name, bytes);
        }
        else
        {
            json.WriteString(name, ShowBadBytes(bytes));
            json.WriteBase64String(name + "_base64", bytes);
        }
    }

    public static void WritePath(this Utf8JsonWriter json, string name, EvidencePath path) => json.WriteBytes(name, path.Bytes);

    /// <summary>The same inside an array, where there is no place for the exact bytes.</summary>
    public static void WriteBytesValue(this Utf8JsonWriter json, ReadOnlySpan<byte> bytes) =>
        json.WriteStringValue(Utf8.IsValid(bytes) ? bytes : ShowBadBytes(bytes));

    public static void WriteKind(this Utf8JsonWriter json, EntryKind? kind) => json.WriteText("kind", kind?.Name());

    /// <summary>A list of texts; null where it is not recorded, an unknown item likewise.</summary>
    public static void WriteTexts(this Utf8JsonWriter json, string name, IEnumerable<string?>? values)
    {
        if (values is null)
        {
            json.WriteNull(name);
            return;
        }
        json.WriteStartArray(name);
        foreach (string? value in values)
            json.WriteStringValue(value);
        json.WriteEndArray();
    }

    /// <summary>An object of texts, its keys in a fixed order.</summary>
    public static void WriteMap(this Utf8JsonWriter json, string name, IReadOnlyDictionary<string, string>? map)
    {
        if (map is null)
        {
            json.WriteNull(name);
            return;
        }
        json.WriteStartObject(name);
        foreach ((string key, string value) in map.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            json.WriteString(key, value);
        json.WriteEndObject();
    }

    /// <summary>Under <c>NAME</c> where a fact stands: <c>evidence</c>, <c>path</c> and, inside a file, <c>offset</c>.</summary>
    public static void WriteOrigin(this Utf8JsonWriter json, string name, Origin origin)
    {
        json.WriteStartObject(name);
        json.WriteText("evidence", origin.Evidence);
        json.WritePath("path", origin.Path);
        json.WriteCount("offset", origin.Offset);
        json.WriteEndObject();
    }

    /// <summary>UTF-8 with every byte that is none spelled <c>\xHH</c>; a backslash stays single, since the base64 beside it is what is exact.</summary>
    public static byte[] ShowBadBytes(ReadOnlySpan<byte> bytes)
    {
        var shown = new ArrayBufferWriter<byte>(bytes.Length + 16);
        while (!bytes.IsEmpty)
        {
            int used = 1;
            if (Rune.DecodeFromUtf8(bytes, out _, out int length) == OperationStatus.Done)
                shown.Write(bytes[..(used = length)]);
            else
                Encoding.ASCII.GetBytes($@"\x{bytes[0]:x2}", shown);
            bytes = bytes[used..];
        }
        return shown.WrittenSpan.ToArray();
    }
}
