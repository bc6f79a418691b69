using System.Runtime.ExceptionServices;

namespace StoreForensics.Cli.Output;

/// <summary>
/// Writes a report's bytes on another thread while the next are made. One writer; what goes wrong there is thrown at the next write or flush. Reports are only
/// appended to. Does not own the stream below.
/// </summary>
internal sealed class WriteBehindStream(Stream target) : Stream
{
    private const int ChunkBytes = 512 * 1024;

    private byte[] _chunk = new byte[ChunkBytes];
    private byte[] _behind = new byte[ChunkBytes];
    private int _length;
    private long _position;
    private Task _writing = Task.CompletedTask;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        _position += buffer.Length;
        while (!buffer.IsEmpty)
        {
            int taken = Math.Min(buffer.Length, ChunkBytes - _length);
            buffer[..taken].CopyTo(_chunk.AsSpan(_length));
            _length += taken;
            buffer = buffer[taken..];
            if (_length == ChunkBytes)
                HandOver();
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <summary>All that was written is in the stream below.</summary>
    public override void Flush()
    {
        HandOver();
        Wait();
        target.Flush();
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    // The stream below may be closed once this is: nothing writes to it then. After a fault of the writer's own its bytes no longer matter.
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _writing.ContinueWith(static _ => { }, TaskScheduler.Default).Wait();
        base.Dispose(disposing);
    }

    private void HandOver()
    {
        Wait();
        if (_length == 0)
            return;
        (_chunk, _behind) = (_behind, _chunk);
        int length = _length;
        _length = 0;
        _writing = Task.Run(() => target.Write(_behind, 0, length));
    }

    private void Wait()
    {
        try
        {
            _writing.Wait();
        }
        catch (AggregateException fault)
        {
            ExceptionDispatchInfo.Throw(fault.InnerExceptions[0]);
        }
    }
}
