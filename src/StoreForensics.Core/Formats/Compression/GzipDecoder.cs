using System.IO.Compression;
using StoreForensics.Primitives;

namespace StoreForensics.Formats.Compression;

/// <summary>
/// gzip, any number of members. <see cref="GZipStream"/> takes a cut file for a whole one and says nothing of bytes behind the last member. So a member of our
/// own follows the real ones: only if it comes out whole did they end as they should; if it is never asked for, something else stood before it. NUL bytes
/// at the very end are padding to a whole number of blocks (GNU gzip manual, "Using gzip on tapes"), and no data.
/// </summary>
internal sealed class GzipDecoder : MemberDecoder
{
    private static readonly byte[] s_mark = "The last member has ended."u8.ToArray();
    private static readonly byte[] s_markMember = Compress(s_mark);

    private readonly MarkedInput _marked;
    private readonly GZipStream _stream;
    private int _markSeen;

    public GzipDecoder(CompressedInput input)
        : base(input)
    {
        _marked = new MarkedInput(input);
        _stream = new GZipStream(_marked, CompressionMode.Decompress, leaveOpen: true);
    }

    public override int Read(Span<byte> buffer)
    {
        // Input is only asked for when all output of what came before has been handed out: a call gives bytes of the file or of the mark, never of both.
        int read = _stream.Read(buffer);
        if (!_marked.IsMarkRead)
        {
            HasTrailingBytes = read == 0 && !_marked.IsInPadding;
            return read;
        }
        while (read > 0)
        {
            if (!s_mark.AsSpan(_markSeen).StartsWith(buffer[..read]))
                break;
            _markSeen += read;
            read = _stream.Read(buffer);
        }
        return _markSeen == s_mark.Length && read == 0 ? 0 : throw new EndOfStreamException("a gzip member does not end");
    }

    public override void Dispose()
    {
        _stream.Dispose();
        base.Dispose();
    }

    private static byte[] Compress(byte[] plain)
    {
        using var target = new MemoryStream();
        using (var gzip = new GZipStream(target, CompressionLevel.NoCompression, leaveOpen: true))
            gzip.Write(plain);
        return target.ToArray();
    }

    private sealed class MarkedInput(CompressedInput file) : ForwardStream
    {
        private readonly GzipPadding _padding = new(file);
        private int _given;

        public bool IsMarkRead { get; private set; }

        /// <summary>Whether nothing but NUL bytes is left of the file.</summary>
        public bool IsInPadding => _padding.IsReached;

        public override int Read(Span<byte> buffer)
        {
            if (!IsMarkRead && _padding.Read(buffer) is int read and > 0)
                return read;
            IsMarkRead = true;
            ReadOnlySpan<byte> rest = s_markMember.AsSpan(_given);
            rest = rest[..Math.Min(rest.Length, buffer.Length)];
            rest.CopyTo(buffer);
            _given += rest.Length;
            return rest.Length;
        }
    }
}
