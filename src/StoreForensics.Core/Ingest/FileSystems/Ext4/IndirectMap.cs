using System.Buffers.Binary;
using StoreForensics.Ingest.FileSystems.Contents;

namespace StoreForensics.Ingest.FileSystems.Ext4;

/// <summary>Twelve direct block numbers, then one block of numbers, one of blocks of
/// numbers, one of those (dynamic.rst, "Direct/Indirect Block Addressing").</summary>
internal sealed class IndirectMap : IBlockMap
{
    private readonly Ext4Blocks _ext4;
    private readonly byte[] _field;
    private readonly int _perBlock;
    private readonly byte[]?[] _nodes = new byte[3][];
    private readonly long[] _blocks = new long[3];

    public IndirectMap(Ext4Blocks ext4, in Inode inode)
    {
        _ext4 = ext4;
        _field = inode.BlockField.ToArray();
        _perBlock = ext4.Super.BlockBytes / sizeof(uint);
    }

    public BlockRun Find(long block)
    {
        if (block < Ext4Layout.DirectBlocks)
            return Run(_field.AsSpan(0, Ext4Layout.DirectBlocks * sizeof(uint)), (int)block);
        long at = block - Ext4Layout.DirectBlocks, span = _perBlock;
        for (int depth = 1; depth <= 3; depth++, span *= _perBlock)
        {
            if (at < span)
                return Down(BinaryPrimitives.ReadUInt32LittleEndian(_field.AsSpan((Ext4Layout.DirectBlocks + depth - 1) * sizeof(uint))), depth, at, span);
            at -= span;
        }
        throw Ext4Problems.Bad(Ext4Problems.Extents, $"block {block} of a file lies past what three levels of blocks can map");
    }

    // `span`: how many blocks of the file this subtree maps.
    private BlockRun Down(long node, int depth, long at, long span)
    {
        for (int level = 0; ; level++)
        {
            if (node == 0)
                return new BlockRun(0, span - at);
            byte[] bytes = Node(level, node);
            if (depth == level + 1)
                return Run(bytes, (int)at);
            span /= _perBlock;
            node = BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan((int)(at / span) * sizeof(uint)));
            at %= span;
        }
    }

    private BlockRun Run(ReadOnlySpan<byte> numbers, int index)
    {
        long first = BinaryPrimitives.ReadUInt32LittleEndian(numbers[(index * sizeof(uint))..]);
        if (first >= _ext4.Super.BlockCount)
            throw Ext4Problems.Bad(Ext4Problems.Extents, $"block {first} lies outside of a file system of {_ext4.Super.BlockCount} blocks");
        int count = numbers.Length / sizeof(uint), length = 1;
        while (index + length < count && BinaryPrimitives.ReadUInt32LittleEndian(numbers[((index + length) * sizeof(uint))..]) == (first == 0 ? 0 : first
            + length))
            length++;
        if (first != 0)
            length = (int)Math.Min(length, _ext4.Super.BlockCount - first);
        return new BlockRun(first, length);
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
