using System.Buffers.Binary;
using StoreForensics.Ingest.FileSystems.Btrfs.Extents;
using StoreForensics.Ingest.FileSystems.Btrfs.Trees;

namespace StoreForensics.Ingest.FileSystems.Btrfs.Log;

/// <summary>Puts the extents of a log in the place of a file's own (Linux fs/btrfs/tree-log.c replay_one_extent, fs/btrfs/file.c btrfs_drop_extents).</summary>
internal sealed class ExtentReplay(ReplayedTree tree, uint sectorBytes)
{
    private const int OffsetAt = 37, LengthAt = 45;

    /// <summary>Takes an extent of the log.</summary>
    /// <exception cref="Primitives.EvidenceFormatException">It is damaged.</exception>
    public void Put(in Item item)
    {
        var extent = FileExtent.Parse(item.Key.Offset, item.Data);
        Drop(item.Key.Object, extent.Start, extent.Inline is null ? extent.End : Math.Max(extent.End, Aligned(extent.End)));
        tree.Put(item.Key, item.Data);
    }

    /// <summary>Cuts off what lies behind the end of a file that a log has shortened.</summary>
    public void Truncate(ulong inode, long size)
    {
        if (size >= 0)
            Drop(inode, Aligned(size), long.MaxValue);
    }

    // What lies in part within is shortened, or begins later.
    private void Drop(ulong inode, long from, long to)
    {
        var start = new Key(inode, ItemType.Extent, (ulong)from);
        if (tree.Last(start) is { } before && before.Key.Object == inode && before.Key.Type == ItemType.Extent && before.Key.Offset < (ulong)from)
            start = before.Key;
        foreach (Item item in tree.Range(start, new Key(inode, ItemType.Extent, (ulong)Math.Max(0, to - 1)), damaged: null).ToArray())
        {
            var extent = FileExtent.Parse(item.Key.Offset, item.Data);
            if (extent.End <= from)
                continue;
            tree.Remove(item.Key);
            if (extent.Inline is not null)
                continue;
            if (extent.Start < from)
                tree.Put(item.Key, Part(item.Data, 0, from - extent.Start));
            if (extent.End > to)
                tree.Put(item.Key with { Offset = (ulong)to }, Part(item.Data, to - extent.Start, extent.End - to));
        }
    }

    private static byte[] Part(ReadOnlyMemory<byte> item, long skipped, long length)
    {
        byte[] bytes = item.ToArray();
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(OffsetAt), BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(OffsetAt)) + (ulong)skipped);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(LengthAt), (ulong)length);
        return bytes;
    }

    private long Aligned(long size) => size > long.MaxValue - sectorBytes ? long.MaxValue : (size + sectorBytes - 1) / sectorBytes * sectorBytes;
}
