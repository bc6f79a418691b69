using System.Buffers.Binary;
using StoreForensics.Ingest.Disks;
using StoreForensics.Ingest.FileSystems.Contents;
using StoreForensics.Ingest.FileSystems.Ext4.Journal;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.FileSystems.Ext4.Deleted;

/// <summary>
/// Where the blocks of deleted files lay. Blocks of an extent tree are emptied when a file is deleted, so their copies in the journal come first, the newest
/// that is of this file (by its checksum, where there are any).
/// </summary>
internal sealed class OldMaps
{
    private const int MostNodes = 4096;
    private const int MostDirectoryBlocks = 1 << 16;

    private readonly Ext4Blocks _ext4;
    private readonly Dictionary<long, List<JournalCopy>> _copies = [];

    public OldMaps(Ext4Blocks ext4, JournalHistory journal, InodeTables tables)
    {
        _ext4 = ext4;
        foreach (JournalCopy copy in journal.Copies)
        {
            if (tables.FirstInode(copy.Block) is not null)
                continue;
            if (!_copies.TryGetValue(copy.Block, out List<JournalCopy>? list))
                _copies[copy.Block] = list = [];
            list.Add(copy);
        }
    }

    /// <summary>Whether a transaction after that one wrote the block as metadata of something else.</summary>
    public bool IsWrittenAfter(long block, long sequence) =>
        _copies.TryGetValue(block, out List<JournalCopy>? list) && list[^1].Sequence > sequence;

    /// <summary>The file's blocks in order; holes and what was never written are runs from 0.</summary>
    /// <param name="inode">An older copy.</param>
    /// <param name="before">The first transaction after it.</param>
    /// <param name="nodes">Gets the blocks that hold parts of the map.</param>
    /// <exception cref="EvidenceFormatException">The map is damaged, or cannot be had.</exception>
    public List<BlockRun> Runs(in Inode inode, long before, List<long> nodes)
    {
        var runs = new List<BlockRun>();
        if (inode.Has(InodeFlags.InlineData))
            return runs;
        Ext4Blocks ext4 = AsOf(inode, before, nodes);
        IBlockMap map = BlockMaps.Of(ext4, inode);
        long size = inode.Size(ext4.Super.Has(Incompatible.LargeDirectory));
        long blocks = (size / ext4.Super.BlockBytes) + (size % ext4.Super.BlockBytes > 0 ? 1 : 0);
        for (long at = 0; at < blocks;)
        {
            BlockRun run = map.Find(at);
            run = run with { Blocks = Math.Min(run.Blocks, blocks - at) };
            runs.Add(run);
            at += run.Blocks;
            if (runs.Count > 1 << 20)
                throw Ext4Problems.Bad(Ext4Problems.Extents, "the file lies in more than a million pieces");
        }
        return runs;
    }

    /// <summary>The blocks of a deleted directory, each once; none where they cannot be told.</summary>
    public IEnumerable<long> BlocksOf(Incarnation directory) => BlocksOf(directory.Inode, directory.Ended ?? long.MaxValue);

    /// <summary>The blocks of a live directory.</summary>
    public IEnumerable<long> BlocksOf(Inode directory) => BlocksOf(directory, long.MaxValue);

    private IEnumerable<long> BlocksOf(Inode directory, long before)
    {
        List<BlockRun> runs;
        try
        {
            runs = Runs(directory, before, []);
        }
        catch (EvidenceFormatException)
        {
            return [];
        }
        return runs.Where(r => r.Physical != 0).SelectMany(r => Enumerable.Range(0, (int)Math.Min(r.Blocks, MostDirectoryBlocks)).Select(i => r.Physical + i))
            .Take(MostDirectoryBlocks);
    }

    // The file system with the blocks of this map as they were.
    private Ext4Blocks AsOf(in Inode inode, long before, List<long> nodes)
    {
        var replaced = new Dictionary<long, ReplacedBlock>();
        if (inode.Has(InodeFlags.Extents))
            AddExtents(inode, inode.BlockField, before, nodes, replaced, Ext4Layout.MaxExtentDepth);
        else
            AddIndirect(inode, before, nodes, replaced);
        return replaced.Count == 0 ? _ext4
            : new Ext4Blocks(new ReplayedBlocks(_ext4.Blocks, _ext4.Super.BlockBytes, replaced), _ext4.Super, _ext4.Problems, _ext4.Origin);
    }

    private void AddExtents(in Inode inode, ReadOnlySpan<byte> node, long before, List<long> nodes, Dictionary<long, ReplacedBlock> replaced, int deepest)
    {
        int entries = BinaryPrimitives.ReadUInt16LittleEndian(node[2..]), depth = BinaryPrimitives.ReadUInt16LittleEndian(node[6..]);
        if (BinaryPrimitives.ReadUInt16LittleEndian(node) != Ext4Layout.ExtentMagic || depth == 0 || depth > deepest)
            return;
        entries = Math.Min(entries, (node.Length - Ext4Layout.ExtentHeaderBytes) / Ext4Layout.ExtentBytes);
        byte[] child = new byte[_ext4.Super.BlockBytes];
        for (int i = 0; i < entries && nodes.Count < MostNodes; i++)
        {
            ReadOnlySpan<byte> entry = node[(Ext4Layout.ExtentHeaderBytes + (i * Ext4Layout.ExtentBytes))..];
            long block = BinaryPrimitives.ReadUInt32LittleEndian(entry[4..]) | ((long)BinaryPrimitives.ReadUInt16LittleEndian(entry[8..]) << 32);
            nodes.Add(block);
            if (!ReadNode(inode, block, before, child, replaced))
                throw Ext4Problems.Bad(Ext4Problems.Extents,
                    $"block {block}, which held a part of the extent tree, is emptied or overwritten, and the journal has no copy");
            AddExtents(inode, child, before, nodes, replaced, depth - 1);
        }
    }

    private bool ReadNode(in Inode inode, long block, long before, byte[] child, Dictionary<long, ReplacedBlock> replaced)
    {
        List<JournalCopy> copies = _copies.GetValueOrDefault(block) ?? [];
        for (int i = copies.Count - 1; i >= 0; i--)
        {
            if (copies[i].Sequence >= before)
                continue;
            _ext4.Blocks.ReadAt(copies[i].Bytes.Offset, child);
            if (!IsNodeOf(inode, child))
                continue;
            replaced[block] = copies[i].Bytes;
            return true;
        }
        _ext4.ReadBlock(block, child);
        return IsNodeOf(inode, child);
    }

    // Linux fs/ext4/extents.c, ext4_extent_block_csum: over the entries that there is room for; the sum stands behind them.
    private bool IsNodeOf(in Inode inode, ReadOnlySpan<byte> node)
    {
        int room = BinaryPrimitives.ReadUInt16LittleEndian(node[4..]), tail = Ext4Layout.ExtentHeaderBytes + (room * Ext4Layout.ExtentBytes);
        if (BinaryPrimitives.ReadUInt16LittleEndian(node) != Ext4Layout.ExtentMagic || BinaryPrimitives.ReadUInt16LittleEndian(node[2..]) == 0)
            return false;
        if (!_ext4.Super.Has(ReadOnlyCompatible.MetadataChecksums))
            return true;
        return tail <= node.Length - sizeof(uint)
            && Crc32C.Append(_ext4.SeedOf(inode), node[..tail]) == BinaryPrimitives.ReadUInt32LittleEndian(node[tail..]);
    }

    // Blocks of numbers have neither mark nor sum: only what the journal has of the time is taken from it.
    private void AddIndirect(in Inode inode, long before, List<long> nodes, Dictionary<long, ReplacedBlock> replaced)
    {
        for (int depth = 1; depth <= 3; depth++)
        {
            int at = (Ext4Layout.DirectBlocks + depth - 1) * sizeof(uint);
            AddNumbers(BinaryPrimitives.ReadUInt32LittleEndian(inode.BlockField[at..]), depth, before, nodes, replaced);
        }
    }

    private void AddNumbers(long block, int depth, long before, List<long> nodes, Dictionary<long, ReplacedBlock> replaced)
    {
        if (block == 0 || block >= _ext4.Super.BlockCount || nodes.Count >= MostNodes)
            return;
        nodes.Add(block);
        byte[] numbers = new byte[_ext4.Super.BlockBytes];
        if (_copies.GetValueOrDefault(block)?.FindLast(c => c.Sequence < before) is { Block: > 0 } copy)
        {
            replaced[block] = copy.Bytes;
            _ext4.Blocks.ReadAt(copy.Bytes.Offset, numbers);
        }
        else
        {
            _ext4.ReadBlock(block, numbers);
        }
        for (int i = 0; depth > 1 && i < numbers.Length; i += sizeof(uint))
            AddNumbers(BinaryPrimitives.ReadUInt32LittleEndian(numbers.AsSpan(i)), depth - 1, before, nodes, replaced);
    }
}
