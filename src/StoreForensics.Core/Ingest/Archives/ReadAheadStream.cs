using StoreForensics.Primitives;

namespace StoreForensics.Ingest.Archives;

/// <summary>
/// The chunks of a <see cref="ReadAhead"/> as a stream, for a decompressor. Throws at the end what ended it early.
/// Disposing it leaves the source going: the rest may still be wanted.
/// </summary>
internal sealed class ReadAheadStream(ReadAhead source) : ForwardStream
{
    private ReadOnlyMemory<byte> _chunk;

    public override int Read(Span<byte> buffer)
    {
        if (_chunk.IsEmpty)
            _chunk = source.Next();
        if (_chunk.IsEmpty && source.Failure is { } failure)
            throw failure;
        int length = Math.Min(buffer.Length, _chunk.Length);
        _chunk.Span[..length].CopyTo(buffer);
        _chunk = _chunk[length..];
        return length;
    }

    /// <summary>Lets the rest of the source go by.</summary>
    public void Drain()
    {
        do
            _chunk = source.Next();
        while (!_chunk.IsEmpty);
    }
}
