namespace StoreForensics.Ingest.Archives.Tar;

/// <summary>Collects the parts of one sparse file as its header tells them, and believes them only if they fit the file and its stored bytes.</summary>
internal sealed class SparseMapBuilder
{
    /// <summary>Most parts of one file: each costs the archive a few bytes, and us 24.</summary>
    public const int MaxParts = 1 << 21;

    private readonly List<long> _starts = [];
    private readonly List<long> _ends = [];
    private long _lastEnd;

    /// <summary>Why the map cannot be used; null while it can.</summary>
    public string? Fault { get; private set; }

    public int Count => _starts.Count;

    public void Clear()
    {
        _starts.Clear();
        _ends.Clear();
        _lastEnd = 0;
        Fault = null;
    }

    public void Add(long offset, long length)
    {
        if (Fault is not null)
            return;
        if (offset < 0 || length < 0 || offset > long.MaxValue - length)
            Fault = "a part of its map has a negative or impossible place";
        else if (offset < _lastEnd)
            Fault = "the parts of its map overlap or are out of order";
        else if (_starts.Count == MaxParts)
            Fault = "its map has more parts than this program keeps";
        else if (length > 0) // writers mark the file's end with a part of no bytes
            Append(offset, offset + length);
    }

    public void Fail(string fault) => Fault ??= fault;

    /// <summary>The map, or null with <see cref="Fault"/> set.</summary>
    public SparseMap? Build(long realSize, long storedBytes)
    {
        if (Fault is null && (realSize < 0 || _lastEnd > realSize))
            Fault = "its map goes past its size";
        if (Fault is not null)
            return null;
        var packed = new long[Count + 1];
        for (int i = 0; i < Count; i++)
            packed[i + 1] = packed[i] + _ends[i] - _starts[i]; // parts are disjoint, so the sum is at most the last end
        if (packed[Count] > storedBytes)
        {
            Fault = "its map names more bytes than are stored";
            return null;
        }
        return new SparseMap([.. _starts], [.. _ends], packed);
    }

    private void Append(long start, long end)
    {
        _lastEnd = end;
        if (_ends.Count > 0 && _ends[^1] == start)
        {
            _ends[^1] = end;
            return;
        }
        _starts.Add(start);
        _ends.Add(end);
    }
}
