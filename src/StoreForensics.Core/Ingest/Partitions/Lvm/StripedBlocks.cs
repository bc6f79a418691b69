using StoreForensics.Ingest.Disks;

namespace StoreForensics.Ingest.Partitions.Lvm;

/// <summary>Sources of one length that take turns: the first stripe is on the first of them, the second on the second. Does not own them.</summary>
internal sealed class StripedBlocks(IReadOnlyList<IBlockSource> parts, long stripeBytes) : IBlockSource
{
    public long Length { get; } = checked(parts[0].Length * parts.Count);

    public void ReadAt(long offset, Span<byte> target)
    {
        this.CheckRange(offset, target.Length);
        while (!target.IsEmpty)
        {
            long stripe = offset / stripeBytes, start = offset % stripeBytes;
            int count = (int)Math.Min(target.Length, stripeBytes - start);
            parts[(int)(stripe % parts.Count)].ReadAt(stripe / parts.Count * stripeBytes + start, target[..count]);
            target = target[count..];
            offset += count;
        }
    }

    public void Dispose()
    {
    }
}
