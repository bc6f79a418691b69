using System.Buffers.Binary;
using System.Text.Json;
using StoreForensics.Formats.GoJson;
using StoreForensics.Primitives;

namespace StoreForensics.Formats.TarSplit;

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
        ReadOnlyMemory<byte> shown = default;
        var json = new GoRecord(line);
        if (!json.Begin())
            return null;
        while (json.Next())
        {
            // Null leaves numbers and texts as they are, and empties bytes.
            if (json.IsField("type"u8))
                type = json.IsNull ? type : json.Integer();
            else if (json.IsField("size"u8))
                size = json.IsNull ? size : json.Integer();
            else if (json.IsField("position"u8))
                position = json.IsNull ? position : json.Integer();
            else if (json.IsField("payload"u8))
                payload = json.IsNull ? null : json.Base64();
            else if (json.IsField("name_raw"u8))
                name = json.IsNull ? null : json.Base64();
            else if (json.IsField("name"u8) && !json.IsNull && !json.TryText(out shown))
                return null;
        }
        if (!json.Ends() || size < 0 || position < 0)
            return null;
        return type switch
        {
            FileType => new TarSplitEntry
            {
                IsFile = true,
                Name = new EvidencePath(name is null ? shown.Span : name),
                Size = size,
                Crc64 = Checksum(payload, size),
                Position = position,
                Offset = offset
            },
            SegmentType => new TarSplitEntry { IsFile = false, Segment = payload ?? [], Position = position, Offset = offset },
            _ => null,
        };
    }

    private static ulong? Checksum(byte[]? payload, long size) =>
        size > 0 && payload is { Length: sizeof(ulong) } ? BinaryPrimitives.ReadUInt64BigEndian(payload) : null;
}
