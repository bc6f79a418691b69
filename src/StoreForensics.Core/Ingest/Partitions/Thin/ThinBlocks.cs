using System.Buffers.Binary;
using StoreForensics.Ingest.Disks;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.Partitions.Thin;

/// <summary>A thin device: what has no block in the pool is read from its origin, or is zeros.</summary>
/// <param name="name">For messages; already escaped.</param>
/// <param name="tree">The pool's metadata.</param>
/// <param name="root">The device's tree of mappings.</param>
/// <param name="data">The pool's data device.</param>
/// <param name="blockBytes">Bytes of its blocks.</param>
/// <param name="length">Bytes of the device.</param>
/// <param name="origin">An external origin; may be shorter. Null for none.</param>
internal sealed class ThinBlocks(string name, ThinTree tree, ulong root, IBlockSource data, long blockBytes, long length, IBlockSource? origin)
    : BlockwiseDisk(name, length, blockBytes)
{
    /// <summary>The first block that is mapped, from one on; null where none is.</summary>
    /// <returns>Its number, and the block of the pool's data device.</returns>
    public (ulong Block, ulong Data)? Mapped(long from)
    {
        Span<byte> value = stackalloc byte[ThinLayout.ReferenceBytes];
        return tree.From(root, (ulong)from, value) is { } block ? (block, BinaryPrimitives.ReadUInt64LittleEndian(value) >> ThinLayout.TimeBits) : null;
    }

    /// <summary>Where so many blocks end, in bytes.</summary>
    public long EndOf(long blocks) => blocks <= long.MaxValue / BlockBytes ? Math.Min(blocks * BlockBytes, Length) : Length;

    protected override void ReadBlock(long block, long start, Span<byte> target)
    {
        if (Mapped(block) is { } found && found.Block == (ulong)block)
            data.ReadAt(Placed(found.Data) + start, target);
        else if (origin is not null)
            origin.ReadOrZero((block * BlockBytes) + start, target);
        else
            target.Clear();
    }

    protected override (bool IsHole, long Bytes) Stretch(long block, long start)
    {
        (ulong Block, ulong Data)? found = Mapped(block);
        if (found is { } mapped && mapped.Block == (ulong)block)
        {
            DataRun run = data.NextData(Placed(mapped.Data) + start).Moved(-Placed(mapped.Data), BlockBytes);
            return run.IsEmpty || run.Start > start ? (true, (run.IsEmpty ? BlockBytes : run.Start) - start) : (false, run.End - start);
        }
        long end = found is { Block: var next } && next < (ulong)(Length / BlockBytes) + 1 ? (long)next * BlockBytes : Length;
        return StretchOf(origin, (block * BlockBytes) + start, end - (block * BlockBytes) - start);
    }

    private long Placed(ulong block) => block < (ulong)(data.Length / BlockBytes) ? (long)block * BlockBytes
        : throw new EvidenceFormatException(PartitionProblems.BadPool, $"a block is to be block {block} of the pool's data, which has {data.Length / BlockBytes}");
}
