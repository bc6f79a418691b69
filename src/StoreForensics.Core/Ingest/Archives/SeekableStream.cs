using StoreForensics.Primitives;

namespace StoreForensics.Ingest.Archives;

/// <summary>What every stream here has in common that only reads, at any place.</summary>
internal abstract class SeekableStream(long length) : ForwardStream, IHoles
{
    private long _position;

    public override bool CanSeek => true;

    public override long Length => length;

    public override long Position
    {
        get => _position;
        set => _position = value >= 0 ? value : throw new IOException("A position before the start.");
    }

    public override int Read(Span<byte> buffer)
    {
        int wanted = (int)Math.Min(buffer.Length, Math.Max(0, length - _position));
        if (wanted == 0)
            return 0;
        int read = ReadAt(_position, buffer[..wanted]);
        _position += read;
        return read;
    }

    public override long Seek(long offset, SeekOrigin origin)
    {
        Position = origin switch
        {
            SeekOrigin.Begin => offset,
            SeekOrigin.Current => _position + offset,
            _ => length + offset,
        };
        return _position;
    }

    /// <inheritdoc/>
    public virtual DataRun NextData(long from) => new(Math.Min(from, length), length);

    /// <summary>Reads some bytes at a place that lies before <see cref="Length"/>; none only where the bytes end early.</summary>
    protected abstract int ReadAt(long offset, Span<byte> buffer);
}
