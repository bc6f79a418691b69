using StoreForensics.Primitives;

namespace StoreForensics.Formats.Protobuf;

/// <summary>A <c>google.protobuf.Timestamp</c>: 1 seconds since 1970, 2 nanoseconds.</summary>
internal static class ProtobufTime
{
    private const int NanosecondsPerSecond = 1_000_000_000;

    /// <summary>Null when the bytes are no such message, or hold no time.</summary>
    public static Timestamp? Of(ReadOnlySpan<byte> message)
    {
        long seconds = 0, nanoseconds = 0;
        var fields = new ProtobufFields(message);
        while (fields.Read())
        {
            if (fields is { Number: 1, IsBytes: false })
                seconds = (long)fields.Value;
            else if (fields is { Number: 2, IsBytes: false })
                nanoseconds = (long)fields.Value;
        }
        return fields.IsDamaged || nanoseconds is < 0 or >= NanosecondsPerSecond ? null : new Timestamp(seconds, (int)nanoseconds);
    }
}
