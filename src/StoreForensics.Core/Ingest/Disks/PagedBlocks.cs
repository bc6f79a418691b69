namespace StoreForensics.Ingest.Disks;

/// <summary>
/// A file read through the cache in pages: for the tables that say where data lies. Nothing of a table is read before it is needed, so that a disk of any size
/// opens at once. Does not own the file.
/// </summary>
internal sealed class PagedBlocks(IBlockSource file, ChunkCache cache) : IBlockSource, IChunkMaker
{
    private const int PageBytes = 16 * 1024;

    public long Length => file.Length;

    public void ReadAt(long offset, Span<byte> target)
    {
        this.CheckRange(offset, target.Length);
        while (!target.IsEmpty)
        {
            long page = offset / PageBytes;
            int start = (int)(offset % PageBytes), length = (int)Math.Min(PageBytes, Length - page * PageBytes);
            int count = Math.Min(target.Length, length - start);
            cache.Read(this, page, length, start, target[..count]);
            target = target[count..];
            offset += count;
        }
    }

    void IChunkMaker.Make(long chunk, Span<byte> target) => file.ReadAt(chunk * PageBytes, target);

    public void Dispose()
    {
    }
}
