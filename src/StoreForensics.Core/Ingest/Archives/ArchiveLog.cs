using System.Globalization;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.Archives;

/// <summary>
/// Records what is wrong with one archive. A fault at an offset is told with that offset; a fault of an entry with the entry's path, unless the archive is
/// itself a file inside the evidence: then the place is that file, and the entry is named in the message.
/// </summary>
internal sealed class ArchiveLog(ProblemLog problems, Origin place)
{
    // A hostile archive can hold names of megabytes, each with a fault.
    private const int MaxShownPath = 4096;

    public void At(string code, ProblemSeverity severity, long offset, string message) =>
        problems.Add(code, severity, place with { Offset = offset }, message);

    /// <summary>A fault in the program at a header.</summary>
    public void Fault(long offset, Exception thrown) => problems.Fault(place with { Offset = offset }, thrown);

    public void Of(string code, ProblemSeverity severity, ReadOnlySpan<byte> path, long headerOffset, string message)
    {
        ReadOnlySpan<byte> shown = path[..Math.Min(path.Length, MaxShownPath)];
        if (place.Path.IsEmpty && !shown.IsEmpty)
        {
            string where = string.Create(CultureInfo.InvariantCulture, $"{message} (tar header at byte {headerOffset})");
            problems.Add(code, severity, new Origin(place.Evidence, new EvidencePath(shown)), where);
        }
        else
        {
            problems.Add(code, severity, place with { Offset = headerOffset }, $"{DisplayText.Escape(shown)}: {message}");
        }
    }
}
