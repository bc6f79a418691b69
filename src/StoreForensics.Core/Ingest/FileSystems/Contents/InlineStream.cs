using StoreForensics.Ingest.Archives;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.FileSystems.Contents;

/// <summary>A file that lies in its metadata: its bytes, and zeros up to its size, for the end of a sparse one is a hole.</summary>
internal sealed class InlineStream(byte[] bytes, long length) : SeekableStream(length)
{
    /// <inheritdoc/>
    public override DataRun NextData(long from) => Math.Min(bytes.Length, Length) is var end && from < end ? new(from, end) : new(Length, Length);

    protected override int ReadAt(long offset, Span<byte> buffer)
    {
        buffer.Clear();
        if (offset < bytes.Length)
            bytes.AsSpan((int)offset, (int)Math.Min(buffer.Length, bytes.Length - offset)).CopyTo(buffer);
        return buffer.Length;
    }
}
