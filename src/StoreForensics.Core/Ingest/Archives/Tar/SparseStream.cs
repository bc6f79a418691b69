using StoreForensics.Primitives;

namespace StoreForensics.Ingest.Archives.Tar;

/// <summary>A sparse file expanded: zeros where nothing was stored. Seekable if the stored bytes are.</summary>
internal sealed class SparseStream(SparseMap map, Stream stored, long size) : SeekableStream(size)
{
    private long _storedAt;

    public override bool CanSeek => stored.CanSeek;

    /// <inheritdoc/>
    /// <remarks>What was stored may itself lie in a hole of the archive.</remarks>
    public override DataRun NextData(long from)
    {
        for (int part = map.FirstEndingAfter(from); part < map.Count; part++)
        {
            long start = Math.Max(from, map.Starts[part]), at = map.PackedStarts[part] + start - map.Starts[part];
            DataRun inner = stored.NextData(at).Moved(-at, map.Ends[part] - start);
            if (!inner.IsEmpty)
                return inner.Moved(start, map.Ends[part]);
        }
        return new(Length, Length);
    }

    protected override int ReadAt(long offset, Span<byte> buffer)
    {
        int part = map.FirstEndingAfter(offset);
        if (part == map.Count || map.Starts[part] > offset)
        {
            long hole = (part == map.Count ? Length : map.Starts[part]) - offset;
            Span<byte> zeros = buffer[..(int)Math.Min(buffer.Length, hole)];
            zeros.Clear();
            return zeros.Length;
        }
        long at = map.PackedStarts[part] + offset - map.Starts[part];
        if (at != _storedAt)
            stored.Position = at; // only after a seek, which a forward-only one does not offer
        int read = stored.Read(buffer[..(int)Math.Min(buffer.Length, map.Ends[part] - offset)]);
        _storedAt = at + read;
        return read > 0 ? read : throw SubStream.CutShort(map.PackedBytes - at);
    }

    public override long Seek(long offset, SeekOrigin origin) => CanSeek ? base.Seek(offset, origin) : throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            stored.Dispose();
        base.Dispose(disposing);
    }
}
