namespace StoreForensics.Formats.Compression;

/// <summary>
/// A file's bytes, those of its NUL bytes at the very end one by one. The first of these end the last member (a length below 16 MiB ends in one), the others
/// are padding; whoever takes them singly stops at the border and has taken at most one of the padding.
/// </summary>
internal sealed class GzipPadding(CompressedInput file)
{
    private readonly byte[] _chunk = new byte[16 * 1024];
    private int _start;
    private int _end;
    private long _before; // NUL bytes that come before the chunk
    private int _behind; // NUL bytes that were read with the chunk, behind it
    private bool _hasEnded;

    /// <summary>Whether all but the NUL bytes at the end has been given.</summary>
    public bool IsReached => _hasEnded && _start == _end;

    public int Read(Span<byte> buffer)
    {
        while (_start == _end && !_hasEnded)
            Fetch();
        if (_before > 0)
            return GiveZeros(IsReached ? buffer[..1] : buffer);
        int length = Math.Min(buffer.Length, _end - _start);
        _chunk.AsSpan(_start, length).CopyTo(buffer);
        _start += length;
        if (_start == _end)
            (_before, _behind) = (_behind, 0);
        return length;
    }

    private int GiveZeros(Span<byte> buffer)
    {
        int length = (int)Math.Min(buffer.Length, _before);
        buffer[..length].Clear();
        _before -= length;
        return length;
    }

    // NUL bytes at the end of what was read are counted, not given, until it is known what follows them.
    private void Fetch()
    {
        int read = file.Read(_chunk);
        int kept = _chunk.AsSpan(0, read).LastIndexOfAnyExcept((byte)0) + 1;
        _hasEnded = read == 0;
        if (kept == 0)
            _before += read;
        else
            (_start, _end, _behind) = (0, kept, read - kept);
    }
}
