using StoreForensics.Primitives;

namespace StoreForensics.Ingest.Archives;

/// <summary>
/// The archive lies compressed: a member's bytes are reached by decompressing again from the start, or onward from where the last reader stopped if that
/// lies before them. Who opens members in the order of their offsets needs one pass in all. Streams opened at once each decompress on their own.
/// </summary>
internal sealed class DecodedContent(Func<Stream> reopen, IDisposable? owned = null, IdleInputs? idle = null) : TarContent
{
    /// <summary>Members up to this size are read whole when opened; the last one stays,
    /// for the names of one file are mostly opened one after another.</summary>
    private const int SmallBytes = 4 << 20;

    private readonly Lock _lock = new();
    private BlockInput? _idle;
    private byte[] _small = [];
    private long _smallOffset = -1;
    private bool _disposed;

    public override Stream Open(long offset, long length)
    {
        if (length <= SmallBytes)
            return new SubStream(new MemoryStream(ReadSmall(offset, (int)length), writable: false), 0, length);
        return new Passage(this, MoveTo(offset, length), length);
    }

    /// <summary>Closes what would spare the next reader the way to where the last one stopped.</summary>
    public void Forget()
    {
        BlockInput? forgotten;
        lock (_lock)
            (forgotten, _idle, _small, _smallOffset) = (_idle, null, [], -1);
        forgotten?.Dispose();
    }

    public override void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            _idle?.Dispose();
            _idle = null;
        }
        owned?.Dispose();
        base.Dispose();
    }

    // Shorter than asked where the archive ends early.
    private byte[] ReadSmall(long offset, int length)
    {
        lock (_lock)
        {
            if (_smallOffset == offset && _small.Length == length)
                return _small;
        }
        BlockInput input = MoveTo(offset, length);
        byte[] bytes = input.Take(length).ToArray();
        GiveBack(input);
        lock (_lock)
            (_smallOffset, _small) = (offset, bytes);
        return bytes;
    }

    private BlockInput MoveTo(long offset, long length)
    {
        BlockInput input = TakeIdle(offset) ?? new ForwardInput(new ReadAhead(reopen()));
        long before = offset - input.Position;
        if (input.Skip(before) == before)
            return input;
        Exception failure = input.Failure ?? SubStream.CutShort(length);
        input.Dispose();
        throw failure;
    }

    private BlockInput? TakeIdle(long offset)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_idle is null || _idle.Position > offset)
                return null;
            BlockInput taken = _idle;
            _idle = null;
            return taken;
        }
    }

    private void GiveBack(BlockInput input)
    {
        BlockInput? unwanted = input;
        lock (_lock)
        {
            if (!_disposed && input.Failure is null)
                (unwanted, _idle) = (_idle, input);
        }
        unwanted?.Dispose();
        idle?.Used(this);
    }

    /// <summary>One big member's bytes as they come.</summary>
    private sealed class Passage(DecodedContent owner, BlockInput input, long length) : ForwardStream
    {
        private BlockInput? _input = input;
        private long _left = length;

        public override int Read(Span<byte> buffer)
        {
            ObjectDisposedException.ThrowIf(_input is null, this);
            if (_left == 0 || buffer.IsEmpty)
                return 0;
            ReadOnlySpan<byte> some = _input.TakeSome(Math.Min(_left, buffer.Length));
            if (some.IsEmpty)
                throw _input.Failure ?? SubStream.CutShort(_left);
            some.CopyTo(buffer);
            _left -= some.Length;
            return some.Length;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing && _input is not null)
                owner.GiveBack(_input);
            _input = null;
            base.Dispose(disposing);
        }
    }
}
