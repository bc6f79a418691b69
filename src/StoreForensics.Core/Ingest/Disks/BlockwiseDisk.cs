using StoreForensics.Primitives;

namespace StoreForensics.Ingest.Disks;

/// <summary>A disk whose medium is mapped in blocks (clusters, grains, chunks) of one size. Splits each read at their borders.</summary>
/// <param name="name">The file, for messages: already escaped.</param>
/// <param name="length">Bytes of the medium.</param>
/// <param name="blockBytes">Bytes of a block; the last may be cut by the medium's end.</param>
internal abstract class BlockwiseDisk(string name, long length, long blockBytes) : IBlockSource
{
    public long Length { get; } = length;

    protected string Name { get; } = name;

    protected long BlockBytes { get; } = blockBytes;

    public void ReadAt(long offset, Span<byte> target)
    {
        this.CheckRange(offset, target.Length);
        while (!target.IsEmpty)
        {
            long block = offset / BlockBytes, start = offset % BlockBytes;
            int count = (int)Math.Min(target.Length, BlockBytes - start);
            try
            {
                ReadBlock(block, start, target[..count]);
            }
            catch (EvidenceFormatException e) when (e.InnerException is not EvidenceFormatException)
            {
                // The offset is to be one of this source; where it is in the file stands in the message.
                string place = e.Offset is long at ? $" (byte {at} of the file)" : "";
                throw new EvidenceFormatException(e.Code, $"{Name}: {e.Message}{place}", offset, e);
            }
            target = target[count..];
            offset += count;
        }
    }

    /// <summary>Nothing: the files belong to the opening.</summary>
    public void Dispose()
    {
    }

    /// <summary>Fills the span, which does not cross the block's end.</summary>
    protected abstract void ReadBlock(long block, long start, Span<byte> target);
}
