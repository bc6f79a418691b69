using StoreForensics.Primitives;

namespace StoreForensics.Cli.Output;

/// <summary>A standard stream whose faults are told, or lost, in one way.</summary>
/// <param name="inner">Null where the caller closed it.</param>
/// <param name="mayFail">Whether what cannot be written is lost without a word.</param>
internal sealed class GuardedWriting(Stream? inner, bool mayFail) : Stream
{
    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            (inner ?? throw new UnauthorizedAccessException()).Write(buffer);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            Failed(e);
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
        try
        {
            inner?.Flush();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            Failed(e);
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    // .NET calls a descriptor that is closed, or not open for writing, one without permission.
    private void Failed(Exception e)
    {
        if (!mayFail)
            throw new OutputException("standard output cannot be written: " + (e is IOException ? DisplayText.Escape(e.Message) : "it is closed"), e);
    }
}
