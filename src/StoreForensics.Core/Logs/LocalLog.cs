using StoreForensics.Evidence;
using StoreForensics.Primitives;

namespace StoreForensics.Logs;

/// <summary>The files of one container's <c>local</c> log (also <c>container-cached.log</c>), given oldest first; parts may go on in the next file.</summary>
internal sealed class LocalLog(EvidenceFiles files)
{
    private readonly LocalLogParts _parts = new();
    private int _lastNode;

    /// <summary>Lines of one file in file order, with the line feed that <c>docker logs</c> adds where a line ends.</summary>
    public IEnumerable<LogLine> Read(int node)
    {
        _lastNode = node;
        using Stream? stream = Open(node);
        if (stream is null)
            yield break;
        foreach (LocalLogEntry entry in new LocalLogReader(stream, files.Problems, files.Origin(node)).Read())
        {
            foreach (LocalLogLine line in _parts.Add(entry))
                yield return ToLogLine(line, node);
        }
    }

    /// <summary>Parts whose end never came.</summary>
    public IEnumerable<LogLine> Rest() => _parts.Rest().Select(line => ToLogLine(line, _lastNode));

    private static LogLine ToLogLine(LocalLogLine line, int node) =>
        new(line.First.Time, line.First.Stream, line.HasEnd ? (byte[])[.. line.Text.Span, (byte)'\n'] : line.Text, line.First.Offset, node);

    private Stream? Open(int node)
    {
        try
        {
            return files.OpenPlain(node);
        }
        catch (EvidenceFormatException e)
        {
            files.Problems.Damage("SF-LOCALLOG-0006", files.Origin(node), "the log cannot be read: " + DisplayText.Escape(e.Message));
            return null;
        }
    }
}
