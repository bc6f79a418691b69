using System.Buffers.Binary;
using StoreForensics.Evidence;

namespace StoreForensics.Timeline;

/// <summary>
/// What an event says beyond its record: message, path, origin, kind. Written once, read back as slices: three lengths (little-endian 32-bit), the kind, then
/// the three texts.
/// </summary>
internal static class EventPayload
{
    private const int HeaderBytes = 13;
    private const byte NoKind = 0xff;

    public static int Length(ReadOnlySpan<byte> message, ReadOnlySpan<byte> path, ReadOnlySpan<byte> origin) =>
        HeaderBytes + message.Length + path.Length + origin.Length;

    public static void Write(Span<byte> target, EntryKind? kind, ReadOnlySpan<byte> message, ReadOnlySpan<byte> path, ReadOnlySpan<byte> origin)
    {
        BinaryPrimitives.WriteInt32LittleEndian(target, message.Length);
        BinaryPrimitives.WriteInt32LittleEndian(target[4..], path.Length);
        BinaryPrimitives.WriteInt32LittleEndian(target[8..], origin.Length);
        target[12] = kind is EntryKind known ? (byte)known : NoKind;
        message.CopyTo(target[HeaderBytes..]);
        path.CopyTo(target[(HeaderBytes + message.Length)..]);
        origin.CopyTo(target[(HeaderBytes + message.Length + path.Length)..]);
    }

    public static void Read(ReadOnlyMemory<byte> payload, TimelineEvent into)
    {
        ReadOnlySpan<byte> header = payload.Span;
        int message = BinaryPrimitives.ReadInt32LittleEndian(header);
        int path = BinaryPrimitives.ReadInt32LittleEndian(header[4..]);
        int origin = BinaryPrimitives.ReadInt32LittleEndian(header[8..]);
        into.Kind = header[12] == NoKind ? null : (EntryKind)header[12];
        into.Message = payload.Slice(HeaderBytes, message);
        into.Path = payload.Slice(HeaderBytes + message, path);
        into.Origin = payload.Slice(HeaderBytes + message + path, origin);
    }
}
