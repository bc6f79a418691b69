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

    /// <inheritdoc/>
    public override DataRun NextData(long from)
    {
        if (from >= Length)
            return new(Length, Length);
        DataRun data = inner.NextData(start + from);
        // What is cut off is no hole: it counts as data, which reading finds missing.
        return data.IsEmpty && data.Start - start < Length ? new(Math.Max(from, data.Start - start), Length) : data.Moved(-start, Length);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }

    public static EvidenceFormatException CutShort(long missing) =>
        new(ArchiveProblems.CutData, string.Create(System.Globalization.CultureInfo.InvariantCulture,
            $"the archive ends {missing} bytes before this file does"));
}
