namespace StoreForensics.Ingest.FileSystems.Btrfs.Trees;

/// <summary>A block of a tree (<c>btrfs_header</c> and what follows), whose entries have been found in order and inside of it.</summary>
internal sealed class TreeNode
{
    private readonly byte[] _bytes;

    private TreeNode(byte[] bytes, ulong logical) => (_bytes, Logical, Level, Count) = (bytes, logical, bytes[100], (int)B(bytes).U32(96));

    public ulong Logical { get; }

    /// <summary>The transaction that wrote it.</summary>
    public ulong Generation => B(_bytes).U64(80);

    /// <summary>The tree that it was written for.</summary>
    public ulong Owner => B(_bytes).U64(88);

    /// <summary>0: a leaf.</summary>
    public int Level { get; }

    public int Count { get; }

    /// <summary>Null when its entries break its form; the words say how.</summary>
    public static TreeNode? Parse(byte[] bytes, ulong logical, out string fault)
    {
        int level = bytes[100], room = bytes.Length - BtrfsLayout.NodeHeaderBytes, width = level == 0 ? BtrfsLayout.ItemBytes : BtrfsLayout.PointerBytes;
        uint count = B(bytes).U32(96);
        fault = $"it claims {count} entries of level {level}";
        if (count > room / width || (count == 0 && level > 0))
            return null;
        var node = new TreeNode(bytes, logical);
        for (int i = 0; i < count; i++)
        {
            fault = $"entry {i} is out of order";
            if (i > 0 && node.KeyAt(i) <= node.KeyAt(i - 1))
                return null;
            fault = $"entry {i} lies outside of it";
            if (level == 0 && node.Extent(i) is var (from, length) && (from < count * BtrfsLayout.ItemBytes || from + length > room))
                return null;
        }
        return node;
    }

    public Key KeyAt(int slot) => Key.Parse(Entry(slot));

    /// <summary>Of a node that is no leaf: where the child is, and the transaction that wrote it.</summary>
    public TreeRoot Child(int slot) => Entry(slot) is var b ? new TreeRoot(b.U64(17), Level - 1, b.U64(25)) : default;

    /// <summary>Of a leaf: what an item holds.</summary>
    public ReadOnlyMemory<byte> Data(int slot) => Extent(slot) is var (from, length)
        ? _bytes.AsMemory(BtrfsLayout.NodeHeaderBytes + (int)from, (int)length) : default;

    /// <summary>The last entry whose key is not behind this one; -1: none is.</summary>
    public int Find(Key key)
    {
        int low = 0, high = Count;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (KeyAt(middle) <= key)
                low = middle + 1;
            else
                high = middle;
        }
        return low - 1;
    }

    private static ReadOnlySpan<byte> B(byte[] bytes) => bytes;

    private (long From, long Length) Extent(int slot) => Entry(slot) is var b ? (b.U32(17), b.U32(21)) : default;

    private ReadOnlySpan<byte> Entry(int slot) =>
        _bytes.AsSpan(BtrfsLayout.NodeHeaderBytes + (slot * (Level == 0 ? BtrfsLayout.ItemBytes : BtrfsLayout.PointerBytes)));
}
