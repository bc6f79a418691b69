using System.Text;
using System.Text.Json;
using StoreForensics.Evidence;
using StoreForensics.Formats;
using StoreForensics.Formats.GoJson;
using StoreForensics.Primitives;

namespace StoreForensics.Logs;

/// <summary>
/// The json-file log: <c>{"log":"text\n","stream":"stdout","time":"…"}</c> a line (moby v0.7.2 utils/utils.go JSONLog, v20.10 daemon/logger/jsonfilelog).
/// A record whose text has no line feed is a part: parts of one stream are joined. A line that cannot be decoded is a problem, and reading goes on.
/// </summary>
internal sealed class JsonFileLog(EvidenceFiles files)
{
    private const int MaxLine = 8 << 20;
    private const int MaxJoined = 16 << 20;

    private readonly Dictionary<string, (LogLine First, MemoryStream Text)> _parts = [];

    /// <summary>Lines of one file in file order; parts may go on in the next call's file.</summary>
    public IEnumerable<LogLine> Read(int node)
    {
        using Stream? stream = Open(node);
        if (stream is null)
            yield break;
        var reader = new LineReader(stream, MaxLine, (at, bytes) => Hole(node, at, bytes));
        while (Next(reader, node, out LogLine? line))
        {
            if (line is not null && Join(line) is { } whole)
                yield return whole;
        }
    }

    /// <summary>Parts whose end never came.</summary>
    public IEnumerable<LogLine> Rest()
    {
        foreach ((LogLine first, MemoryStream text) in _parts.Values.OrderBy(p => p.First.Offset))
            yield return first with { Text = text.ToArray() };
        _parts.Clear();
    }

    private Stream? Open(int node)
    {
        try
        {
            return files.OpenPlain(node);
        }
        catch (EvidenceFormatException e)
        {
            files.Problems.Damage("SF-LOG-0001", files.Origin(node), "the log cannot be read: " + DisplayText.Escape(e.Message));
            return null;
        }
    }

    private bool Next(LineReader reader, int node, out LogLine? line)
    {
        line = null;
        try
        {
            ReadOnlySpan<byte> text = reader.Next();
            if (text.IsEmpty)
                return false;
            line = Decode(text, reader, node);
            return true;
        }
        catch (EvidenceFormatException e)
        {
            files.Problems.Damage("SF-LOG-0002", files.Origin(node, reader.Offset), "the rest of the log cannot be read: " + DisplayText.Escape(e.Message));
            return false;
        }
    }

    private LogLine? Decode(ReadOnlySpan<byte> text, LineReader reader, int node)
    {
        long offset = reader.Offset;
        ReadOnlySpan<byte> record = text.Trim("\0\r\n \t"u8);
        if (record.IsEmpty)
            return null;
        // After a power cut zeros or a torn record may stand before the next good one.
        int start = record.IndexOf("{\""u8);
        try
        {
            if (start >= 0)
            {
                if (Parse(record[start..], offset, node) is { } line)
                    return line;
            }
        }
        catch (JsonException)
        {
            // falls through to the problem
        }
        // A last line that begins well was being written when the evidence was taken or the power went.
        bool isTorn = start >= 0 && !text.EndsWith("\n"u8);
        if (isTorn)
            files.Problems.Warn("SF-LOG-0006", files.Origin(node, offset), reader.EndsInHole ? "a line of the log is cut off by a hole"
                : "the last line of the log is cut off");
        else
            files.Problems.Damage("SF-LOG-0003", files.Origin(node, offset), "a line of the log cannot be decoded");
        return null;
    }

    private void Hole(int node, long offset, long bytes) =>
        files.Problems.Warn("SF-LOG-0007", files.Origin(node, offset), $"{bytes} bytes of the log are a hole, which holds no lines; reading goes on behind it");

    private static LogLine? Parse(ReadOnlySpan<byte> record, long offset, int node)
    {
        var json = new GoRecord(record);
        ReadOnlyMemory<byte> text = default;
        string? stream = null, time = null;
        if (!json.Begin())
            return null;
        while (json.Next())
        {
            if (json.IsField("log"u8) && json.TryText(out ReadOnlyMemory<byte> log))
                text = log;
            else if (json.IsField("stream"u8) && json.TryText(out ReadOnlyMemory<byte> name))
                stream = Encoding.UTF8.GetString(name.Span);
            else if (json.IsField("time"u8) && json.TryText(out ReadOnlyMemory<byte> stamp))
                time = Encoding.UTF8.GetString(stamp.Span);
        }
        return new LogLine(time is null ? null : Timestamp.TryParse(time), stream, text, offset, node);
    }

    private LogLine? Join(LogLine line)
    {
        string key = line.Stream ?? "";
        bool ends = line.Text.Span.EndsWith("\n"u8);
        if (!_parts.TryGetValue(key, out (LogLine First, MemoryStream Text) part))
        {
            if (ends)
                return line;
            part = (line, new MemoryStream());
            _parts[key] = part;
        }
        part.Text.Write(line.Text.Span);
        if (!ends && part.Text.Length < MaxJoined)
            return null;
        _parts.Remove(key);
        return part.First with { Text = part.Text.ToArray() };
    }
}
