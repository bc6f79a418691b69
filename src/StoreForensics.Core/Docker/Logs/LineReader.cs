namespace StoreForensics.Docker.Logs;

/// <summary>Splits a stream into lines without holding more than one; a line longer than the limit is handed out in pieces, so that hostile files stay bounded.</summary>
internal sealed class LineReader(Stream stream, int maxLine)
{
    private byte[] _buffer = new byte[64 * 1024];
    private int _start;
    private int _end;
    private bool _atEnd;

    /// <summary>Offset of the line last returned.</summary>
    public long Offset { get; private set; }

    private long _consumed;

    /// <summary>The next line with its line feed (the last may have none); empty at the end. Valid until the next call.</summary>
    public ReadOnlySpan<byte> Next()
    {
        int scanned = 0;
        while (true)
        {
            ReadOnlySpan<byte> have = _buffer.AsSpan(_start, _end - _start);
            int feed = have[scanned..].IndexOf((byte)'\n');
            if (feed >= 0)
                return Take(scanned + feed + 1);
            scanned = have.Length;
            if (_atEnd || scanned >= maxLine)
                return Take(scanned);
            Fill();
        }
    }

    private ReadOnlySpan<byte> Take(int length)
    {
        Offset = _consumed;
        _consumed += length;
        _start += length;
        return _buffer.AsSpan(_start - length, length);
    }

    private void Fill()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }
        if (_end == _buffer.Length)
            Array.Resize(ref _buffer, Math.Min(_buffer.Length * 2, Math.Max(maxLine, _buffer.Length)) + 4096);
        int read = stream.Read(_buffer, _end, _buffer.Length - _end);
        _atEnd = read == 0;
        _end += read;
    }
}
