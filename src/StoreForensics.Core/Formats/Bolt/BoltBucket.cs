namespace StoreForensics.Formats.Bolt;

/// <summary>A key of a bucket with its value, or a bucket inside it.</summary>
/// <param name="Key">Never empty.</param>
/// <param name="Value">For a bucket: its raw header and, inline, its pseudo-page.</param>
/// <param name="Bucket">The bucket; null for a plain value, and for a bucket whose description is damaged (<see cref="IsBucket"/> tells).</param>
/// <param name="IsBucket">Whether the key names a bucket.</param>
/// <param name="Page">The page that holds it.</param>
/// <param name="Offset">Byte offset of the key in the file.</param>
internal readonly record struct BoltEntry(BoltKey Key, ReadOnlyMemory<byte> Value, BoltBucket? Bucket, bool IsBucket, ulong Page, long Offset);

/// <summary>
/// A bucket of one state of the database, completely read: what was damaged is missing here and recorded as a problem.
/// Entries are in the order of the pages, which is byte order of keys unless the file is damaged or forged.
/// </summary>
internal sealed class BoltBucket
{
    private readonly List<BoltEntry> _entries = [];
    private BoltKey[]? _path;
    private bool _isSorted = true;

    public BoltBucket(BoltBucket? parent, BoltKey name, ulong rootPage, ulong sequence)
    {
        Parent = parent;
        Name = name;
        RootPage = rootPage;
        Sequence = sequence;
        Depth = parent is null ? 0 : parent.Depth + 1;
    }

    /// <summary>Null for the root.</summary>
    public BoltBucket? Parent { get; }

    /// <summary>Empty for the root.</summary>
    public BoltKey Name { get; }

    /// <summary>0 when inline.</summary>
    public ulong RootPage { get; }

    /// <summary>The last number that the bucket gave out; containerd takes snapshot ids from it.</summary>
    public ulong Sequence { get; }

    public int Depth { get; }

    /// <summary>Whether some page of this bucket (not of those inside it) could not be read whole.</summary>
    public bool IsDamaged { get; internal set; }

    public IReadOnlyList<BoltEntry> Entries => _entries;

    /// <summary>Whether keys ascend strictly, as the library writes them.</summary>
    public bool IsSorted => _isSorted;

    /// <summary>Names from the top down, this bucket's last; empty for the root.</summary>
    public IReadOnlyList<BoltKey> Path => _path ??= MakePath();

    /// <summary>The buckets directly inside, in the order of the entries.</summary>
    public IEnumerable<BoltBucket> Buckets()
    {
        foreach (BoltEntry entry in _entries)
        {
            if (entry.Bucket is not null)
                yield return entry.Bucket;
        }
    }

    /// <summary>The bucket of that name; null when there is none (or only a plain value).</summary>
    public BoltBucket? Bucket(BoltKey name) => Find(name)?.Bucket;

    /// <summary>Walks down through buckets; null as soon as one is missing.</summary>
    public BoltBucket? Bucket(params ReadOnlySpan<string> names)
    {
        BoltBucket? at = this;
        foreach (string name in names)
            at = at?.Bucket((BoltKey)name);
        return at;
    }

    /// <summary>The plain value of that key; null when there is none.</summary>
    public ReadOnlyMemory<byte>? Value(BoltKey key) => Find(key) is { IsBucket: false } entry ? (ReadOnlyMemory<byte>?)entry.Value : null;

    /// <summary>The entry of that key; of equal keys, which only a damaged file has, the first of those that a search meets.</summary>
    public BoltEntry? Find(BoltKey key)
    {
        if (!_isSorted)
            return _entries.Where(e => e.Key == key).Select(e => (BoltEntry?)e).FirstOrDefault();
        int low = 0, high = _entries.Count - 1;
        while (low <= high)
        {
            int middle = (low + high) >>> 1;
            int order = _entries[middle].Key.CompareTo(key);
            if (order == 0)
                return _entries[middle];
            if (order < 0)
                low = middle + 1;
            else
                high = middle - 1;
        }
        return null;
    }

    /// <summary>This bucket and all inside it, parents before children.</summary>
    public IEnumerable<BoltBucket> WithDescendants()
    {
        var pending = new Stack<BoltBucket>();
        pending.Push(this);
        while (pending.TryPop(out BoltBucket? bucket))
        {
            yield return bucket;
            foreach (BoltBucket child in bucket.Buckets().Reverse())
                pending.Push(child);
        }
    }

    internal void Add(BoltEntry entry)
    {
        _isSorted &= _entries.Count == 0 || _entries[^1].Key.CompareTo(entry.Key) < 0;
        _entries.Add(entry);
    }

    private BoltKey[] MakePath()
    {
        var path = new BoltKey[Depth];
        for (BoltBucket at = this; at.Parent is not null; at = at.Parent)
            path[at.Depth - 1] = at.Name;
        return path;
    }
}
