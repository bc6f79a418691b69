using StoreForensics.Evidence;
using StoreForensics.Formats;
using StoreForensics.Primitives;

namespace StoreForensics.Logs;

/// <summary>
/// The logs of a Kubernetes container, over all its rotations: <c>TIME STREAM TAGS TEXT</c> a line, where the first tag is <c>P</c> when the container's line
/// goes on in the next record of its stream, else <c>F</c> (containerd internal/cri/io/logger.go; kubernetes pkg/kubelet/kuberuntime/logs).
/// </summary>
internal sealed class CriLog(EvidenceFiles files)
{
    private const int MaxRecord = 16 << 20;

    private readonly SortedDictionary<string, (Timestamp? Time, List<byte> Text, long Offset, int Node)> _parts = new(StringComparer.Ordinal);

    /// <summary>The whole lines of a file, gzipped or not; what goes on in the next is kept.</summary>
    public IEnumerable<LogLine> Read(int node)
    {
        using Stream? content = Open(node);
        if (content is null)
            yield break;
        var reader = new LineReader(content, MaxRecord);
        while (Next(reader, node, out LogLine? line))
        {
            if (line is not null)
                yield return line;
        }
    }

    /// <summary>What is left of lines whose end is nowhere.</summary>
    public IEnumerable<LogLine> Rest()
    {
        foreach ((string stream, (Timestamp? time, List<byte> text, long offset, int node)) in _parts)
            yield return new LogLine(time, stream, text.ToArray(), offset, node);
        _parts.Clear();
    }

    private StoredFile? Open(int node)
    {
        try
        {
            return StoredFile.OpenPlain(files.Source, node);
        }
        catch (EvidenceFormatException e)
        {
            files.Problems.Damage("SF-CRILOG-0002", files.Origin(node), "the log cannot be read: " + DisplayText.Escape(e.Message));
            return null;
        }
    }

    private bool Next(LineReader reader, int node, out LogLine? line)
    {
        line = null;
        try
        {
            ReadOnlySpan<byte> record = reader.Next();
            if (record.IsEmpty)
                return false;
            line = Take(record.EndsWith("\n"u8) ? record[..^1] : record, reader.Offset, node);
            return true;
        }
        catch (EvidenceFormatException e)
        {
            files.Problems.Damage("SF-CRILOG-0002", files.Origin(node, reader.Offset), "the rest of the log cannot be read: " + DisplayText.Escape(e.Message));
            return false;
        }
    }

    private LogLine? Take(ReadOnlySpan<byte> record, long offset, int node)
    {
        ReadOnlySpan<byte> rest = record, time = Word(ref rest), stream = Word(ref rest), tags = Word(ref rest);
        bool isKnown = stream.SequenceEqual("stdout"u8) || stream.SequenceEqual("stderr"u8);
        if (!isKnown || tags.IsEmpty || tags[0] is not ((byte)'P' or (byte)'F'))
        {
            files.Problems.Damage("SF-CRILOG-0001", files.Origin(node, offset), "a line of the log is no record: it is left out");
            return null;
        }
        string name = System.Text.Encoding.ASCII.GetString(stream);
        if (!_parts.Remove(name, out var line))
            line = (Timestamp.TryParse(System.Text.Encoding.ASCII.GetString(time)), [], offset, node);
        line.Text.AddRange(rest);
        if (tags[0] == 'P' && line.Text.Count < MaxRecord)
        {
            _parts[name] = line;
            return null;
        }
        line.Text.Add((byte)'\n');
        return new LogLine(line.Time, name, line.Text.ToArray(), line.Offset, line.Node);
    }

    private static ReadOnlySpan<byte> Word(ref ReadOnlySpan<byte> rest)
    {
        int blank = rest.IndexOf((byte)' ');
        ReadOnlySpan<byte> word = blank < 0 ? rest : rest[..blank];
        rest = blank < 0 ? default : rest[(blank + 1)..];
        return word;
    }
}
