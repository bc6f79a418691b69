using StoreForensics.Evidence;
using StoreForensics.Formats;
using StoreForensics.Primitives;

namespace StoreForensics.Logs;

/// <summary>
/// The json-file log: <c>{"log":"text\n","stream":"stdout","time":"…"}</c> a line (moby v0.7.2 utils/utils.go JSONLog, v20.10 daemon/logger/jsonfilelog).
/// A record whose text has no line feed is a part: parts of one stream are joined. What cannot be decoded is a problem, NUL bytes too, and reading goes on.
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
        var nuls = new NulStretches(files.Problems, files.Origin(node), "SF-LOG-0007", "lines");
        var reader = new LineReader(stream, MaxLine, (at, bytes) => nuls.Add(at, bytes, isHole: true), nulsApart: true);
        var records = new List<LogLine>();
        while (Next(reader, node, nuls, records))
        {
            foreach (LogLine record in records)
            {
                if (Join(record) is { } whole)
                    yield return whole;
            }
            records.Clear();
        }
        nuls.End();
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

    private bool Next(LineReader reader, int node, NulStretches nuls, List<LogLine> records)
    {
        try
        {
            ReadOnlySpan<byte> text = reader.Next();
            if (text.IsEmpty)
                return false;
            if (text[0] == 0)
                nuls.Add(reader.Offset, text.Length);
            else
                Decode(text, reader, node, records);
            return true;
        }
        catch (EvidenceFormatException e)
        {
            files.Problems.Damage("SF-LOG-0002", files.Origin(node, reader.Offset), "the rest of the log cannot be read: " + DisplayText.Escape(e.Message));
            return false;
        }
    }

    private void Decode(ReadOnlySpan<byte> text, LineReader reader, int node, List<LogLine> records)
    {
        foreach (Range gap in JsonLogRecords.Read(text, reader.Offset, node, records) ?? [])
        {
            ReadOnlySpan<byte> lost = text[gap];
            Origin origin = files.Origin(node, reader.Offset + gap.Start.Value);
            // A last line that begins well was being written when the evidence was taken or the power went.
            if (lost.StartsWith("{\""u8) && gap.End.Value == text.Length && !text.EndsWith("\n"u8) && !reader.EndsInNuls)
                files.Problems.Warn("SF-LOG-0006", origin, reader.EndsInHole ? "a line of the log is cut off by a hole"
                    : "the last line of the log is cut off");
            else
                files.Problems.Damage("SF-LOG-0003", origin, gap.Start.Value == 0 && gap.End.Value == text.Length ? "a line of the log cannot be decoded"
                    : $"{lost.Length} bytes of a line of the log cannot be decoded; the whole record beside them is read");
        }
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
