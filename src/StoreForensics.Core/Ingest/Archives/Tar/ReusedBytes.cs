namespace StoreForensics.Ingest.Archives.Tar;

/// <summary>A text that is set anew for every entry: keeps its buffer, so that entries cost no garbage.</summary>
internal struct ReusedBytes
{
    private byte[]? _buffer;
    private int _length;

    public bool IsSet { get; private set; }

    public readonly ReadOnlySpan<byte> Span => _buffer.AsSpan(0, _length);

    public void Set(ReadOnlySpan<byte> text)
    {
        if (_buffer is null || _buffer.Length < text.Length)
            _buffer = new byte[Math.Max(256, text.Length)];
        text.CopyTo(_buffer);
        _length = text.Length;
        IsSet = true;
    }

    public void Append(ReadOnlySpan<byte> text)
    {
        if (_buffer is null || _buffer.Length < _length + text.Length)
            Array.Resize(ref _buffer, Math.Max(256, (_length + text.Length) * 2));
        text.CopyTo(_buffer.AsSpan(_length));
        _length += text.Length;
        IsSet = true;
    }

    public void Clear()
    {
        _length = 0;
        IsSet = false;
    }
}
