using StoreForensics.Primitives;

namespace StoreForensics.Ingest.FileSystems.Ext4;

/// <summary>A file that lies in its inode: its bytes, and zeros up to its size, for the end of a sparse one is a hole. Seekable, read-only.</summary>
internal sealed class InlineStream(byte[] bytes, long length) : Stream, IHoles
{
    private long _position;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position
    {
        get => _position;
        set => _position = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value));
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        if (_position >= length || buffer.IsEmpty)
            return 0;
        int count = (int)Math.Min(buffer.Length, length - _position);
        buffer[..count].Clear();
        if (_position < bytes.Length)
            bytes.AsSpan((int)_position, (int)Math.Min(count, bytes.Length - _position)).CopyTo(buffer);
        _position += count;
        return count;
    }

    /// <inheritdoc/>
    public DataRun NextData(long from) => Math.Min(bytes.Length, length) is var end && from < end ? new(from, end) : new(length, length);

    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => _position + offset,
        _ => length + offset,
    };

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
