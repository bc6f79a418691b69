using System.Buffers.Binary;
using StoreForensics.Ingest.FileSystems.Contents;

namespace StoreForensics.Ingest.FileSystems.Ext4;

/// <summary>The extent tree of a file (dynamic.rst, "Extent Tree"). Walked from the root for each run, at most five levels, so that no tree can loop.</summary>
internal sealed class ExtentMap : IBlockMap
{
    private readonly Ext4Blocks _ext4;
    private readonly byte[] _root;
    private readonly byte[]?[] _nodes = new byte[Ext4Layout.MaxExtentDepth][];
    private readonly long[] _blocks = new long[Ext4Layout.MaxExtentDepth];

    public ExtentMap(Ext4Blocks ext4, in Inode inode)
    {
        _ext4 = ext4;
        _root = inode.BlockField.ToArray();
    }

    public BlockRun Find(long block)
    {
        // A damaged size can be past that: a run from there on would have no blocks, and who goes on by runs would never end.
        if (block > uint.MaxValue)
            throw Ext4Problems.Bad(Ext4Problems.Extents, $"block {block} of a file lies past what extents can map");
        ReadOnlySpan<byte> node = _root;
        long limit = uint.MaxValue + 1L;
        int expected = -1;
        for (int level = 0; ; level++)
        {
            (int entries, int depth) = Header(node, expected);
            (int at, long next) = Last(node, entries, block);
            limit = Math.Min(limit, next);
            if (at < 0)
                return new BlockRun(0, limit - block);
            ReadOnlySpan<byte> entry = node.Slice(Ext4Layout.ExtentHeaderBytes + (at * Ext4Layout.ExtentBytes), Ext4Layout.ExtentBytes);
            if (depth == 0)
                return Leaf(entry, block, limit);
            if (level >= Ext4Layout.MaxExtentDepth)
                throw Ext4Problems.Bad(Ext4Problems.Extents, "the extent tree is deeper than five levels");
            node = Node(level, BinaryPrimitives.ReadUInt32LittleEndian(entry[4..]) | ((long)BinaryPrimitives.ReadUInt16LittleEndian(entry[8..]) << 32));
            expected = depth - 1;
        }
    }

    private BlockRun Leaf(ReadOnlySpan<byte> entry, long block, long limit)
    {
        long first = BinaryPrimitives.ReadUInt32LittleEndian(entry);
        int length = BinaryPrimitives.ReadUInt16LittleEndian(entry[4..]);
        bool isWritten = length <= Ext4Layout.MaxWrittenExtent;
        if (!isWritten)
            length -= Ext4Layout.MaxWrittenExtent;
        if (length == 0 || block >= first + length)
            return new BlockRun(0, limit - block);
        long physical = BinaryPrimitives.ReadUInt32LittleEndian(entry[8..]) | ((long)BinaryPrimitives.ReadUInt16LittleEndian(entry[6..]) << 32);
        if (physical <= 0 || physical > _ext4.Super.BlockCount - length)
            throw Ext4Problems.Bad(Ext4Problems.Extents, $"an extent of {length} blocks at block {physical} lies outside of the file system");
        return new BlockRun(isWritten ? physical + block - first : 0, Math.Min(first + length, limit) - block);
    }

    // The entry that begins at or before the block, and where the one after it begins. Entries of both kinds begin with their first block.
    private static (int At, long Next) Last(ReadOnlySpan<byte> node, int entries, long block)
    {
        int at = -1;
        for (int i = 0; i < entries; i++)
        {
            long first = BinaryPrimitives.ReadUInt32LittleEndian(node[(Ext4Layout.ExtentHeaderBytes + (i * Ext4Layout.ExtentBytes))..]);
            if (first > block)
                return (at, first);
            at = i;
        }
        return (at, long.MaxValue);
    }

    private static (int Entries, int Depth) Header(ReadOnlySpan<byte> node, int expectedDepth)
    {
        if (BinaryPrimitives.ReadUInt16LittleEndian(node) != Ext4Layout.ExtentMagic)
            throw Ext4Problems.Bad(Ext4Problems.Extents, "a node of the extent tree has no mark");
        int entries = BinaryPrimitives.ReadUInt16LittleEndian(node[2..]), depth = BinaryPrimitives.ReadUInt16LittleEndian(node[6..]);
        if (entries > (node.Length - Ext4Layout.ExtentHeaderBytes) / Ext4Layout.ExtentBytes)
            throw Ext4Problems.Bad(Ext4Problems.Extents, $"a node of the extent tree claims {entries} entries");
        if (depth > Ext4Layout.MaxExtentDepth || (expectedDepth >= 0 && depth != expectedDepth))
            throw Ext4Problems.Bad(Ext4Problems.Extents, $"a node of the extent tree claims depth {depth}");
        return (entries, depth);
    }

    private byte[] Node(int level, long block)
    {
        if (_nodes[level] is { } known && _blocks[level] == block)
            return known;
        byte[] bytes = _nodes[level] ?? new byte[_ext4.Super.BlockBytes];
        _blocks[level] = -1;
        _ext4.ReadBlock(block, bytes);
        (_nodes[level], _blocks[level]) = (bytes, block);
        return bytes;
    }
}
