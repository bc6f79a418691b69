using StoreForensics.Ingest.FileSystems.Contents;
using StoreForensics.Ingest.FileSystems.Xfs.Inodes;

namespace StoreForensics.Ingest.FileSystems.Xfs.Extents;

/// <summary>Where the blocks of a fork lie: a list of extents in the inode, or a tree of them, walked from its root for each run.</summary>
internal sealed class ForkMap : IBlockMap
{
    // No fork has blocks behind this one.
    private const long MostBlocks = 1L << 54;

    private readonly XfsVolume _xfs;
    private readonly ulong _inode;
    private readonly byte[] _fork;
    private readonly bool _isTree;
    private readonly int _extents;
    private readonly byte[]?[] _nodes = new byte[XfsLayout.MaxMapLevels][];
    private readonly ulong[] _blocks = new ulong[XfsLayout.MaxMapLevels];

    private ForkMap(XfsVolume xfs, ulong inode, ReadOnlySpan<byte> fork, bool isTree, int extents) =>
        (_xfs, _inode, _fork, _isTree, _extents) = (xfs, inode, fork.ToArray(), isTree, extents);

    public static ForkMap OfData(XfsVolume xfs, in Inode inode) => Of(xfs, inode, inode.DataFork, inode.Format, inode.ExtentCount);

    public static ForkMap OfAttributes(XfsVolume xfs, in Inode inode) =>
        Of(xfs, inode, inode.AttributeFork, inode.AttributeFormat, inode.AttributeExtentCount);

    /// <inheritdoc/>
    /// <remarks>Physical blocks are counted over all groups without gaps.</remarks>
    public BlockRun Find(long block)
    {
        long limit = Math.Min(MostBlocks, long.MaxValue / _xfs.Super.BlockBytes); // runs are counted in bytes, too
        ReadOnlySpan<byte> records = _isTree ? Leaf(block, ref limit) : _fork.AsSpan(0, _extents * Extent.Bytes);
        int at = Last(records, Extent.Bytes, block, isRecord: true, ref limit);
        if (at < 0)
            return new BlockRun(0, Math.Max(1, limit - block));
        var extent = Extent.Parse(records[(at * Extent.Bytes)..]);
        if (extent.Count == 0 || block >= extent.First + extent.Count)
            return new BlockRun(0, Math.Max(1, limit - block));
        long count = Math.Max(1, Math.Min(extent.First + extent.Count, limit) - block);
        return new BlockRun(extent.IsUnwritten ? 0 : _xfs.Linear(extent.Block, extent.Count) + block - extent.First, count);
    }

    private static ForkMap Of(XfsVolume xfs, in Inode inode, ReadOnlySpan<byte> fork, ForkFormat format, ulong extents)
    {
        if (format is not (ForkFormat.Extents or ForkFormat.Tree))
            throw XfsProblems.Bad(XfsProblems.Extents, $"inode {inode.Number} claims a map of form {(int)format}", inode.Offset);
        if (format == ForkFormat.Extents && extents > (ulong)(fork.Length / Extent.Bytes))
            throw XfsProblems.Bad(XfsProblems.Extents, $"inode {inode.Number} claims {extents} extents in {fork.Length} bytes", inode.Offset);
        return new ForkMap(xfs, inode.Number, fork, format == ForkFormat.Tree, format == ForkFormat.Tree ? 0 : (int)extents);
    }

    // The records of the leaf that the block's would be in. xfs_bmdr_block: level, count, then keys and places as many as fit.
    private ReadOnlySpan<byte> Leaf(long block, ref long limit)
    {
        ReadOnlySpan<byte> node = _fork;
        if (node.Length < 4)
            throw XfsProblems.Bad(XfsProblems.Extents, $"inode {_inode} has no room for the root of a tree of extents");
        int level = node.U16(0), count = node.U16(2), header = 4;
        if (level is 0 or > XfsLayout.MaxMapLevels)
            throw XfsProblems.Bad(XfsProblems.Extents, $"inode {_inode}: the tree of extents claims {level} levels");
        for (; ; level--)
        {
            int room = (node.Length - header) / 16;
            if (count > room)
                throw XfsProblems.Bad(XfsProblems.Extents, $"inode {_inode}: a node of the tree of extents claims {count} entries");
            if (level == 0)
                return node.Slice(header, count * Extent.Bytes);
            int at = Last(node.Slice(header, count * 8), 8, block, isRecord: false, ref limit);
            if (at < 0)
                return default;
            (node, count, header) = Node(level - 1, node.U64(header + (room * 8) + (at * 8)));
        }
    }

    // The entry that begins at or before the block; the limit becomes where the one after it begins.
    private static int Last(ReadOnlySpan<byte> entries, int width, long block, bool isRecord, ref long limit)
    {
        int low = 0, high = entries.Length / width;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (First(entries[(middle * width)..], isRecord) <= block)
                low = middle + 1;
            else
                high = middle;
        }
        if (low < entries.Length / width)
            limit = Math.Min(limit, Math.Max(block + 1, First(entries[(low * width)..], isRecord)));
        return low - 1;
    }

    private static long First(ReadOnlySpan<byte> entry, bool isRecord) => isRecord ? Extent.Parse(entry).First : (long)(entry.U64(0) & ((1UL << 54) - 1));

    private (byte[] Node, int Count, int Header) Node(int level, ulong block)
    {
        byte[] bytes = Read(level, block);
        ReadOnlySpan<byte> node = bytes;
        bool isNew = _xfs.Super.HasChecksums;
        if (node.U32(0) != (isNew ? XfsLayout.NewMapBlockMagic : XfsLayout.MapBlockMagic))
            throw XfsProblems.Bad(XfsProblems.Extents, $"inode {_inode}: a node of the tree of extents has no mark");
        if (node.U16(4) != level)
            throw XfsProblems.Bad(XfsProblems.Extents, $"inode {_inode}: a node of the tree of extents claims level {node.U16(4)} and should have {level}");
        return (bytes, node.U16(6), isNew ? XfsLayout.NewMapBlockHeaderBytes : XfsLayout.MapBlockHeaderBytes);
    }

    private byte[] Read(int level, ulong block)
    {
        if (_nodes[level] is { } known && _blocks[level] == block)
            return known;
        long linear = _xfs.Linear(block, 1);
        byte[] bytes = new byte[_xfs.Super.BlockBytes];
        _xfs.ReadBlocks(linear, bytes);
        if (!_xfs.IsIntact(bytes, XfsLayout.MapBlockChecksumAt, linear * bytes.Length))
            _xfs.Warn(XfsProblems.Checksum, linear * bytes.Length, $"inode {_inode}: the checksum of a node of the tree of extents is wrong");
        (_nodes[level], _blocks[level]) = (bytes, block);
        return bytes;
    }
}
