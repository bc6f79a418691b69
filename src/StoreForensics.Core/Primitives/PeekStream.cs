namespace StoreForensics.Primitives;

/// <summary>A forward stream whose first bytes can be looked at before they are read. Damage met while looking is thrown where reading gets there.</summary>
internal sealed class PeekStream(Stream inner) : ForwardStream, IHoles
{
    private byte[] _head = [];
    private int _start;
    private EvidenceFormatException? _damage;

    /// <summary>What ended the look early.</summary>
    public EvidenceFormatException? Damage => _damage;

    /// <summary>The first bytes; fewer only when there are no more or damage follows. To be called once, before reading.</summary>
    public ReadOnlySpan<byte> Peek(int count)
    {
        byte[] head = new byte[count];
        int length = 0;
        try
        {
            while (length < count && inner.Read(head, length, count - length) is int read and > 0)
                length += read;
        }
        catch (EvidenceFormatException damage)
        {
            _damage = damage;
        }
        _head = head[..length];
        return _head;
    }

    /// <inheritdoc/>
    public DataRun NextData(long from) => inner.NextData(from);

    /// <summary>Only to be set, over a hole that lies past what was looked at.</summary>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => (inner.Position, _start) = (value, _head.Length);
    }

    public override int Read(Span<byte> buffer)
    {
        if (_start < _head.Length)
        {
            int length = Math.Min(buffer.Length, _head.Length - _start);
            _head.AsSpan(_start, length).CopyTo(buffer);
            _start += length;
            return length;
        }
        return _damage is null ? inner.Read(buffer) : throw _damage;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }
}
