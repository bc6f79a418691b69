namespace StoreForensics.Formats.Compression;

/// <summary>For packages that decode one stream and stop right behind it: opens one after another as long as what comes next begins like one.</summary>
internal abstract class StreamsDecoder(CompressedInput input) : MemberDecoder(input)
{
    private Stream? _current;
    private bool _isDone;

    /// <summary>Whether the next bytes of the input begin a stream; padding that the format allows is skipped.</summary>
    protected abstract bool NextBegins();

    protected abstract Stream OpenNext();

    public override int Read(Span<byte> buffer)
    {
        while (!_isDone)
        {
            if (_current is not null)
            {
                int read = _current.Read(buffer);
                if (read > 0)
                    return read;
                _current.Dispose();
                _current = null;
            }
            if (NextBegins())
                _current = OpenNext();
            else
                _isDone = true;
        }
        HasTrailingBytes = !Input.Peek(1).IsEmpty;
        return 0;
    }

    public override void Dispose()
    {
        _current?.Dispose();
        base.Dispose();
    }
}
