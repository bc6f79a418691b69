using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using StoreForensics.Primitives;

namespace StoreForensics.Docker.TarSplit;

/// <summary>Parses one line of a tar-split (vbatts/tar-split, tar/storage/entry.go). Unknown members are passed over.</summary>
internal static class TarSplitLine
{
    private const int FileType = 1, SegmentType = 2;

    /// <summary>Null when the line is no entry of a known type.</summary>
    public static TarSplitEntry? TryParse(ReadOnlySpan<byte> line, long offset)
    {
        try
        {
            return Parse(line, offset);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    private static TarSplitEntry? Parse(ReadOnlySpan<byte> line, long offset)
    {
        long type = 0, size = 0, position = 0;
        byte[]? name = null, payload = null;
        var reader = new Utf8JsonReader(line);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            return null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (Is(ref reader, "type"u8))
                type = reader.GetInt64();
            else if (Is(ref reader, "size"u8))
                size = reader.GetInt64();
            else if (Is(ref reader, "position"u8))
                position = reader.GetInt64();
            else if (Is(ref reader, "payload"u8))
                payload = reader.TokenType == JsonTokenType.Null ? null : reader.GetBytesFromBase64();
            else if (Is(ref reader, "name_raw"u8))
                name = reader.TokenType == JsonTokenType.Null ? name : reader.GetBytesFromBase64();
            else if (Is(ref reader, "name"u8))
                name ??= Encoding.UTF8.GetBytes(reader.GetString() ?? "");
            else
                SkipMember(ref reader);
        }
        if (reader.Read() || size < 0 || position < 0)
            return null;
        return type switch
        {
            FileType => new TarSplitEntry { IsFile = true, Name = new EvidencePath(name ?? []), Size = size, Crc64 = Checksum(payload, size), Position = position, Offset = offset },
            SegmentType => new TarSplitEntry { IsFile = false, Segment = payload ?? [], Position = position, Offset = offset },
            _ => null,
        };
    }

    /// <summary>Whether the current member has that name; then the reader moves to its value.</summary>
    private static bool Is(ref Utf8JsonReader reader, ReadOnlySpan<byte> name)
    {
        if (reader.TokenType != JsonTokenType.PropertyName || !reader.ValueTextEquals(name))
            return false;
        reader.Read();
        return true;
    }

    private static void SkipMember(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.PropertyName)
            reader.Read();
        reader.Skip();
    }

    private static ulong? Checksum(byte[]? payload, long size) =>
        size > 0 && payload is { Length: sizeof(ulong) } ? BinaryPrimitives.ReadUInt64BigEndian(payload) : null;
}
