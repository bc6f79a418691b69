using StoreForensics.Primitives;

namespace StoreForensics.Ingest.Archives;

/// <summary>
/// A range of a seekable stream, which it owns. Where the stream ends before the range does, the bytes that are there are given and then
/// <see cref="EvidenceFormatException"/> is thrown: a cut file must not pass for a short one.
/// </summary>
internal sealed class SubStream(Stream inner, long start, long length) : SeekableStream(length)
{
    protected override int ReadAt(long offset, Span<byte> buffer)
    {
        inner.Position = start + offset;
        int read = inner.Read(buffer);
        return read > 0 ? read : throw CutShort(Length - offset);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }

    public static EvidenceFormatException CutShort(long missing) =>
        new(ArchiveProblems.CutData, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"the archive ends {missing} bytes before this file does"));
}
