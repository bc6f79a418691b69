using System.Buffers.Binary;
using System.Text.Json;
using StoreForensics.Formats.GoJson;
using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Logs;

/// <summary>Rotated and compressed logs (<c>.N.gz</c>), of the <c>local</c> and the <c>json-file</c> driver alike.</summary>
internal static class LocalLogArchive
{
    private const int FixedHeader = 10, ExtraLengthBytes = 2;
    private const byte ExtraFlag = 0x04;

    /// <summary>
    /// The time of the last record, from the gzip header: the engine puts bare JSON <c>{"lastTime":…}</c> into the extra field, without the subfields
    /// that RFC 1952 asks for (format reference, section 5.4). It can be read where the data cannot. Null when it is not there.
    /// </summary>
    /// <param name="head">The file's first bytes; some hundred are plenty.</param>
    public static RecordedTime? LastTime(ReadOnlySpan<byte> head)
    {
        if (head.Length < FixedHeader + ExtraLengthBytes || head[0] != 0x1f || head[1] != 0x8b || (head[3] & ExtraFlag) == 0)
            return null;
        int length = BinaryPrimitives.ReadUInt16LittleEndian(head[FixedHeader..]);
        ReadOnlySpan<byte> rest = head[(FixedHeader + ExtraLengthBytes)..];
        if (length > rest.Length)
            return null;
        using JsonDocument? json = GoJsonParser.TryParse(rest[..length].ToArray());
        return (json is null ? null : new JsonView(json.RootElement).Text("lastTime")) is string text && Timestamp.TryParse(text) is { IsUsable: true } time
            ? new RecordedTime(time, text) : null;
    }
}
