using StoreForensics.Ingest.Disks;

namespace StoreForensics.Tests.Ingest.FileSystems;

/// <summary>An image in memory.</summary>
internal sealed class MemoryBlocks(byte[] bytes) : IBlockSource
{
    public long Length => bytes.Length;

    public void ReadAt(long offset, Span<byte> target)
    {
        this.CheckRange(offset, target.Length);
        bytes.AsSpan((int)offset, target.Length).CopyTo(target);
    }

    public void Dispose()
    {
    }
}
