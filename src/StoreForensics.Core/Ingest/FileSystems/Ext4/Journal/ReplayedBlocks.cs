using System.Buffers.Binary;
using StoreForensics.Ingest.Disks;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.FileSystems.Ext4.Journal;

/// <summary>Where the new bytes of a block lie on the volume.</summary>
internal readonly record struct ReplacedBlock(long Offset, bool IsEscaped);

/// <summary>A volume with blocks that a journal replaced. Does not own the volume.</summary>
internal sealed class ReplayedBlocks(IBlockSource blocks, int blockBytes, Dictionary<long, ReplacedBlock> replaced) : IBlockSource
{
    private readonly long[] _numbers = [.. replaced.Keys.Order()];

    public long Length => blocks.Length;

    public void ReadAt(long offset, Span<byte> target)
    {
        while (!target.IsEmpty)
        {
            long block = offset / blockBytes;
            int at = (int)(offset % blockBytes), count = Math.Min(blockBytes - at, target.Length);
            if (replaced.TryGetValue(block, out ReplacedBlock other))
            {
                ReadReplaced(other, at, target[..count]);
            }
            else
            {
                while (count < target.Length && !replaced.ContainsKey((offset + count) / blockBytes))
                    count = Math.Min(count + blockBytes, target.Length);
                blocks.ReadAt(offset, target[..count]);
            }
            target = target[count..];
            offset += count;
        }
    }

    public DataRun NextData(long from)
    {
        DataRun data = blocks.NextData(from);
        int at = Array.BinarySearch(_numbers, from / blockBytes);
        at = at < 0 ? ~at : at;
        if (at == _numbers.Length || _numbers[at] * blockBytes >= data.Start)
            return data;
        return new DataRun(Math.Max(from, _numbers[at] * blockBytes), Math.Min(Length, (_numbers[at] + 1) * blockBytes));
    }

    public void Dispose()
    {
    }

    private void ReadReplaced(ReplacedBlock other, int at, Span<byte> target)
    {
        blocks.ReadAt(other.Offset + at, target);
        if (!other.IsEscaped || at >= sizeof(uint))
            return;
        Span<byte> mark = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(mark, JournalBlock.Magic);
        ReadOnlySpan<byte> visible = mark[at..Math.Min(sizeof(uint), at + target.Length)];
        visible.CopyTo(target);
    }
}
