using StoreForensics.Evidence;
using StoreForensics.Primitives;

namespace StoreForensics.Extraction;

/// <summary>
/// Writes a PAX archive (POSIX pax, "pax Interchange Format") with everything that the evidence tells: names as bytes, times to the nanosecond, numeric owners,
/// set-id bits, devices, hard links, extended attributes. The same view gives the same bytes.
/// </summary>
/// <param name="output">Where the archive goes; not closed.</param>
/// <param name="leftOut">What a tar cannot hold.</param>
public sealed class TarTarget(Stream output, LeftOut leftOut) : IExtractionTarget
{
    private const int BufferBytes = 1 << 16;
    private static readonly byte[] s_zeros = new byte[TarHeaderWriter.BlockBytes];

    private readonly byte[] _buffer = new byte[BufferBytes];

    public void Directory(in ExtractedEntry entry)
    {
        if (entry.Kind == EntryKind.Implied)
            return; // whoever unpacks makes it; an entry of its own would need metadata that nobody knows
        byte[] path = entry.Path.IsEmpty ? "./"u8.ToArray() : [.. entry.Path.Span, (byte)'/'];
        Header(entry, path, (byte)'5', default, 0);
    }

    public bool File(in ExtractedEntry entry, EntryContent content)
    {
        SparseLayout? sparse = SparseLayout.Of(content);
        long stored = sparse?.PackedBytes ?? content.Size;
        Header(entry, entry.Path.Span, (byte)'0', default, stored, sparse is null ? null : content.Size);
        output.Write(sparse?.Map);
        long missing = 0;
        foreach (DataRun run in sparse?.Runs ?? [new DataRun(0, content.Size)])
            missing += Copy(content, run);
        if (sparse?.Missing > 0)
            content.Read(_buffer.AsSpan(0, 1)); // says what is wrong there
        if (missing > 0 || sparse?.Missing > 0)
            leftOut.Add("files that end early in the evidence, filled with zero bytes", entry.Path.Span);
        Fill(-stored & (TarHeaderWriter.BlockBytes - 1));
        return true;
    }

    public bool HardLink(in ExtractedEntry entry, byte[] first)
    {
        Header(entry, entry.Path.Span, (byte)'1', first, 0);
        return true;
    }

    public void Special(in ExtractedEntry entry)
    {
        byte type = entry.Kind switch
        {
            EntryKind.Symlink => (byte)'2',
            EntryKind.CharDevice => (byte)'3',
            EntryKind.BlockDevice => (byte)'4',
            EntryKind.Fifo => (byte)'6',
            _ => 0,
        };
        if (type == 0)
            leftOut.Add("sockets, which a tar cannot hold", entry.Path.Span);
        else
            Header(entry, entry.Path.Span, type, entry.LinkTarget, 0);
    }

    public void Complete()
    {
        output.Write(s_zeros);
        output.Write(s_zeros);
        output.Flush();
    }

    private void Header(in ExtractedEntry entry, ReadOnlySpan<byte> path, byte type, ReadOnlySpan<byte> linkTarget, long size, long? realSize = null)
    {
        if (entry.Modified is null)
            leftOut.Add("entries of unknown modification time, which stand as 1970", entry.Path.Span);
        // A header has no way to say that it does not know.
        if (!entry.HasMode)
            leftOut.Add("entries whose permissions the copy did not keep, which stand as in the copy", entry.Path.Span);
        if (!entry.HasOwner)
            leftOut.Add("entries whose owner the copy did not keep, which stand as in the copy", entry.Path.Span);
        var header = new TarHeaderWriter(entry, path, type, linkTarget, size, realSize);
        output.Write(header.Extended());
        output.Write(header.Plain());
    }

    // Returns the bytes that could not be had, for which zeros stand.
    private long Copy(EntryContent content, DataRun run)
    {
        // A live file may have got data where a hole was: that is passed over, so that nothing moves.
        for (long before; (before = run.Start - (content.Size - content.Left)) > 0;)
        {
            if (content.SkipHole() == 0 && content.Read(_buffer.AsSpan(0, (int)Math.Min(before, _buffer.Length))) == 0)
                break;
        }
        long left = run.End - run.Start;
        for (int read; left > 0 && (read = content.Read(_buffer.AsSpan(0, (int)Math.Min(left, _buffer.Length)))) > 0; left -= read)
            output.Write(_buffer, 0, read);
        Fill(left);
        return left;
    }

    private void Fill(long bytes)
    {
        for (long left = bytes; left > 0; left -= s_zeros.Length)
            output.Write(s_zeros, 0, (int)Math.Min(left, s_zeros.Length));
    }
}
