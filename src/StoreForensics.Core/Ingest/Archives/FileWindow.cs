using Microsoft.Win32.SafeHandles;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.Archives;

/// <summary>A file's bytes with a position of their own: any number of these read one handle, on any thread. The handle stays its owner's. A read error of the
/// medium is <see cref="EvidenceFormatException"/>.</summary>
internal sealed class FileWindow(SafeFileHandle file, long start, long length) : SeekableStream(length)
{
    /// <inheritdoc/>
    public override DataRun NextData(long from) => from >= Length ? new(Length, Length)
        : FileHoles.NextData(file, start + from, start + Length).Moved(-start, Length);

    /// <summary>See <see cref="ProblemLog.Probe"/>.</summary>
    public Action<ProbePlace>? Probe { get; init; }

    protected override int ReadAt(long offset, Span<byte> buffer)
    {
        try
        {
            Probe?.Invoke(ProbePlace.File);
            return RandomAccess.Read(file, buffer, start + offset);
        }
        catch (IOException unreadable)
        {
            throw ArchiveProblems.ReadError(start + offset, unreadable);
        }
    }
}
