using StoreForensics.Evidence;
using StoreForensics.Formats;
using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Logs;

/// <summary>A container's whole log, over all rotations, oldest first.</summary>
public static class ContainerLog
{
    private const int MaxRawLine = 1 << 20;

    /// <summary>Streams the lines; faults become problems.</summary>
    public static IEnumerable<LogLine> Read(Container container, ProblemLog problems)
    {
        JsonFileLog? json = null;
        LocalLog? local = null;
        CriLog? cri = null;
        foreach (LogFile log in container.Logs)
        {
            var files = new EvidenceFiles(log.Source, problems);
            IEnumerable<LogLine> lines = log.Format switch
            {
                LogFormat.JsonFile => (json ??= new JsonFileLog(files)).Read(log.Node),
                LogFormat.Local => (local ??= new LocalLog(files)).Read(log.Node),
                LogFormat.Cri => (cri ??= new CriLog(files)).Read(log.Node),
                LogFormat.RawStdout => Raw(files, log.Node, "stdout"),
                _ => Raw(files, log.Node, "stderr"),
            };
            foreach (LogLine line in lines)
                yield return line;
        }
        foreach (LogLine line in (json?.Rest() ?? []).Concat(local?.Rest() ?? []).Concat(cri?.Rest() ?? []))
            yield return line;
    }

    // Docker up to 0.5.0 wrote the bytes and nothing else: no times.
    private static IEnumerable<LogLine> Raw(EvidenceFiles files, int node, string stream)
    {
        if (files.ReadAll(node) is not { } bytes)
            yield break;
        var reader = new LineReader(new MemoryStream(bytes), MaxRawLine);
        while (reader.Next() is { IsEmpty: false } line)
            yield return new LogLine(null, stream, line.ToArray(), reader.Offset, node);
    }
}
