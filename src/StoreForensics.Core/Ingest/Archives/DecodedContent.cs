using StoreForensics.Primitives;

namespace StoreForensics.Ingest.Archives;

/// <summary>
/// The archive lies compressed: a member's bytes are reached by decompressing again from the start, or onward from where the last reader stopped if that
/// lies before them. Who opens members in the order of their offsets needs one pass in all. Streams opened at once each decompress on their own.
/// </summary>
internal sealed class DecodedContent(Func<Stream> reopen) : TarContent
{
    private readonly Lock _lock = new();
    private BlockInput? _idle;
    private bool _disposed;

    public override Stream Open(long offset, long length)
    {
        BlockInput input = TakeIdle(offset) ?? new ForwardInput(new ReadAhead(reopen()));
        long before = offset - input.Position;
        if (input.Skip(before) == before)
            return new Passage(this, input, length);
        EvidenceFormatException failure = input.Failure ?? SubStream.CutShort(length);
        input.Dispose();
        throw failure;
    }

    public override void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            _idle?.Dispose();
            _idle = null;
        }
        base.Dispose();
    }

    private BlockInput? TakeIdle(long offset)
    {
        lock (_lock)
        {
            if (_idle is null || _idle.Position > offset)
                return null;
            BlockInput taken = _idle;
            _idle = null;
            return taken;
        }
    }

    private void GiveBack(BlockInput input)
    {
        lock (_lock)
        {
            BlockInput? old = _disposed || input.Failure is not null ? input : _idle;
            if (old != input)
                _idle = input;
            old?.Dispose();
        }
    }

    /// <summary>One member's bytes as they come.</summary>
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
