using StoreForensics.Formats.Protobuf;
using StoreForensics.Primitives;

namespace StoreForensics.Logs;

/// <summary>
/// One record of the <c>local</c> log driver: protobuf <c>LogEntry</c> (format reference, section 5.5; moby v29 daemon/logger/local, entry.proto).
/// Null is "not recorded".
/// </summary>
internal sealed record LocalLogEntry
{
    /// <summary><c>stdout</c> or <c>stderr</c>.</summary>
    public string? Stream { get; init; }

    public Timestamp? Time { get; init; }

    /// <summary>The text without a line feed.</summary>
    public ReadOnlyMemory<byte> Line { get; init; }

    /// <summary>A part of a longer line; the last part is one too, and <see cref="IsLastPart"/> tells it.</summary>
    public bool IsPartial { get; init; }

    /// <summary>Same for all parts of one line.</summary>
    public string? PartId { get; init; }

    /// <summary>From 1; 0 when not recorded.</summary>
    public int PartNumber { get; init; }

    public bool IsLastPart { get; init; }

    /// <summary>Whether the line ends with this record.</summary>
    public bool EndsLine => !IsPartial || IsLastPart;

    /// <summary>Byte offset of the record's frame in the uncompressed file.</summary>
    public required long Offset { get; init; }

    /// <summary>The entry, or null when the bytes are no such message. Unknown fields are passed over unless <paramref name="isStrict"/>.</summary>
    /// <param name="message">The frame's content.</param>
    /// <param name="offset">Where the frame lies.</param>
    /// <param name="isStrict">For guesses: a stream, a time and nothing unknown must be there.</param>
    public static LocalLogEntry? TryParse(ReadOnlySpan<byte> message, long offset, bool isStrict)
    {
        string? stream = null;
        Timestamp? time = null;
        ReadOnlySpan<byte> line = default;
        bool isPartial = false;
        (bool IsLast, string? Id, int Number) part = default;
        var fields = new ProtobufFields(message);
        while (fields.Read())
        {
            switch (fields.Number)
            {
                case 1 when fields.IsBytes: stream = TextOf(fields.Bytes); break;
                case 2 when !fields.IsBytes: time = TimeOf((long)fields.Value); break;
                case 3 when fields.IsBytes: line = fields.Bytes; break;
                case 4 when !fields.IsBytes: isPartial = fields.Value != 0; break;
                case 5 when fields.IsBytes: part = PartOf(fields.Bytes); break;
                default:
                    if (isStrict)
                        return null;
                    break;
            }
        }
        if (fields.IsDamaged || (isStrict && (stream is null || time is null)))
            return null;
        return new LocalLogEntry
        {
            Offset = offset,
            Stream = stream,
            Time = time,
            Line = line.ToArray(),
            IsPartial = isPartial,
            IsLastPart = part.IsLast,
            PartId = part.Id,
            PartNumber = part.Number,
        };
    }

    private static (bool IsLast, string? Id, int Number) PartOf(ReadOnlySpan<byte> message)
    {
        (bool IsLast, string? Id, int Number) part = default;
        var fields = new ProtobufFields(message);
        while (fields.Read())
        {
            switch (fields.Number)
            {
                case 1 when !fields.IsBytes: part.IsLast = fields.Value != 0; break;
                case 2 when fields.IsBytes: part.Id = TextOf(fields.Bytes); break;
                case 3 when !fields.IsBytes: part.Number = (int)Math.Min(fields.Value, int.MaxValue); break;
            }
        }
        return part;
    }

    private static string TextOf(ReadOnlySpan<byte> bytes) =>
        bytes.SequenceEqual("stdout"u8) ? "stdout" : bytes.SequenceEqual("stderr"u8) ? "stderr" : System.Text.Encoding.UTF8.GetString(bytes);

    private static Timestamp TimeOf(long nanoseconds)
    {
        const long Second = 1_000_000_000;
        long seconds = nanoseconds / Second, rest = nanoseconds % Second;
        return rest < 0 ? new Timestamp(seconds - 1, (int)(rest + Second)) : new Timestamp(seconds, (int)rest);
    }
}
