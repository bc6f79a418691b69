using StoreForensics.Primitives;

namespace StoreForensics.Tests.Holes;

/// <summary>A stream of parts with holes between, which may be a tebibyte long. Reading inside a hole fails: nobody needs to.</summary>
internal sealed class HoleyStream(long length, params (long At, byte[] Bytes)[] parts) : Stream, IHoles
{
    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get; set; }

    public DataRun NextData(long from)
    {
        foreach ((long at, byte[] bytes) in parts)
        {
            if (at + bytes.Length > from)
                return new DataRun(Math.Max(at, from), at + bytes.Length);
        }
        return new DataRun(length, length);
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        DataRun run = NextData(Position);
        if (run.IsEmpty && Position >= length)
            return 0;
        if (run.IsEmpty || run.Start > Position)
            throw new AssertionException($"reads the hole at byte {Position}");
        (long at, byte[] bytes) = parts.Last(p => p.At <= Position);
        int read = (int)Math.Min(count, run.End - Position);
        Array.Copy(bytes, Position - at, buffer, offset, read);
        Position += read;
        return read;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
