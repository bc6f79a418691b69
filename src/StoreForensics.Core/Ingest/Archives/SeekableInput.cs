using StoreForensics.Primitives;

namespace StoreForensics.Ingest.Archives;

/// <summary>
/// An archive in a stream that can seek: data that is skipped is not read. Windows start small after a jump and double while reading goes straight on,
/// so that an archive of big files costs little more than its headers.
/// </summary>
internal sealed class SeekableInput(Stream stream, ProgressSteps progress) : BlockInput
{
    private const int Smallest = 4 * 1024;
    private const int Largest = 256 * 1024;

    private readonly byte[] _buffer = new byte[Largest];
    private readonly long _length = stream.Length;
    private long _next;
    private int _window = Largest;
    private EvidenceFormatException? _failure;

    public override long? Length => _length;

    public override EvidenceFormatException? Failure => _failure;

    public override long HoleAhead() => Math.Max(0, Math.Min(_length, stream.NextData(Position) is { IsEmpty: false } data ? data.Start : _length) - Position);

    public override void Dispose() => stream.Dispose();

    protected override ReadOnlyMemory<byte> NextChunk()
    {
        try
        {
            stream.Position = _next;
            int length = stream.ReadAtLeast(_buffer.AsSpan(0, _window), _window, throwOnEndOfStream: false);
            _next += length;
            progress.Reached(_next);
            _window = Math.Min(Largest, _window * 2);
            return _buffer.AsMemory(0, length);
        }
        catch (EvidenceFormatException damage)
        {
            _failure = damage;
            return default;
        }
    }

    protected override long Jump(long count)
    {
        long jumped = Math.Clamp(_length - _next, 0, count);
        _next += jumped;
        if (jumped > _window)
            _window = Smallest;
        return jumped;
    }
}
