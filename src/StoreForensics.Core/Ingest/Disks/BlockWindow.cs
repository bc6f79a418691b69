using StoreForensics.Primitives;

namespace StoreForensics.Ingest.Disks;

/// <summary>A run of another source's bytes: a partition. Does not own the source.</summary>
internal sealed class BlockWindow : IBlockSource
{
    private readonly IBlockSource _source;
    private readonly long _start;

    /// <exception cref="EvidenceFormatException">The run leaves the source.</exception>
    public BlockWindow(IBlockSource source, long start, long length)
    {
        if (start < 0 || length < 0 || start > source.Length - length)
            throw new EvidenceFormatException(DiskProblems.OutOfRange, $"bytes {start} to {start}+{length} lie outside of a disk of {source.Length} bytes",
                start);
        (_source, _start, Length) = (source, start, length);
    }

    public long Length { get; }

    public void ReadAt(long offset, Span<byte> target)
    {
        if (offset < 0 || offset > Length - target.Length)
            throw new EvidenceFormatException(DiskProblems.OutOfRange, $"bytes {offset} to {offset}+{target.Length} lie outside of {Length} bytes", offset);
        _source.ReadAt(_start + offset, target);
    }

    public DataRun NextData(long from) => from >= Length ? new(Length, Length) : _source.NextData(_start + from).Moved(-_start, Length);

    public void Dispose()
    {
    }
}
