using StoreForensics.Primitives;

namespace StoreForensics.Extraction;

/// <summary>
/// A file's bytes, never more than its size. Damage inside ends them early and is recorded once: what could be read is kept, and the problem says where it
/// ends.
/// </summary>
public sealed class EntryContent : IDisposable
{
    private readonly Stream _stream;
    private readonly Action<string> _damaged;
    private long _left;
    private long _dataEnd;

    internal EntryContent(Stream stream, long size, Action<string> damaged)
    {
        _stream = stream;
        _damaged = damaged;
        _left = Size = size;
    }

    /// <summary>Bytes that the evidence records.</summary>
    public long Size { get; }

    /// <summary>Bytes of <see cref="Size"/> that were not handed out.</summary>
    public long Left => _left;

    /// <summary>The next bytes; 0 at the end or where the rest cannot be read, which <see cref="Left"/> tells apart.</summary>
    public int Read(Span<byte> buffer)
    {
        if (_left <= 0 || buffer.IsEmpty)
            return 0;
        try
        {
            int read = _stream.Read(buffer[..(int)Math.Min(buffer.Length, _left)]);
            _left -= read;
            if (read == 0)
                _damaged($"ends {_left} bytes early");
            return read;
        }
        catch (EvidenceFormatException e)
        {
            _damaged($"cannot be read past byte {Size - _left}: {DisplayText.Escape(e.Message)}");
            return 0;
        }
    }

    /// <summary>See <see cref="IHoles.NextData"/>; nothing is past <see cref="Size"/>.</summary>
    public DataRun NextData(long from)
    {
        if (from >= Size)
            return new DataRun(Size, Size);
        DataRun data = _stream.NextData(from);
        // What ends early is no hole: reading tells.
        return data.IsEmpty && data.Start < Size ? new DataRun(Math.Max(from, data.Start), Size)
            : new DataRun(Math.Min(data.Start, Size), Math.Min(data.End, Size));
    }

    /// <summary>Moves over a hole, if one begins here; returns its bytes, which count as handed out.</summary>
    public long SkipHole()
    {
        long at = Size - _left;
        if (at < _dataEnd || _left <= 0)
            return 0;
        DataRun data = NextData(at);
        _dataEnd = data.End;
        if (data.Start <= at)
            return 0;
        if (!data.IsEmpty)
            _stream.Position = data.Start;
        _left -= data.Start - at;
        return data.Start - at;
    }

    /// <summary>Bytes from the start that can be read: <see cref="Size"/> unless the end cannot,
    /// which is found by reading all. To be asked first; says nothing of damage.</summary>
    internal long ReadableEnd()
    {
        if (Size == 0 || !_stream.CanSeek)
            return Size;
        byte[] buffer = new byte[1 << 16];
        long end = Probe(Size - 1, Size, buffer);
        for (DataRun data = default; end < Size && (data = NextData(data.End)) is { IsEmpty: false };)
        {
            end = Probe(data.Start, data.End, buffer);
            if (end < data.End)
                break;
        }
        _stream.Position = 0;
        return end;
    }

    private long Probe(long from, long end, byte[] buffer)
    {
        try
        {
            _stream.Position = from;
            for (int read; from < end && (read = _stream.Read(buffer.AsSpan(0, (int)Math.Min(buffer.Length, end - from)))) > 0; from += read)
            {
                // the count is all that is wanted
            }
        }
        catch (EvidenceFormatException)
        {
            // met again where the bytes are taken, and told there
        }
        return from;
    }

    public void Dispose() => _stream.Dispose();
}
