using StoreForensics.Evidence;

namespace StoreForensics.Formats;

/// <summary>
/// Splits a stream into lines without holding more than one; a line longer than the limit is handed out in pieces, so that hostile files stay bounded. A hole
/// ends a line and is passed over.
/// </summary>
/// <param name="stream">At its start.</param>
/// <param name="maxLine">Bytes of the longest line.</param>
/// <param name="hole">Told the place and the bytes of each hole of a megabyte or more; may be null.</param>
/// <param name="nulsApart">Whether NUL bytes are no part of a line: they end one, and are handed out by themselves.</param>
internal sealed class LineReader(Stream stream, int maxLine, Action<long, long>? hole = null, bool nulsApart = false)
{
    private const int MostAtFirst = 64 * 1024;

    private readonly HoleWatch _holes = new(stream);
    private byte[] _buffer = new byte[BufferBytes(stream)];
    private int _start;
    private int _end;
    private bool _atEnd;

    /// <summary>Offset of the line last returned.</summary>
    public long Offset { get; private set; }

    /// <summary>Whether a hole follows the line last returned, which has no line feed.</summary>
    public bool EndsInHole { get; private set; }

    /// <summary>Whether NUL bytes follow the line last returned, which has no line feed.</summary>
    public bool EndsInNuls { get; private set; }

    private long _consumed;

    /// <summary>The next line with its line feed (the last may have none); empty at the end. Valid until the next call.</summary>
    public ReadOnlySpan<byte> Next()
    {
        if (EndsInHole)
            PassHole();
        EndsInNuls = false;
        int scanned = 0;
        while (true)
        {
            ReadOnlySpan<byte> have = _buffer.AsSpan(_start, _end - _start);
            int end = nulsApart ? have[scanned..].IndexOfAny((byte)'\n', (byte)0) : have[scanned..].IndexOf((byte)'\n');
            if (end >= 0)
                return have[scanned + end] == 0 ? TakeToNuls(have, scanned + end) : Take(scanned + end + 1);
            scanned = have.Length;
            if (_atEnd || scanned >= maxLine)
                return Take(scanned);
            long readable = _holes.Readable(_consumed + scanned);
            EndsInHole = readable == 0;
            if (EndsInHole && scanned > 0)
                return Take(scanned);
            if (EndsInHole)
                PassHole();
            else
                Fill(readable);
        }
    }

    // Most logs of a host are short.
    private static int BufferBytes(Stream stream) => stream.CanSeek ? (int)Math.Clamp(stream.Length + 1, 256, MostAtFirst) : MostAtFirst;

    // What stands before them, or as many of them as are at hand.
    private ReadOnlySpan<byte> TakeToNuls(ReadOnlySpan<byte> have, int at)
    {
        EndsInNuls = at > 0;
        int others = have.IndexOfAnyExcept((byte)0);
        return Take(at > 0 ? at : others < 0 ? have.Length : others);
    }

    private ReadOnlySpan<byte> Take(int length)
    {
        Offset = _consumed;
        _consumed += length;
        _start += length;
        return _buffer.AsSpan(_start - length, length);
    }

    private void PassHole()
    {
        long bytes = _holes.Pass(_consumed);
        hole?.Invoke(_consumed, bytes);
        _consumed += bytes;
        EndsInHole = false;
    }

    private void Fill(long readable)
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }
        if (_end == _buffer.Length)
            Array.Resize(ref _buffer, Math.Min(_buffer.Length * 2, Math.Max(maxLine, _buffer.Length)) + 4096);
        int read = stream.Read(_buffer, _end, (int)Math.Min(_buffer.Length - _end, readable));
        _atEnd = read == 0;
        _end += read;
    }
}
