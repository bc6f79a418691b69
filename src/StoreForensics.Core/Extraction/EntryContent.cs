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

    public void Dispose() => _stream.Dispose();
}
