using System.Buffers.Binary;
using StoreForensics.Ingest.Partitions.Thin;

namespace StoreForensics.Tests.Ingest.Partitions.Thin;

/// <summary>The metadata of a thin pool written by hand. Nodes hold few entries, so that trees of some levels are small.</summary>
internal sealed class MadePool
{
    public const int BlockBytes = 64 * 1024;
    private const int Most = 6;

    private readonly SortedDictionary<ulong, SortedDictionary<ulong, ulong>> _devices = [];
    private readonly List<byte[]> _blocks = [new byte[ThinLayout.BlockBytes]];

    public uint Flags { get; init; }

    public ulong Transaction { get; init; } = 5;

    public ulong HeldRoot { get; init; }

    /// <summary>A device with its blocks and where they are in the data.</summary>
    public MadePool With(ulong device, params (ulong Block, ulong Data)[] mappings)
    {
        _devices[device] = new SortedDictionary<ulong, ulong>(mappings.ToDictionary(m => m.Block, m => m.Data));
        return this;
    }

    public byte[] Metadata(int bytes, ulong dataBlocks)
    {
        ulong mappings = Tree(_devices.Select(d => (d.Key, Value(Tree(d.Value.Select(m => (m.Key, Value(m.Value << 24 | 1))), 8)))), 8);
        ulong details = Tree(_devices.Select(d => (d.Key, (byte[])[.. Value((ulong)d.Value.Count), .. Value(d.Key), .. new byte[8]])), 24);
        Super(_blocks[0], 0, mappings, details, dataBlocks);
        if (HeldRoot != 0)
        {
            while ((ulong)_blocks.Count <= HeldRoot)
                _blocks.Add(new byte[ThinLayout.BlockBytes]);
            Super(_blocks[(int)HeldRoot], HeldRoot, mappings, details, dataBlocks);
        }
        byte[] all = new byte[bytes];
        for (int i = 0; i < _blocks.Count; i++)
            _blocks[i].CopyTo(all, i * ThinLayout.BlockBytes);
        return all;
    }

    /// <summary>Makes the checksum of a block right again, the superblock's too.</summary>
    public static void Seal(Span<byte> block) => BinaryPrimitives.WriteUInt32LittleEndian(block,
        ThinLayout.Number(block, ThinLayout.MagicAt) == ThinLayout.Magic && ThinLayout.Number(block, ThinLayout.BlockNumberAt) is 0 or 20
            ? ThinLayout.SuperBlockChecksum(block) : ThinLayout.NodeChecksum(block));

    private static byte[] Value(ulong value)
    {
        byte[] bytes = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
        return bytes;
    }

    private void Super(byte[] block, ulong number, ulong mappings, ulong details, ulong dataBlocks)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(block.AsSpan(4), Flags);
        BinaryPrimitives.WriteUInt64LittleEndian(block.AsSpan(8), number);
        BinaryPrimitives.WriteUInt64LittleEndian(block.AsSpan(32), 27_022_010);
        BinaryPrimitives.WriteUInt32LittleEndian(block.AsSpan(40), 2);
        BinaryPrimitives.WriteUInt64LittleEndian(block.AsSpan(48), Transaction);
        BinaryPrimitives.WriteUInt64LittleEndian(block.AsSpan(56), number == 0 ? HeldRoot : 0);
        BinaryPrimitives.WriteUInt64LittleEndian(block.AsSpan(64), dataBlocks);
        BinaryPrimitives.WriteUInt64LittleEndian(block.AsSpan(320), mappings);
        BinaryPrimitives.WriteUInt64LittleEndian(block.AsSpan(328), details);
        BinaryPrimitives.WriteUInt32LittleEndian(block.AsSpan(336), BlockBytes / 512);
        BinaryPrimitives.WriteUInt32LittleEndian(block, ThinLayout.SuperBlockChecksum(block));
    }

    // Leaves first, then nodes above them until there is one.
    private ulong Tree(IEnumerable<(ulong Key, byte[] Value)> entries, int size)
    {
        (ulong Key, byte[] Value)[] level = [.. entries];
        bool isLeaf = true;
        while (true)
        {
            (ulong Key, byte[] Value)[][] nodes = level.Length == 0 ? [[]] : [.. level.Chunk(Most)];
            level = [.. nodes.Select(n => (n.Length == 0 ? 0 : n[0].Key, Value(Node(n, isLeaf ? size : 8, isLeaf))))];
            if (level.Length == 1)
                return BinaryPrimitives.ReadUInt64LittleEndian(level[0].Value);
            isLeaf = false;
        }
    }

    private ulong Node((ulong Key, byte[] Value)[] entries, int size, bool isLeaf)
    {
        byte[] block = new byte[ThinLayout.BlockBytes];
        ulong number = (ulong)_blocks.Count;
        BinaryPrimitives.WriteUInt32LittleEndian(block.AsSpan(4), isLeaf ? 2u : 1u);
        BinaryPrimitives.WriteUInt64LittleEndian(block.AsSpan(8), number);
        BinaryPrimitives.WriteInt32LittleEndian(block.AsSpan(16), entries.Length);
        BinaryPrimitives.WriteInt32LittleEndian(block.AsSpan(20), Most);
        BinaryPrimitives.WriteInt32LittleEndian(block.AsSpan(24), size);
        for (int i = 0; i < entries.Length; i++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(block.AsSpan(32 + (i * 8)), entries[i].Key);
            entries[i].Value.CopyTo(block, 32 + (Most * 8) + (i * size));
        }
        BinaryPrimitives.WriteUInt32LittleEndian(block, ThinLayout.NodeChecksum(block));
        _blocks.Add(block);
        return number;
    }
}
