using System.Buffers.Binary;
using System.IO.Compression;
using System.Text.Json;
using StoreForensics.Docker.Encodings;
using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Docker.Logs;

/// <summary>
/// Rotated and compressed logs (<c>.N.gz</c>), of the <c>local</c> and the <c>json-file</c> driver alike. Told by content: a record's length never
/// begins with gzip's magic bytes.
/// </summary>
internal static class LocalLogArchive
{
    private const int FixedHeader = 10, ExtraLengthBytes = 2;
    private const byte ExtraFlag = 0x04;

    /// <summary>The uncompressed bytes of a log that may be compressed. Disposing it disposes the given stream.</summary>
    public static Stream Decompress(Stream log)
    {
        byte[] magic = new byte[2];
        int read = log.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false);
        var whole = new PrefixedStream(magic.AsMemory(0, read), log);
        return magic is [0x1f, 0x8b] ? new GZipStream(whole, CompressionMode.Decompress) : whole;
    }

    /// <summary>
    /// The time of the last record, from the gzip header: the engine puts bare JSON <c>{"lastTime":…}</c> into the extra field, without the subfields
    /// that RFC 1952 asks for (format reference, section 5.4). It can be read where the data cannot. Null when it is not there.
    /// </summary>
    /// <param name="head">The file's first bytes; some hundred are plenty.</param>
    public static RecordedTime? LastTime(ReadOnlySpan<byte> head)
    {
        if (head.Length < FixedHeader + ExtraLengthBytes || head[0] != 0x1f || head[1] != 0x8b || (head[3] & ExtraFlag) == 0)
            return null;
        int length = BinaryPrimitives.ReadUInt16LittleEndian(head[FixedHeader..]);
        ReadOnlySpan<byte> rest = head[(FixedHeader + ExtraLengthBytes)..];
        if (length > rest.Length)
            return null;
        using JsonDocument? json = JsonFields.TryParse(rest[..length].ToArray());
        return json?.RootElement.Text("lastTime") is string text && Timestamp.TryParse(text) is { IsUsable: true } time ? new RecordedTime(time, text) : null;
    }

    /// <summary>Bytes already taken from a forward-only stream, then the stream.</summary>
    private sealed class PrefixedStream(ReadOnlyMemory<byte> prefix, Stream rest) : Stream
    {
        private ReadOnlyMemory<byte> _prefix = prefix;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

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
