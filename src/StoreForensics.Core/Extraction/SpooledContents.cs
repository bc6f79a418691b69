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
    private readonly Dictionary<(IEvidenceSource Source, long Offset), SpooledPiece> _pieces = [];
    private readonly byte[] _buffer = new byte[1 << 16];
    private FileStream? _file;
    private long _length;

    /// <summary>Sets aside what has to be. Entries that are no files are passed over.</summary>
    /// <exception cref="IOException">The scratch file cannot be written.</exception>
    public void Gather(IEnumerable<ExtractedEntry> entries)
    {
        var wanted = new HashSet<(IEvidenceSource Source, long Offset, ViewEntry Entry)>(SamePlace.Instance);
        foreach (ExtractedEntry entry in entries)
        {
            if (entry.Kind == EntryKind.File && FileContent.Of(entry.Entry) is { Facts: { Size: > 0, DataOffset: >= 0 } } content && NeedsSpool(content))
                wanted.Add((content.Layer.Files!.Source, content.Facts.DataOffset, content));
        }
        foreach (var group in wanted.GroupBy(w => w.Source))
        {
            foreach (var (source, offset, entry) in group.OrderBy(w => w.Offset))
                _pieces[(source, offset)] = Store(source, entry);
        }
    }

    /// <summary>The bytes of an entry that has them, from where they were set aside or from the evidence itself.</summary>
    /// <exception cref="EvidenceFormatException">They cannot be read.</exception>
    public Stream Open(ViewEntry entry)
    {
        IEvidenceSource source = entry.Layer.Files!.Source;
        if (!_pieces.TryGetValue((source, entry.Facts.DataOffset), out var piece))
            return StoredFile.Open(source, entry.Node);
        return piece.Length == 0 && piece.Fault is not null ? throw piece.Fault : new SpooledStream(_file!, piece);
    }

    public void Dispose() => _file?.Dispose();

    // A plain tar seeks; one inside something else is decompressed up to each member.
    private static bool NeedsSpool(ViewEntry entry) => entry.Layer.Files!.Source.Wrapping is { Count: > 1 } wrapping && wrapping.Contains("tar")
        && wrapping.Any(w => w is not ("tar" or "directory"));

    // Holes are not written. Nor are zeros that come as data, but they stay data: what is extracted must not depend on the wrapping.
    private SpooledPiece Store(IEvidenceSource source, ViewEntry entry)
    {
        _file ??= scratch.CreateFile("extract");
        var piece = new SpooledPiece();
        try
        {
            using StoredFile content = StoredFile.Open(source, entry.Node);
            for (DataRun data; !(data = content.NextData(piece.Length)).IsEmpty;)
            {
                if (data.Start > piece.Length)
                    content.Position = piece.Length = data.Start;
                if (!Store(content, data.End, piece))
                    return piece;
            }
            piece.Length = Math.Max(piece.Length, content is IHoles ? entry.Facts.Size : 0);
        }
        catch (EvidenceFormatException e)
        {
            piece.Fault = e;
        }
        return piece;
    }

    // False at the content's end.
    private bool Store(Stream content, long end, SpooledPiece piece)
    {
        while (piece.Length < end)
        {
            int wanted = (int)Math.Min(_buffer.Length, end - piece.Length), read = Fill(content, wanted, piece);
            ReadOnlySpan<byte> bytes = _buffer.AsSpan(0, read);
            if (bytes.ContainsAnyExcept((byte)0))
            {
                RandomAccess.Write(_file!.SafeFileHandle, bytes, _length);
                piece.Add(_length, read);
                _length += read;
            }
            else if (read > 0)
            {
                piece.Add(SpooledPiece.Zeros, read);
            }
            piece.Length += read;
            if (read < wanted)
                return false;
        }
        return true;
    }

    // Whole pieces, however the content comes: what counts as zeros must not depend on that.
    private int Fill(Stream content, int wanted, SpooledPiece piece)
    {
        int filled = 0;
        try
        {
            for (int read; filled < wanted && (read = content.Read(_buffer.AsSpan(filled, wanted - filled))) > 0;)
                filled += read;
        }
        catch (EvidenceFormatException e)
        {
            piece.Fault = e;
        }
        return filled;
    }

    private sealed class SamePlace : IEqualityComparer<(IEvidenceSource Source, long Offset, ViewEntry Entry)>
    {
        public static readonly SamePlace Instance = new();

        public bool Equals((IEvidenceSource Source, long Offset, ViewEntry Entry) x, (IEvidenceSource Source, long Offset, ViewEntry Entry) y) =>
            ReferenceEquals(x.Source, y.Source) && x.Offset == y.Offset;

        public int GetHashCode((IEvidenceSource Source, long Offset, ViewEntry Entry) o) => o.Offset.GetHashCode();
    }
}
