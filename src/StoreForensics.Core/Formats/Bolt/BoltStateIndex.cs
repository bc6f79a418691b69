namespace StoreForensics.Formats.Bolt;

/// <summary>Answers whether a record is in one state of the database.</summary>
internal sealed class BoltStateIndex
{
    private readonly BoltTree? _tree;
    private readonly Dictionary<int, HashSet<Record>> _recordsByTail = [];

    public BoltStateIndex(BoltTree? tree) => _tree = tree;

    /// <summary>
    /// Whether the state has the same key and value in that bucket; of an incomplete path the part that is known is compared with the end of the state's.
    /// </summary>
    public bool Contains(IReadOnlyList<BoltKey> path, bool isRooted, BoltKey key, ReadOnlyMemory<byte> value, bool isBucket)
    {
        if (_tree is null)
            return false;
        var record = new Record([.. path], key, isBucket ? default : value, isBucket);
        return Records(isRooted ? -1 : path.Count).Contains(record);
    }

    /// <summary>One set for every length of path that is asked for, so that a question costs the same however often a record repeats.</summary>
    private HashSet<Record> Records(int tail)
    {
        if (_recordsByTail.TryGetValue(tail, out HashSet<Record>? records))
            return records;
        records = [];
        foreach (BoltBucket bucket in _tree!.Root.WithDescendants())
        {
            if (bucket.Depth < tail)
                continue;
            BoltKey[] path = tail < 0 ? [.. bucket.Path] : [.. bucket.Path.Skip(bucket.Depth - tail)];
            foreach (BoltEntry entry in bucket.Entries)
                records.Add(new Record(path, entry.Key, entry.IsBucket ? default : entry.Value, entry.IsBucket));
        }
        return _recordsByTail[tail] = records;
    }

    private readonly struct Record(BoltKey[] path, BoltKey key, ReadOnlyMemory<byte> value, bool isBucket) : IEquatable<Record>
    {
        private readonly BoltKey[] _path = path;
        private readonly BoltKey _key = key;
        private readonly ReadOnlyMemory<byte> _value = value;
        private readonly bool _isBucket = isBucket;

        public bool Equals(Record other) =>
            _isBucket == other._isBucket && _key == other._key && _value.Span.SequenceEqual(other._value.Span) && _path.AsSpan().SequenceEqual(other._path);

        public override bool Equals(object? obj) => obj is Record other && Equals(other);

        public override int GetHashCode()
        {
            var hash = default(HashCode);
            hash.AddBytes(_key.Span);
            hash.AddBytes(_value.Span);
            // Names only in part: a forged path can be a megabyte long, and is the same for every record of a bucket.
            foreach (BoltKey name in _path)
                hash.AddBytes(name.Span[..Math.Min(name.Span.Length, 64)]);
            return hash.ToHashCode();
        }
    }
}
