using Microsoft.Win32.SafeHandles;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.Directories;

/// <summary>A file of the evidence, read by position: no cursor is shared with anyone. A read error is damage of the evidence.</summary>
internal sealed class DirectoryFileStream(SafeFileHandle handle, EvidencePath path) : Stream, IHoles
{
    private long _position;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => RandomAccess.GetLength(handle);

    public override long Position
    {
        get => _position;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            _position = value;
        }
    }

    /// <inheritdoc/>
    public DataRun NextData(long from) => FileHoles.NextData(handle, from, Length);

    public override int Read(Span<byte> buffer)
    {
        try
        {
            int read = RandomAccess.Read(handle, buffer, _position);
            _position += read;
            return read;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EvidenceFormatException(DirectoryProblems.ReadFailed, $"{path} cannot be read any further: the medium reports an error", _position, e);
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override long Seek(long offset, SeekOrigin origin)
    {
        Position = offset + (origin switch
        {
            SeekOrigin.Begin => 0,
            SeekOrigin.Current => _position,
            _ => Length,
        });
        return _position;
    }

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            handle.Dispose();
        base.Dispose(disposing);
    }
}
