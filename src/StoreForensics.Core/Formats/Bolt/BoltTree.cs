namespace StoreForensics.Formats.Bolt;

/// <summary>One state of the database: its buckets, and which slots of the file they occupy.</summary>
internal sealed class BoltTree(BoltBucket root, bool[] isUsed, Dictionary<ulong, BoltBucket> owners)
{
    public BoltBucket Root { get; } = root;

    /// <summary>Whether a slot belongs to a page of this state, continuation slots included.</summary>
    public bool Uses(int slot) => isUsed[slot];

    /// <summary>The bucket that a page belongs to; null when it is not of this state.</summary>
    public BoltBucket? OwnerOf(ulong page) => owners.GetValueOrDefault(page);
}
