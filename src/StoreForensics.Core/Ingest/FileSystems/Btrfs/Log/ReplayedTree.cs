using StoreForensics.Ingest.FileSystems.Btrfs.Trees;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.FileSystems.Btrfs.Log;

/// <summary>A tree with items in memory that stand for its own: those that a log put there, and those that it took away. Thread-safe once it is filled. To be
/// asked about one object at a time, as an inode is.</summary>
internal sealed class ReplayedTree(ITree tree) : ITree
{
    // Null: there is no such item any more.
    private readonly Dictionary<ulong, SortedList<Key, ReadOnlyMemory<byte>?>> _own = [];

    /// <summary>How many items are not as the tree has them.</summary>
    public int Count { get; private set; }

    public void Put(Key key, ReadOnlyMemory<byte> data) => Set(key, data);

    public void Remove(Key key) => Set(key, null);

    /// <inheritdoc/>
    public Item? Get(Key key)
    {
        if (_own.TryGetValue(key.Object, out SortedList<Key, ReadOnlyMemory<byte>?>? own) && own.TryGetValue(key, out ReadOnlyMemory<byte>? data))
            return data is { } bytes ? new Item(key, bytes) : null;
        return tree.Get(key);
    }

    /// <inheritdoc/>
    public Item? Last(Key key)
    {
        if (!_own.TryGetValue(key.Object, out SortedList<Key, ReadOnlyMemory<byte>?>? own))
            return tree.Last(key);
        Item? mine = null;
        for (int at = Floor(own, key); at >= 0 && mine is null; at--)
        {
            if (own.GetValueAtIndex(at) is { } data)
                mine = new Item(own.GetKeyAtIndex(at), data);
        }
        Item? below = tree.Last(key);
        // What stands for an item hides it: the one before may be there still.
        while (below is { } item && item.Key.Object == key.Object && own.ContainsKey(item.Key))
            below = Before(item.Key) is { } previous ? tree.Last(previous) : null;
        return mine is not null && (below is null || mine.Value.Key > below.Value.Key) ? mine : below;
    }

    /// <inheritdoc/>
    public IEnumerable<Item> Range(Key from, Key to, Action<EvidenceFormatException>? damaged)
    {
        if (!_own.TryGetValue(from.Object, out SortedList<Key, ReadOnlyMemory<byte>?>? own))
        {
            foreach (Item item in tree.Range(from, to, damaged))
                yield return item;
            yield break;
        }
        int next = Floor(own, from);
        next = next >= 0 && own.GetKeyAtIndex(next) == from ? next : next + 1;
        foreach (Item item in tree.Range(from, to, damaged))
        {
            for (; next < own.Count && own.GetKeyAtIndex(next) < item.Key; next++)
            {
                if (own.GetValueAtIndex(next) is { } data)
                    yield return new Item(own.GetKeyAtIndex(next), data);
            }
            if (!own.ContainsKey(item.Key))
                yield return item;
        }
        for (; next < own.Count && own.GetKeyAtIndex(next) <= to; next++)
        {
            if (own.GetValueAtIndex(next) is { } data)
                yield return new Item(own.GetKeyAtIndex(next), data);
        }
    }

    private void Set(Key key, ReadOnlyMemory<byte>? data)
    {
        if (!_own.TryGetValue(key.Object, out SortedList<Key, ReadOnlyMemory<byte>?>? own))
            _own[key.Object] = own = [];
        Count += own.ContainsKey(key) ? 0 : 1;
        own[key] = data;
    }

    // The last of one's own that is not behind the key; -1: none.
    private static int Floor(SortedList<Key, ReadOnlyMemory<byte>?> own, Key key)
    {
        int low = 0, high = own.Count;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (own.GetKeyAtIndex(middle) <= key)
                low = middle + 1;
            else
                high = middle;
        }
        return low - 1;
    }

    private static Key? Before(Key key) => key.Offset > 0 ? key with { Offset = key.Offset - 1 }
        : key.Type > 0 ? new Key(key.Object, (byte)(key.Type - 1), ulong.MaxValue)
        : key.Object > 0 ? new Key(key.Object - 1, byte.MaxValue, ulong.MaxValue) : null;
}
