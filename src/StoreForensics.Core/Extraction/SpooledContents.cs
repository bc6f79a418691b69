using StoreForensics.Evidence;
using StoreForensics.Primitives;
using StoreForensics.Views;

namespace StoreForensics.Extraction;

/// <summary>
/// File contents of a wrapping that cannot seek (a compressed tar), read once in the order in which they lie there and set aside: path by path, each would
/// decompress the evidence anew.
/// </summary>
internal sealed class SpooledContents(Scratch scratch) : IDisposable
{
    private readonly Dictionary<(IEvidenceSource Source, long Offset), (long Start, long Length, EvidenceFormatException? Fault)> _pieces = [];
    private FileStream? _file;
    private long _length;

    /// <summary>Sets aside what has to be. Entries that are no files are passed over.</summary>
    /// <exception cref="IOException">The scratch file cannot be written.</exception>
    public void Gather(IEnumerable<ExtractedEntry> entries)
    {
        var wanted = new HashSet<(IEvidenceSource Source, long Offset, ViewEntry Entry)>(SamePlace.Instance);
        foreach (ExtractedEntry entry in entries)
        {
            if (entry.Kind == EntryKind.File && entry.Entry.Facts is { Size: > 0, DataOffset: >= 0 } && NeedsSpool(entry.Entry))
                wanted.Add((entry.Entry.Layer.Files!.Source, entry.Entry.Facts.DataOffset, entry.Entry));
        }
        foreach (var group in wanted.GroupBy(w => w.Source))
        {
            foreach (var (source, offset, entry) in group.OrderBy(w => w.Offset))
                _pieces[(source, offset)] = Store(source, entry);
        }
    }

    /// <summary>The bytes, from where they were set aside or from the evidence itself.</summary>
    /// <exception cref="EvidenceFormatException">They cannot be read.</exception>
    public Stream Open(ViewEntry entry)
    {
        IEvidenceSource source = entry.Layer.Files!.Source;
        if (!_pieces.TryGetValue((source, entry.Facts.DataOffset), out var piece))
            return StoredFile.Open(source, entry.Node);
        return piece.Length == 0 && piece.Fault is not null ? throw piece.Fault : new Piece(_file!, piece.Start, piece.Length, piece.Fault);
    }

    public void Dispose() => _file?.Dispose();

    // A plain tar seeks; one inside something else is decompressed up to each member.
    private static bool NeedsSpool(ViewEntry entry) => entry.Layer.Files!.Source.Wrapping is { Count: > 1 } wrapping && wrapping.Contains("tar");

    private (long Start, long Length, EvidenceFormatException? Fault) Store(IEvidenceSource source, ViewEntry entry)
    {
        _file ??= scratch.CreateFile("extract");
        long start = _length;
        try
        {
            using StoredFile content = StoredFile.Open(source, entry.Node);
            byte[] buffer = new byte[1 << 16];
            for (int read; (read = content.Read(buffer)) > 0; _length += read)
                RandomAccess.Write(_file.SafeFileHandle, buffer.AsSpan(0, read), _length);
            return (start, _length - start, null);
        }
        catch (EvidenceFormatException e)
        {
            return (start, _length - start, e);
        }
    }

    private sealed class SamePlace : IEqualityComparer<(IEvidenceSource Source, long Offset, ViewEntry Entry)>
    {
        public static readonly SamePlace Instance = new();

        public bool Equals((IEvidenceSource Source, long Offset, ViewEntry Entry) x, (IEvidenceSource Source, long Offset, ViewEntry Entry) y) =>
            ReferenceEquals(x.Source, y.Source) && x.Offset == y.Offset;

        public int GetHashCode((IEvidenceSource Source, long Offset, ViewEntry Entry) o) => o.Offset.GetHashCode();
    }

    /// <summary>A range of the scratch file that ends as the evidence's own did: with its fault, where it had one.</summary>
    private sealed class Piece(FileStream file, long start, long length, EvidenceFormatException? fault) : Stream
    {
        private long _at;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => length;

        public override long Position { get => _at; set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            if (_at == length && fault is not null)
                throw fault;
            int read = RandomAccess.Read(file.SafeFileHandle, buffer[..(int)Math.Min(buffer.Length, length - _at)], start + _at);
            _at += read;
            return read;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
