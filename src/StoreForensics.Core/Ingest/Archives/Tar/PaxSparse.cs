namespace StoreForensics.Ingest.Archives.Tar;

/// <summary>
/// GNU tar's PAX records of a sparse file (its manual, "Storing Sparse Files"). 0.0: repeated <c>offset</c> and <c>numbytes</c>; 0.1: one <c>map</c>;
/// 1.0: only <c>major</c>, <c>minor</c>, <c>realsize</c>, and the map precedes the data.
/// </summary>
internal sealed class PaxSparse
{
    private long? _offset;
    private bool _hasMap;

    public long Major { get; private set; }

    /// <summary>The expanded size; null when the entry is not sparse.</summary>
    public long? RealSize { get; private set; }

    public SparseMapBuilder Map { get; } = new();

    /// <summary>Whether the entry is sparse at all.</summary>
    public bool IsSparse => _hasMap || Major > 0 || RealSize is not null;

    public void Clear()
    {
        _offset = null;
        _hasMap = false;
        Major = 0;
        RealSize = null;
        Map.Clear();
    }

    /// <summary>Takes one record, its key without <c>GNU.sparse.</c>. False: no value for that key.</summary>
    public bool Take(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        if (key.SequenceEqual("map"u8))
            return TakeMap(value);
        if (!PaxNumber.TryParse(value, out long number))
        {
            Map.Fail("a number of its map cannot be read");
            return false;
        }
        if (key.SequenceEqual("major"u8))
            Major = number;
        else if (key.SequenceEqual("size"u8) || key.SequenceEqual("realsize"u8))
            RealSize = number;
        else if (key.SequenceEqual("offset"u8))
            _offset = number;
        else if (key.SequenceEqual("numbytes"u8))
            TakeLength(number);
        return true;
    }

    private void TakeLength(long length)
    {
        _hasMap = true;
        if (_offset is long offset)
            Map.Add(offset, length);
        else
            Map.Fail("a part of its map has no offset");
        _offset = null;
    }

    private bool TakeMap(ReadOnlySpan<byte> text)
    {
        _hasMap = true;
        Map.Clear();
        long? offset = null;
        foreach (Range range in text.Split((byte)','))
        {
            if (!PaxNumber.TryParse(text[range], out long number))
            {
                Map.Fail("a number of its map cannot be read");
                return false;
            }
            if (offset is long start)
                Map.Add(start, number);
            offset = offset is null ? number : null;
        }
        if (offset is not null)
            Map.Fail("its map ends after an offset");
        return true;
    }
}
