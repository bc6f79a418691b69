using StoreForensics.Ingest.FileSystems.Btrfs.Trees;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.FileSystems.Btrfs.Deleted;

/// <summary>Items of one deleted file, as if they were a tree. Thread-safe.</summary>
internal sealed class ItemList : ITree
{
    private readonly Item[] _items;

    public ItemList(IEnumerable<Item> items) => _items = [.. items.OrderBy(i => i.Key)];

    public Item? Get(Key key) => Last(key) is { } item && item.Key == key ? item : null;

    public Item? Last(Key key)
    {
        int low = 0, high = _items.Length;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (_items[middle].Key <= key)
                low = middle + 1;
            else
                high = middle;
        }
        return low == 0 ? null : _items[low - 1];
    }

    public IEnumerable<Item> Range(Key from, Key to, Action<EvidenceFormatException>? damaged) =>
        _items.SkipWhile(i => i.Key < from).TakeWhile(i => i.Key <= to);
}
