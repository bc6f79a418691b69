using StoreForensics.Primitives;

namespace StoreForensics.Ingest;

/// <summary>The evidence's bytes on their way to whoever reads them: each is hashed and counted as it goes by.</summary>
internal sealed class WatchedStream(Stream inner, EvidenceDigest? digest, ProgressSteps progress) : ForwardStream
{
    private long _read;

    public override int Read(Span<byte> buffer)
    {
        int read = inner.Read(buffer);
        digest?.Append(buffer[..read]);
        _read += read;
        progress.Reached(_read);
        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }
}
