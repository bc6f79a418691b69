using StoreForensics.Primitives;

namespace StoreForensics.Ingest.FileSystems.Btrfs.Trees;

/// <summary>An item of a leaf.</summary>
internal readonly record struct Item(Key Key, ReadOnlyMemory<byte> Data)
{
    public ReadOnlySpan<byte> Bytes => Data.Span;
}

/// <summary>A tree of items in the order of their keys. A child must begin with the key by which its parent names it and end before that of the next, so that
/// no block is met twice. Thread-safe.</summary>
internal sealed class Tree(TreeBlocks blocks, TreeRoot root) : ITree
{
    /// <inheritdoc/>
    public Item? Get(Key key) => Last(key) is { } item && item.Key == key ? item : null;

    /// <inheritdoc/>
    public Item? Last(Key key)
    {
        TreeNode node = blocks.Read(root);
        Key end = Key.Last;
        while (true)
        {
            int slot = node.Find(key);
            if (slot < 0)
                return null;
            if (node.Level == 0)
                return new Item(node.KeyAt(slot), node.Data(slot));
            (node, end) = Down(node, slot, end);
        }
    }

    /// <inheritdoc/>
    public IEnumerable<Item> Range(Key from, Key to, Action<EvidenceFormatException>? damaged)
    {
        var path = new Stack<(TreeNode Node, int Slot, Key End)>();
        if (Try(() => (blocks.Read(root), Key.Last), damaged) is not { } top)
            yield break;
        path.Push((top.Node, Math.Max(0, top.Node.Find(from)), top.End));
        while (path.TryPop(out (TreeNode Node, int Slot, Key End) at))
        {
            if (at.Slot >= at.Node.Count)
                continue;
            Key key = at.Node.KeyAt(at.Slot);
            if (key > to)
                yield break;
            path.Push(at with { Slot = at.Slot + 1 });
            if (at.Node.Level == 0)
            {
                if (key >= from)
                    yield return new Item(key, at.Node.Data(at.Slot));
            }
            else if (Try(() => Down(at.Node, at.Slot, at.End), damaged) is { } child)
            {
                path.Push((child.Node, Math.Max(0, child.Node.Find(from)), child.End));
            }
        }
    }

    private static (TreeNode Node, Key End)? Try(Func<(TreeNode Node, Key End)> read, Action<EvidenceFormatException>? damaged)
    {
        try
        {
            return read();
        }
        catch (EvidenceFormatException e) when (damaged is not null)
        {
            damaged(e);
            return null;
        }
    }

    private (TreeNode Node, Key End) Down(TreeNode parent, int slot, Key end)
    {
        Key first = parent.KeyAt(slot);
        if (slot + 1 < parent.Count && parent.KeyAt(slot + 1) is var next && next < end)
            end = next;
        TreeNode child = blocks.Read(parent.Child(slot));
        if (child.Count == 0 || child.KeyAt(0) != first || child.KeyAt(child.Count - 1) > end)
            throw BtrfsProblems.Bad(BtrfsProblems.Node, $"the tree block at {child.Logical} does not hold the keys from {first} on that its parent says");
        return (child, end);
    }
}
