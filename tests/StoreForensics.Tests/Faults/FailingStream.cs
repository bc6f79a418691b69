namespace StoreForensics.Tests.Faults;

/// <summary>Throws at the n-th write to any of the streams that share it.</summary>
internal sealed class WriteFaults(int nth, Func<Exception> make)
{
    private int _writes;

    /// <summary>Writes so far.</summary>
    public int Writes => _writes;

    public void Count()
    {
        if (Interlocked.Increment(ref _writes) == nth)
            throw make();
    }
}

/// <summary>A stream whose writes may fail.</summary>
internal sealed class FailingStream(Stream inner, WriteFaults faults) : Stream
{
    public FailingStream(Stream inner, int nth, Func<Exception> make) : this(inner, new WriteFaults(nth, make))
    {
    }

    public int Writes => faults.Writes;

    public override bool CanRead => false;

    public override bool CanSeek => inner.CanSeek;

    public override bool CanWrite => true;

    public override long Length => inner.Length;

    public override long Position
    {
        get => inner.Position;
        set => inner.Position = value;
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        faults.Count();
        inner.Write(buffer);
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush() => inner.Flush();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => inner.Seek(offset, origin);

    public override void SetLength(long value) => inner.SetLength(value);
}
