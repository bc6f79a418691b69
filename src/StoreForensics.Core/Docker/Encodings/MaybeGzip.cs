using System.IO.Compression;
using StoreForensics.Primitives;

namespace StoreForensics.Docker.Encodings;

/// <summary>Opens files that the engine writes plain or as gzip. Told by content, never by name.</summary>
internal static class MaybeGzip
{
    /// <summary>
    /// The plain bytes. Several gzip members follow one another; an extra field without RFC 1952's structure, as the engine's rotated logs have, does no
    /// harm. Damage shows while reading, as <see cref="InvalidDataException"/>. Disposing it disposes the given stream.
    /// </summary>
    public static Stream Open(Stream file)
    {
        byte[] magic = new byte[2];
        int read = file.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false);
        var whole = new PrefixedStream(magic.AsMemory(0, read), file);
        return magic is [0x1f, 0x8b] ? new GZipStream(whole, CompressionMode.Decompress) : whole;
    }

    /// <summary>Bytes already taken from a forward-only stream, then the stream.</summary>
    private sealed class PrefixedStream(ReadOnlyMemory<byte> prefix, Stream rest) : Stream, IHoles
    {
        private ReadOnlyMemory<byte> _prefix = prefix;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => (rest.Position, _prefix) = (value, default); // over a hole, which is past the prefix
        }

        public DataRun NextData(long from) => rest.NextData(from);

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            if (_prefix.IsEmpty)
                return rest.Read(buffer);
            int count = Math.Min(buffer.Length, _prefix.Length);
            _prefix.Span[..count].CopyTo(buffer);
            _prefix = _prefix[count..];
            return count;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                rest.Dispose();
            base.Dispose(disposing);
        }
    }
}
