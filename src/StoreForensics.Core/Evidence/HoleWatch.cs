using StoreForensics.Primitives;

namespace StoreForensics.Evidence;

/// <summary>Tells who reads a stream straight on where a hole begins that is worth passing over. Smaller ones are read as the zeros that they are.</summary>
internal sealed class HoleWatch(Stream stream)
{
    /// <summary>The smallest hole that is told.</summary>
    public const int LeastBytes = 1 << 20;

    private long _dataEnd;
    private long _hole;

    /// <summary>How many bytes may be read at once from a place on; 0 where a hole begins.</summary>
    public long Readable(long at)
    {
        if (at < _dataEnd)
            return _dataEnd - at;
        DataRun data = stream.NextData(at);
        _hole = data.Start - at;
        if (_hole >= LeastBytes)
            return 0;
        _dataEnd = data.IsEmpty ? long.MaxValue : data.End;
        return _dataEnd - at;
    }

    /// <summary>Moves the stream over the hole that <see cref="Readable"/> told of; returns its bytes.</summary>
    public long Pass(long at)
    {
        stream.Position = at + _hole;
        return _hole;
    }
}
