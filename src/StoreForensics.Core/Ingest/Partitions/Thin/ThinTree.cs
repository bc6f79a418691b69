using System.Buffers.Binary;
using StoreForensics.Ingest.Disks;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.Partitions.Thin;

/// <summary>
/// Looks keys up in the B-trees of a pool's metadata. Every node is checked before it is used; a path and the steps of one search are bounded, so that trees
/// that lead back into themselves end. May be used by several threads.
/// </summary>
internal sealed class ThinTree(IBlockSource metadata)
{
    /// <summary>Nodes hold 126 entries at least half full: a path of 11 reaches 2^64 keys.</summary>
    private const int MaxDepth = 16;

    /// <summary>A search for the next key visits a path, and that of its neighbour where the first has no such key.</summary>
    private const int MaxSteps = 4 * MaxDepth;

    private const int MaxKept = 4096; // 16 MiB

    private readonly Lock _lock = new();
    private readonly Dictionary<ulong, Node> _kept = [];

    /// <summary>The first entry whose key is not below a key; null where there is none.</summary>
    /// <param name="root">The tree's block.</param>
    /// <param name="key">The least key.</param>
    /// <param name="value">Takes the value, whose size the tree has to have.</param>
    /// <exception cref="EvidenceFormatException">A node on the way is damaged.</exception>
    public ulong? From(ulong root, ulong key, Span<byte> value)
    {
        Span<ulong> next = stackalloc ulong[MaxDepth]; // the sibling behind each node of the path; 0 for none
        int depth = 0;
        ulong at = root;
        for (int step = 0; step < MaxSteps; step++)
        {
            Node node = Load(at);
            int index = node.Search(key);
            if (!node.IsLeaf)
            {
                if (depth == MaxDepth || node.Entries == 0)
                    throw Bad("a tree of the thin pool is too deep, or has a node without entries", at);
                index = Math.Max(index, 0);
                next[depth++] = index + 1 < node.Entries ? node.Reference(index + 1) : 0;
                at = node.Reference(index);
                continue;
            }
            if (index < 0 || node.Key(index) != key)
                index++;
            if (index < node.Entries)
                return Take(node, index, key, value);
            while (depth > 0 && next[depth - 1] == 0)
                depth--;
            if (depth == 0)
                return null;
            (at, next[depth - 1]) = (next[depth - 1], 0);
        }
        throw Bad("a tree of the thin pool is not in the order of its keys, or leads back into itself", root);
    }

    private static ulong Take(Node node, int index, ulong key, Span<byte> value)
    {
        ulong found = node.Key(index);
        // A key below the wanted one would never let a walk end.
        if (node.ValueBytes != value.Length || found < key)
            throw Bad($"a tree of the thin pool with values of {node.ValueBytes} bytes, or keys out of order",
                ThinLayout.Number(node.Bytes, ThinLayout.BlockNumberAt));
        node.Value(index).CopyTo(value);
        return found;
    }

    private Node Load(ulong block)
    {
        lock (_lock)
        {
            if (_kept.TryGetValue(block, out Node? known))
                return known;
        }
        if (block == 0 || block >= (ulong)(metadata.Length / ThinLayout.BlockBytes))
            throw Bad($"a node of the thin pool's trees is not in its metadata, which has {metadata.Length / ThinLayout.BlockBytes} blocks", block);
        Node node = Check(metadata.ReadBytes((long)block * ThinLayout.BlockBytes, ThinLayout.BlockBytes), block);
        lock (_lock)
        {
            if (_kept.Count == MaxKept)
                _kept.Clear();
            _kept[block] = node;
        }
        return node;
    }

    private static Node Check(byte[] node, ulong block)
    {
        if (ThinLayout.NodeChecksum(node) != BinaryPrimitives.ReadUInt32LittleEndian(node))
            throw Bad("the checksum of a node of the thin pool's trees does not match", block);
        uint Field(int at) => BinaryPrimitives.ReadUInt32LittleEndian(node.AsSpan(at));
        (uint flags, uint count, uint most, uint size) =
            (Field(ThinLayout.FlagsAt), Field(ThinLayout.EntriesAt), Field(ThinLayout.MaxEntriesAt), Field(ThinLayout.ValueBytesAt));
        bool isInternal = (flags & ThinLayout.InternalNode) != 0;
        if (ThinLayout.Number(node, ThinLayout.BlockNumberAt) != block || isInternal == ((flags & ThinLayout.LeafNode) != 0) || count > most
            || size > ThinLayout.BlockBytes || most > (ThinLayout.BlockBytes - ThinLayout.NodeHeaderBytes) / (sizeof(ulong) + size)
            || (isInternal && size != ThinLayout.ReferenceBytes))
            throw Bad($"a node of the thin pool's trees with {count} of {most} entries of {size} bytes", block);
        return new Node(node, !isInternal, (int)count, (int)most, (int)size);
    }

    private static EvidenceFormatException Bad(string message, ulong block) =>
        new(PartitionProblems.BadPool, $"{message} (block {block} of the metadata)",
            (long)Math.Min(block, long.MaxValue / ThinLayout.BlockBytes) * ThinLayout.BlockBytes);

    /// <summary>A node that was checked: keys, then as much room for values.</summary>
    private sealed record Node(byte[] Bytes, bool IsLeaf, int Entries, int Most, int ValueBytes)
    {
        public ulong Key(int index) => ThinLayout.Number(Bytes, ThinLayout.NodeHeaderBytes + (index * sizeof(ulong)));

        public ReadOnlySpan<byte> Value(int index) =>
            Bytes.AsSpan(ThinLayout.NodeHeaderBytes + (Most * sizeof(ulong)) + (index * ValueBytes), ValueBytes);

        public ulong Reference(int index) => BinaryPrimitives.ReadUInt64LittleEndian(Value(index));

        /// <summary>The last entry whose key is not above the wanted one; -1 where all are.</summary>
        public int Search(ulong key)
        {
            int low = -1, high = Entries;
            while (high - low > 1)
            {
                int middle = low + ((high - low) / 2);
                if (Key(middle) <= key)
                    low = middle;
                else
                    high = middle;
            }
            return low;
        }
    }
}
