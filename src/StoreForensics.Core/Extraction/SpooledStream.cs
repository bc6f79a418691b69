using StoreForensics.Primitives;

namespace StoreForensics.Extraction;

/// <summary>A content from the scratch file. It ends as the evidence's own did: with its fault, where it had one.</summary>
internal sealed class SpooledStream(FileStream file, SpooledPiece piece) : Stream, IHoles
{
    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => piece.Length;

    public override long Position { get; set; }

    /// <inheritdoc/>
    public DataRun NextData(long from) =>
        piece.Next(from).Run is { IsEmpty: false } run ? run : piece.Fault is null ? new(piece.Length, piece.Length)
            : new(Math.Max(from, piece.Length), long.MaxValue);

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        if (Position >= piece.Length)
            return piece.Fault is null ? 0 : throw piece.Fault;
        (DataRun run, long at) = piece.Next(Position);
        int count = (int)Math.Min(buffer.Length, (run.Start > Position ? run.Start : run.IsEmpty ? piece.Length : run.End) - Position);
        if (run.Start > Position || run.IsEmpty || at == SpooledPiece.Zeros)
            buffer[..count].Clear();
        else
            count = RandomAccess.Read(file.SafeFileHandle, buffer[..count], at);
        Position += count;
        return count;
    }

    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => Position + offset,
        _ => Length + offset,
    };

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
