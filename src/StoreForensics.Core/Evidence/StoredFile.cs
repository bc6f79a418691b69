using System.Globalization;
using StoreForensics.Formats.Compression;
using StoreForensics.Primitives;

namespace StoreForensics.Evidence;

/// <summary>
/// A regular file of the evidence, opened: the one way to its bytes for whoever reads a store. Whatever is wrong with the medium, the wrapping around the
/// evidence or the file's own compression is an <see cref="EvidenceFormatException"/>, thrown where reading gets there: all that stands before it has been
/// handed out, and a file that was cut never passes for one that ends. Dispose it before opening another.
/// </summary>
internal sealed class StoredFile : ForwardStream, IHoles
{
    /// <summary>What may come out of any file: far more than gzip's 1032 to 1 makes of a megabyte, so that only what other formats can do meets it.</summary>
    private const long AlwaysBytes = 1L << 30;
    private const int MostTimes = 1100;

    // Enough for the magics of compressions.
    private const int HeadBytes = 64;

    private const string MediumFault = "SF-FILE-0001";

    private readonly Stream _bytes;
    private readonly long _limit;
    private long _left;

    private StoredFile(Stream bytes, CompressionFormat? compression = null, long limit = long.MaxValue)
    {
        (_bytes, Compression) = (bytes, compression);
        _left = _limit = limit;
    }

    /// <summary>How the file is compressed; null when its bytes are given as they lie.</summary>
    public CompressionFormat? Compression { get; }

    /// <summary>The bytes as they lie in the evidence.</summary>
    /// <exception cref="EvidenceFormatException">It is no regular file, or its data is not in the evidence.</exception>
    public static StoredFile Open(IEvidenceSource source, int node)
    {
        try
        {
            return new StoredFile(source.Open(node));
        }
        catch (IOException fault)
        {
            throw Medium(fault);
        }
    }

    /// <summary>
    /// The bytes as they were before somebody compressed the file: told by its first bytes. A name in <c>.gz</c> that these do not bear out is damage, as it is
    /// for the engine; an empty file of such a name is one that was cut.
    /// </summary>
    /// <param name="source">The evidence.</param>
    /// <param name="node">The file.</param>
    /// <param name="maxBytes">What may come out of a compressed file; null: a GiB, or 1,100 times its size.</param>
    /// <exception cref="EvidenceFormatException">As <see cref="Open"/>.</exception>
    public static StoredFile OpenPlain(IEvidenceSource source, int node, long? maxBytes = null)
    {
        var raw = new PeekStream(Open(source, node));
        ReadOnlySpan<byte> head = raw.Peek(HeadBytes);
        if (CompressionSniffer.Sniff(head) is { } format)
            return new StoredFile(Decompressor.Open(format, raw, isFile: true), format, maxBytes ?? Math.Max(AlwaysBytes, MostTimes * source.Tree[node].Size));
        if (raw.Damage is not null || !source.Tree.Name(node).EndsWith(".gz"u8))
            return new StoredFile(raw);
        bool isEmpty = head.IsEmpty;
        raw.Dispose();
        throw isEmpty
            ? new EvidenceFormatException(CompressionProblems.Cut, "it is empty, and its name says gzip", 0)
            : new EvidenceFormatException(CompressionProblems.Damaged, "it does not begin as compressed data do, and its name says gzip", 0);
    }

    /// <summary>What bytes that are read elsewhere are when they are decompressed, told by their first ones; the same where they are not compressed. However
    /// much comes out: nothing of it may be kept.</summary>
    public static Stream Unpacked(Stream bytes)
    {
        var raw = new PeekStream(bytes);
        return CompressionSniffer.Sniff(raw.Peek(HeadBytes)) is { } format ? Decompressor.Open(format, raw, isFile: true) : raw;
    }

    /// <summary>The first bytes as they lie; fewer only where the file ends.</summary>
    /// <exception cref="EvidenceFormatException">They cannot be read.</exception>
    public static byte[] ReadHead(IEvidenceSource source, int node, int count)
    {
        byte[] bytes = new byte[count];
        using StoredFile file = Open(source, node);
        int read = file.ReadAtLeast(bytes, count, throwOnEndOfStream: false);
        return read < count ? bytes[..read] : bytes;
    }

    /// <summary>As the evidence's own stream can, where the bytes are given as they lie: what is cut off shows at the end without reading all.</summary>
    public override bool CanSeek => _bytes.CanSeek;

    public override long Length => _bytes.Length;

    /// <summary>To be set over a hole even where it cannot seek.</summary>
    public override long Position
    {
        get => _bytes.Position;
        set => _bytes.Position = value;
    }

    public override long Seek(long offset, SeekOrigin origin) => _bytes.Seek(offset, origin);

    /// <inheritdoc/>
    /// <remarks>What comes out of a compressed file has no holes.</remarks>
    public DataRun NextData(long from) => Compression is null ? _bytes.NextData(from) : new DataRun(from, long.MaxValue);

    public override int Read(Span<byte> buffer)
    {
        if (_left < buffer.Length)
            return ReadLast(buffer);
        int read = ReadSome(buffer);
        _left -= read;
        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _bytes.Dispose();
        base.Dispose(disposing);
    }

    private int ReadLast(Span<byte> buffer)
    {
        Span<byte> more = stackalloc byte[1];
        if (_left == 0 && !buffer.IsEmpty)
        {
            return ReadSome(more) == 0 ? 0 : throw new EvidenceFormatException(
                CompressionProblems.TooLong, string.Create(CultureInfo.InvariantCulture,
                    $"more than {_limit} bytes lie in it compressed; the rest is not read"), _limit);
        }
        int read = ReadSome(buffer[..(int)_left]);
        _left -= read;
        return read;
    }

    private int ReadSome(Span<byte> buffer)
    {
        try
        {
            return _bytes.Read(buffer);
        }
        catch (IOException fault)
        {
            throw Medium(fault);
        }
    }

    private static EvidenceFormatException Medium(IOException fault) => new(MediumFault, fault.Message, null, fault);
}
