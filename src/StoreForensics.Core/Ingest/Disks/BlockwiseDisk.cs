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

    public DataRun NextData(long from)
    {
        long at = from;
        try
        {
            while (at < Length)
            {
                (bool isHole, long bytes) = Stretch(at / BlockBytes, at % BlockBytes);
                long end = bytes < Length - at ? at + bytes : Length;
                if (!isHole)
                    return new DataRun(at, end);
                at = end;
            }
            return new DataRun(Length, Length);
        }
        catch (EvidenceFormatException)
        {
            return new DataRun(at, Math.Min(Length, ((at / BlockBytes) + 1) * BlockBytes)); // reading it tells what is wrong
        }
    }

    /// <summary>Nothing: the files belong to the opening.</summary>
    public void Dispose()
    {
    }

    /// <summary>Whether nothing is stored from a place in a block on, and for how many bytes
    /// the same is true: one at least, and more than the block where that is known.</summary>
    /// <exception cref="EvidenceFormatException">The map is damaged there.</exception>
    protected virtual (bool IsHole, long Bytes) Stretch(long block, long start) => (false, long.MaxValue);

    /// <summary>What a parent has in the place of a stretch that this disk does not store.</summary>
    protected static (bool IsHole, long Bytes) StretchOf(IBlockSource? parent, long from, long bytes)
    {
        if (parent is null)
            return (true, bytes);
        DataRun data = parent.NextData(from);
        return data.IsEmpty || data.Start - from >= bytes ? (true, bytes) : data.Start > from ? (true, data.Start - from)
            : (false, Math.Min(bytes, data.End - from));
    }

    /// <summary>Fills the span, which does not cross the block's end.</summary>
    protected abstract void ReadBlock(long block, long start, Span<byte> target);
}
