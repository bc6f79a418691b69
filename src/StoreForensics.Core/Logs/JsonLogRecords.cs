using System.Text;
using System.Text.Json;
using StoreForensics.Formats.GoJson;
using StoreForensics.Primitives;

namespace StoreForensics.Logs;

/// <summary>
/// The records on one line of a json-file log. The engine writes one a line; a crash can tear one off, and the next write then goes on behind the torn one
/// without a line feed. Its own decoder reads one JSON value after another, wherever lines end (moby v20.10 daemon/logger/jsonfilelog/read.go).
/// </summary>
internal static class JsonLogRecords
{
    // A forged line could begin a record at every byte; each try may read to its end.
    private const int MaxTries = 64;

    /// <summary>Adds the whole records, and returns the stretches of the line that are none; null when there are no such.</summary>
    public static List<Range>? Read(ReadOnlySpan<byte> text, long offset, int node, List<LogLine> records)
    {
        List<Range>? gaps = null;
        int at = SkipWhite(text, 0), gap = -1, tries = 0;
        while (at < text.Length)
        {
            if (TryRecord(text[at..], offset + at, node, out int length) is { } record && (gap < 0 || IsComplete(record)))
            {
                if (gap >= 0)
                    (gaps ??= []).Add(gap..at);
                records.Add(record);
                (at, gap) = (SkipWhite(text, at + length), -1);
                continue;
            }
            gap = gap < 0 ? at : gap;
            at = ++tries < MaxTries ? NextBegin(text, at + 1) : text.Length;
        }
        if (gap >= 0)
            (gaps ??= []).Add(gap..text.Length);
        return gaps;
    }

    // In the text of a record every quotation mark has a backslash before it: this is found at the beginning of one alone.
    private static int NextBegin(ReadOnlySpan<byte> text, int from) => text[from..].IndexOf("{\"log\":\""u8) is >= 0 and int found ? from + found : text.Length;

    // Behind torn bytes only what has all that the engine writes is taken for a record.
    private static bool IsComplete(LogLine record) => record is { Time: not null, Stream: not null };

    private static int SkipWhite(ReadOnlySpan<byte> text, int from) =>
        text[from..].IndexOfAnyExcept(" \t\r\n"u8) is >= 0 and int found ? from + found : text.Length;

    private static LogLine? TryRecord(ReadOnlySpan<byte> text, long offset, int node, out int length)
    {
        length = 0;
        if (text[0] != (byte)'{')
            return null;
        try
        {
            return Parse(text, offset, node, out length);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static LogLine? Parse(ReadOnlySpan<byte> text, long offset, int node, out int length)
    {
        var json = new GoRecord(text);
        ReadOnlyMemory<byte> log = default;
        string? stream = null, time = null;
        length = 0;
        if (!json.Begin())
            return null;
        while (json.Next())
        {
            if (json.IsField("log"u8) && json.TryText(out ReadOnlyMemory<byte> value))
                log = value;
            else if (json.IsField("stream"u8) && json.TryText(out ReadOnlyMemory<byte> name))
                stream = Encoding.UTF8.GetString(name.Span);
            else if (json.IsField("time"u8) && json.TryText(out ReadOnlyMemory<byte> stamp))
                time = Encoding.UTF8.GetString(stamp.Span);
        }
        length = json.Length;
        return new LogLine(time is null ? null : Timestamp.TryParse(time), stream, log, offset, node);
    }
}
