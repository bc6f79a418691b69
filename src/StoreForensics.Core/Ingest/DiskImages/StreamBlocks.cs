using StoreForensics.Ingest.Disks;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.DiskImages;

/// <summary>A seekable stream's bytes by position: a disk image that is a file of a plain tar. One thread reads at a time. Owns the stream.</summary>
internal sealed class StreamBlocks(Stream stream) : IBlockSource
{
    private readonly Lock _lock = new();

    public long Length { get; } = stream.Length;

    public void ReadAt(long offset, Span<byte> target)
    {
        this.CheckRange(offset, target.Length);
        lock (_lock)
        {
            stream.Position = offset;
            if (stream.ReadAtLeast(target, target.Length, throwOnEndOfStream: false) < target.Length)
                throw new EvidenceFormatException(DiskProblems.Unreadable, "the file ends early", offset);
        }
    }

    public DataRun NextData(long from)
    {
        lock (_lock)
            return stream.NextData(from).Moved(0, Length);
    }

    public void Dispose() => stream.Dispose();
}
