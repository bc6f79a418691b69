using StoreForensics.Primitives;

namespace StoreForensics.Ingest.FileSystems.Btrfs.Trees;

/// <summary>Items in the order of their keys. Thread-safe.</summary>
internal interface ITree
{
    /// <summary>The item of a key; null when there is none.</summary>
    /// <exception cref="EvidenceFormatException">A block on the way to it cannot be used.</exception>
    Item? Get(Key key);

    /// <summary>The last item whose key is not behind this one; null when there is none.</summary>
    /// <exception cref="EvidenceFormatException">A block on the way to it cannot be used.</exception>
    Item? Last(Key key);

    /// <summary>The items from one key to another, both included, in order. Blocks that cannot be used are passed over.</summary>
    /// <param name="from">See above.</param>
    /// <param name="to">See above.</param>
    /// <param name="damaged">Told of each block that is passed over; null to throw instead.</param>
    /// <exception cref="EvidenceFormatException">A block cannot be used, and nobody is told.</exception>
    IEnumerable<Item> Range(Key from, Key to, Action<EvidenceFormatException>? damaged);
}
