using System.Buffers;

namespace StoreForensics.Reports.Text;

/// <summary>Gathers small writes and hands them to a stream in blocks: what
/// <see cref="System.Text.Json.Utf8JsonWriter"/> and line formats write into.</summary>
internal sealed class StreamBuffer(Stream target) : IBufferWriter<byte>
{
    private const int BlockBytes = 128 * 1024;

    private byte[] _block = new byte[BlockBytes];
    private int _used;

    public void Advance(int count) => _used += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(Math.Max(1, sizeHint));
        return _block.AsMemory(_used);
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public void Write(ReadOnlySpan<byte> bytes)
    {
        Reserve(bytes.Length);
        bytes.CopyTo(_block.AsSpan(_used));
        _used += bytes.Length;
    }

    /// <summary>Hands over what is left, and flushes the stream.</summary>
    public void Flush()
    {
        Drain();
        target.Flush();
    }

    private void Reserve(int count)
    {
        if (_block.Length - _used >= count)
            return;
        Drain();
        if (_block.Length < count)
            _block = new byte[count];
    }

    private void Drain()
    {
        target.Write(_block, 0, _used);
        _used = 0;
    }
}
