using System.Buffers.Binary;
using StoreForensics.Evidence;
using StoreForensics.Primitives;

namespace StoreForensics.Logs;

/// <summary>A window over a forward-only stream, wide enough for one record. A read error ends the stream where it happened and is kept.</summary>
internal sealed class LocalLogBuffer(Stream stream)
{
    private readonly HoleWatch _holes = new(stream);
    private byte[] _bytes = new byte[64 * 1024];
    private int _start;
    private int _end;
    private bool _isAtEnd;

    /// <summary>Byte offset of the window's first byte.</summary>
    public long Offset { get; private set; }

    /// <summary>Why the stream ended early; null when it did not.</summary>
    public string? Fault { get; private set; }

    /// <summary>Whether a hole of a megabyte or more follows the window, which does not grow past it.</summary>
    public bool IsAtHole { get; private set; }

    /// <summary>Tries to have that many bytes in the window; false when the stream ends before, or a hole begins.</summary>
    public bool Has(int count)
    {
        while (_end - _start < count && !_isAtEnd && !IsAtHole)
            Fill(count);
        return _end - _start >= count;
    }

    /// <summary>The window's bytes from a position; <see cref="Has"/> must have said yes.</summary>
    public ReadOnlySpan<byte> Bytes(int from, int count) => _bytes.AsSpan(_start + from, count);

    public uint U32(int from) => BinaryPrimitives.ReadUInt32BigEndian(Bytes(from, sizeof(uint)));

    /// <summary>What is left in the window, for the last incomplete record.</summary>
    public ReadOnlySpan<byte> Rest => _bytes.AsSpan(_start, _end - _start);

    public void Skip(int count)
    {
        _start += count;
        Offset += count;
    }

    /// <summary>Moves over the hole that follows the window, which is empty; returns its bytes.</summary>
    public long SkipHole()
    {
        long bytes = _holes.Pass(Offset);
        Offset += bytes;
        IsAtHole = false;
        return bytes;
    }

    private void Fill(int count)
    {
        long readable = _holes.Readable(Offset + _end - _start);
        IsAtHole = readable == 0;
        if (IsAtHole)
            return;
        if (_bytes.Length - _start < count)
        {
            // Twice the need: otherwise a search that moves on by single bytes would copy the whole window each time.
            byte[] target = 2 * count > _bytes.Length ? new byte[2 * count] : _bytes;
            Rest.CopyTo(target);
            (_bytes, _start, _end) = (target, 0, _end - _start);
        }
        try
        {
            int got = stream.Read(_bytes, _end, (int)Math.Min(_bytes.Length - _end, readable));
            _isAtEnd = got == 0;
            _end += got;
        }
        catch (EvidenceFormatException e)
        {
            Fault = e.Message;
            _isAtEnd = true;
        }
    }
}
