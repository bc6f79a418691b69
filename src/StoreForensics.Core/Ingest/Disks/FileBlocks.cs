using Microsoft.Win32.SafeHandles;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.Disks;

/// <summary>A file of the examiner's machine, or one of several that hold a disk. Owns the handle.</summary>
internal sealed class FileBlocks(SafeFileHandle handle, long length) : IBlockSource
{
    public long Length { get; } = length;

    /// <summary>See <see cref="ProblemLog.Probe"/>.</summary>
    public Action<ProbePlace>? Probe { get; init; }

    public void ReadAt(long offset, Span<byte> target)
    {
        if (offset < 0 || offset > Length - target.Length)
            throw new EvidenceFormatException(DiskProblems.OutOfRange, $"bytes {offset} to {offset}+{target.Length} lie outside of a file of {Length} bytes",
                offset);
        try
        {
            Probe?.Invoke(ProbePlace.File);
            while (!target.IsEmpty)
            {
                int got = RandomAccess.Read(handle, target, offset);
                if (got == 0)
                    throw new EvidenceFormatException(DiskProblems.Unreadable, "the file ends early: it became shorter while it was read", offset);
                target = target[got..];
                offset += got;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EvidenceFormatException(DiskProblems.Unreadable, $"cannot be read: {DisplayText.Escape(e.Message)}", offset, e);
        }
    }

    public DataRun NextData(long from) => FileHoles.NextData(handle, from, Length);

    public void Dispose() => handle.Dispose();
}
