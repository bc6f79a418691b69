using System.Buffers.Binary;
using StoreForensics.Primitives;

namespace StoreForensics.Formats.GoBinary;

/// <summary>
/// Go's binary time, as containerd stores <c>createdat</c> and the like (format reference, section 7.2): a version byte (1 or 2), big-endian int64
/// seconds since 0001-01-01T00:00:00Z, int32 nanoseconds, int16 zone offset in minutes (-1 is UTC); version 2 adds a byte of offset seconds.
/// </summary>
internal static class GoBinaryTime
{
    private const int LengthOfVersion1 = 15;
    private const long SecondsFromYear1To1970 = 62135596800;

    /// <summary>Null when the bytes are no such time.</summary>
    public static Timestamp? TryParse(ReadOnlySpan<byte> bytes) => TryParse(bytes, out _);

    /// <inheritdoc cref="TryParse(ReadOnlySpan{byte})"/>
    /// <param name="bytes">The whole value: 15 bytes, or 16 in version 2.</param>
    /// <param name="offsetSeconds">The zone's offset from UTC that was stored beside the moment; 0 for UTC.</param>
    public static Timestamp? TryParse(ReadOnlySpan<byte> bytes, out int offsetSeconds)
    {
        offsetSeconds = 0;
        bool isVersion1 = bytes.Length == LengthOfVersion1 && bytes[0] == 1;
        bool isVersion2 = bytes.Length == LengthOfVersion1 + 1 && bytes[0] == 2;
        if (!isVersion1 && !isVersion2)
            return null;
        long seconds = BinaryPrimitives.ReadInt64BigEndian(bytes[1..]);
        int nanoseconds = BinaryPrimitives.ReadInt32BigEndian(bytes[9..]);
        short offsetMinutes = BinaryPrimitives.ReadInt16BigEndian(bytes[13..]);
        if (nanoseconds is < 0 or > 999_999_999 || seconds < long.MinValue + SecondsFromYear1To1970)
            return null;
        if (offsetMinutes != -1)
            offsetSeconds = (offsetMinutes * 60) + (isVersion2 ? (sbyte)bytes[LengthOfVersion1] : 0);
        return new Timestamp(seconds - SecondsFromYear1To1970, nanoseconds);
    }
}
