using StoreForensics.Evidence;

namespace StoreForensics.Tests.Faults;

/// <summary>Throws where a file of the evidence is opened or read for the n-th time.</summary>
internal sealed class FaultySource(IEvidenceSource inner, int nth, Func<Exception> make) : IEvidenceSource
{
    public int Calls { get; private set; }

    public string Name => inner.Name;

    public IReadOnlyList<string> Wrapping => inner.Wrapping;

    public EvidenceTree Tree => inner.Tree;

    public Stream Open(int node)
    {
        Count();
        return new FaultyStream(inner.Open(node), this);
    }

    public void Dispose() => inner.Dispose();

    private void Count()
    {
        if (++Calls == nth)
            throw make();
    }

    private sealed class FaultyStream(Stream file, FaultySource source) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => file.CanSeek;

        public override bool CanWrite => false;

        public override long Length => file.Length;

        public override long Position
        {
            get => file.Position;
            set => file.Position = value;
        }

        public override int Read(Span<byte> buffer)
        {
            source.Count();
            return file.Read(buffer);
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override long Seek(long offset, SeekOrigin origin) => file.Seek(offset, origin);

        public override void Flush()
        {
        }

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                file.Dispose();
            base.Dispose(disposing);
        }
    }
}
