using System.Buffers.Binary;
using StoreForensics.Ingest.Disks;
using StoreForensics.Ingest.FileSystems.Contents;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.FileSystems.Ext4;

/// <summary>The extent tree of a file (dynamic.rst, "Extent Tree"). Walked from the root for each run, at most five levels, so that no tree can loop.</summary>
internal sealed class ExtentMap : IBlockMap
{
    private readonly Ext4Blocks _ext4;
    private readonly uint _seed;
    private readonly uint _number;
    private readonly byte[] _root;
    private readonly byte[]?[] _nodes = new byte[Ext4Layout.MaxExtentDepth][];
    private readonly long[] _blocks = new long[Ext4Layout.MaxExtentDepth];
    private readonly bool _isOrdered;

    public ExtentMap(Ext4Blocks ext4, in Inode inode)
    {
        _ext4 = ext4;
        (_number, _seed) = (inode.Number, ext4.SeedOf(inode));
        _root = inode.BlockField.ToArray();
        _isOrdered = AreOrdered(_root);
    }

    /// <summary>Whether blocks that are reserved and not yet written are given as they lie; else they are a hole. No directory has such.</summary>
    public bool TakesReserved { get; init; }

    /// <summary>A run that was given is reserved and not written.</summary>
    public bool HasMetReserved { get; private set; }

    public BlockRun Find(long block)
    {
        // A damaged size can be past that: a run from there on would have no blocks, and who goes on by runs would never end.
        if (block > uint.MaxValue)
            throw Ext4Problems.Bad(Ext4Problems.Extents, $"block {block} of a file lies past what extents can map");
        if (!_isOrdered)
            throw OutOfOrder();
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
            long from = BinaryPrimitives.ReadUInt32LittleEndian(entry);
            node = Node(level, from, BinaryPrimitives.ReadUInt32LittleEndian(entry[4..]) | ((long)BinaryPrimitives.ReadUInt16LittleEndian(entry[8..]) << 32));
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
        if (length == 0)
            throw Ext4Problems.Bad(Ext4Problems.Extents, $"the extent of block {first} has no blocks");
        if (block >= first + length)
            return new BlockRun(0, limit - block);
        long physical = BinaryPrimitives.ReadUInt32LittleEndian(entry[8..]) | ((long)BinaryPrimitives.ReadUInt16LittleEndian(entry[6..]) << 32);
        if (physical <= 0 || physical > _ext4.Super.BlockCount - length)
            throw Ext4Problems.Bad(Ext4Problems.Extents, $"an extent of {length} blocks at block {physical} lies outside of the file system");
        HasMetReserved |= !isWritten;
        return new BlockRun(isWritten || TakesReserved ? physical + block - first : 0, Math.Min(first + length, limit) - block);
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

    // The first entry of a node begins where the one that leads to it says: the kernel reads no other (ext4_valid_extent_entries), and what is in it holds.
    private byte[] Node(int level, long from, long block)
    {
        if (_nodes[level] is { } known && _blocks[level] == block)
            return known;
        byte[] bytes = _nodes[level] ?? new byte[_ext4.Super.BlockBytes];
        _blocks[level] = -1;
        _ext4.ReadBlock(block, bytes);
        if (!AreOrdered(bytes))
            throw OutOfOrder();
        CheckSum(bytes, block);
        if (BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(2)) > 0
            && BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(Ext4Layout.ExtentHeaderBytes)) is var first && first != from)
            _ext4.Problems.Damage(Ext4Problems.Extents, _ext4.Origin with { Offset = block * _ext4.Super.BlockBytes },
                $"inode {_number}: a block of its extents begins with block {first} of the file, and what leads to it says {from}");
        (_nodes[level], _blocks[level]) = (bytes, block);
        return bytes;
    }

    private static EvidenceFormatException OutOfOrder() =>
        Ext4Problems.Bad(Ext4Problems.Extents, "entries of a node of the extent tree are out of order, or overlap");

    // As the kernel asks it (Linux 6.12 fs/ext4/extents.c, ext4_valid_extent_entries): each begins behind the one before, of leaves behind its end.
    private static bool AreOrdered(ReadOnlySpan<byte> node)
    {
        int entries = Math.Min((int)BinaryPrimitives.ReadUInt16LittleEndian(node[2..]), (node.Length - Ext4Layout.ExtentHeaderBytes) / Ext4Layout.ExtentBytes);
        bool isLeaf = BinaryPrimitives.ReadUInt16LittleEndian(node[6..]) == 0;
        long least = 0;
        for (int i = 0; i < entries; i++)
        {
            ReadOnlySpan<byte> entry = node[(Ext4Layout.ExtentHeaderBytes + (i * Ext4Layout.ExtentBytes))..];
            long first = BinaryPrimitives.ReadUInt32LittleEndian(entry);
            if (first < least)
                return false;
            int length = isLeaf ? BinaryPrimitives.ReadUInt16LittleEndian(entry[4..]) : 1;
            least = first + (length > Ext4Layout.MaxWrittenExtent ? length - Ext4Layout.MaxWrittenExtent : length);
        }
        return true;
    }

    // Behind the last entry that there is room for (dynamic.rst, "Extent Tree", ext4_extent_tail).
    private void CheckSum(ReadOnlySpan<byte> node, long block)
    {
        int end = Ext4Layout.ExtentHeaderBytes + (BinaryPrimitives.ReadUInt16LittleEndian(node[4..]) * Ext4Layout.ExtentBytes);
        if (!_ext4.Super.Has(ReadOnlyCompatible.MetadataChecksums) || end > node.Length - sizeof(uint))
            return;
        if (Crc32C.Append(_seed, node[..end]) != BinaryPrimitives.ReadUInt32LittleEndian(node[end..]))
            _ext4.Problems.Warn(Ext4Problems.Checksum, _ext4.Origin with { Offset = block * _ext4.Super.BlockBytes },
                $"inode {_number}: the checksum of a block of its extents is wrong: it was altered or torn");
    }
}
