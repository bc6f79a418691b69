using StoreForensics.Primitives;

namespace StoreForensics.Ingest.Disks;

/// <summary>Nothing but zeros: an extent of that kind.</summary>
internal sealed class ZeroBlocks(long length) : IBlockSource
{
    public long Length { get; } = length;

    public void ReadAt(long offset, Span<byte> target)
    {
        this.CheckRange(offset, target.Length);
        target.Clear();
    }

    public DataRun NextData(long from) => new(Length, Length);

    public void Dispose()
    {
    }
}
