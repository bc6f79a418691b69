using StoreForensics.Primitives;

namespace StoreForensics.Formats.Compression;

/// <summary>
/// The compressed bytes, buffered, with a look ahead: formats whose streams may follow one another need to see what comes next. Decoders that dispose their
/// input may: only <see cref="CloseSource"/> does.
/// </summary>
internal sealed class CompressedInput(Stream source) : ForwardStream
{
    private readonly byte[] _buffer = new byte[64 * 1024];
    private int _start;
    private int _end;
    private long _fetched;
    private bool _hasEnded;

    /// <summary>Bytes taken so far.</summary>
    public long Consumed => _fetched - (_end - _start);

    /// <summary>The same, for packages that ask a stream (the xz reader aligns by it).</summary>
    public override long Position
    {
        get => Consumed;
        set => throw new NotSupportedException();
    }

    /// <summary>Whether all has been taken and the source has said that nothing more comes.</summary>
    public bool IsAtEnd => _hasEnded && _start == _end;

    /// <summary>The next bytes without taking them; fewer only at the end. At most a few hundred.</summary>
    public ReadOnlySpan<byte> Peek(int count)
    {
        while (_end - _start < count && !_hasEnded)
            Fetch();
        return _buffer.AsSpan(_start, Math.Min(count, _end - _start));
    }

    public void Skip(int count) => _start += Math.Min(count, _end - _start);

    public override int Read(Span<byte> buffer)
    {
        if (_start == _end)
        {
            if (_hasEnded)
                return 0;
            Fetch();
        }
        int length = Math.Min(buffer.Length, _end - _start);
        _buffer.AsSpan(_start, length).CopyTo(buffer);
        _start += length;
        return length;
    }

    public void CloseSource() => source.Dispose();

    private void Fetch()
    {
        _buffer.AsSpan(_start.._end).CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
        int read = source.Read(_buffer, _end, _buffer.Length - _end);
        _end += read;
        _fetched += read;
        _hasEnded = read == 0;
    }
}
