using System.Buffers.Binary;
using System.IO.Compression;
using StoreForensics.Formats.Compression;
using StoreForensics.Ingest.Disks;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.Archives.Zip;

/// <summary>Opens the bytes of a member: stored, deflated, or packed with bzip2, zstd or xz.</summary>
internal static class ZipContent
{
    private const int LocalHeaderBytes = 30;
    private const uint LocalSignature = 0x04034b50;
    private const ushort Stored = 0, Deflated = 8, Bzip2 = 12, Zstd = 93, Xz = 95;

    /// <param name="file">The zip, to be owned.</param>
    /// <param name="member">Of its directory.</param>
    /// <param name="headerAt">Where the member's header begins in the file.</param>
    /// <exception cref="EvidenceFormatException">It cannot be read: encrypted, packed in another way, or not where the directory says.</exception>
    public static Stream Open(Stream file, in ZipMember member, long headerAt)
    {
        if (member.IsEncrypted)
            throw ZipProblems.Bad(ZipProblems.Encrypted, "it is encrypted in the zip: its bytes cannot be read", headerAt);
        byte[] header = new byte[LocalHeaderBytes];
        file.Position = Math.Min(headerAt, file.Length);
        int read = file.ReadAtLeast(header, header.Length, throwOnEndOfStream: false);
        if (read < header.Length || BinaryPrimitives.ReadUInt32LittleEndian(header) != LocalSignature)
            throw ZipProblems.Bad(ZipProblems.Member, "it does not lie where the zip's directory says", headerAt);
        long at = headerAt + LocalHeaderBytes + BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(26))
            + BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(28));
        var packed = new SubStream(file, at, member.Stored);
        return member.Method switch
        {
            Stored => member.Stored == member.Size ? packed : throw ZipProblems.Bad(ZipProblems.Member, "it is stored, and has two sizes", headerAt),
            Deflated => new Unpacked(new DeflateStream(packed, CompressionMode.Decompress), member.Size, member.Crc),
            Bzip2 => new Unpacked(Decompressor.Open(CompressionFormat.Bzip2, packed), member.Size, member.Crc),
            Zstd => new Unpacked(Decompressor.Open(CompressionFormat.Zstd, packed), member.Size, member.Crc),
            Xz => new Unpacked(Decompressor.Open(CompressionFormat.Xz, packed), member.Size, member.Crc),
            _ => throw ZipProblems.Bad(ZipProblems.Method, $"it is packed by method {member.Method}, which is not read", headerAt),
        };
    }

    /// <summary>As many bytes as the directory says and no more, with its checksum.</summary>
    private sealed class Unpacked(Stream inner, long size, uint checksum) : ForwardStream
    {
        private uint _crc = uint.MaxValue;
        private long _left = size;

        public override int Read(Span<byte> buffer)
        {
            if (_left == 0 || buffer.IsEmpty)
                return 0;
            int read;
            try
            {
                read = inner.Read(buffer[..(int)Math.Min(buffer.Length, _left)]);
            }
            catch (InvalidDataException fault)
            {
                throw new EvidenceFormatException(ZipProblems.Member, "its packed bytes are damaged", null, fault);
            }
            if (read == 0)
                throw ZipProblems.Bad(ZipProblems.Member, $"it ends {_left} bytes before the zip says");
            _crc = Crc32.Raw(_crc, buffer[..read]);
            _left -= read;
            if (_left == 0 && ~_crc != checksum)
                throw ZipProblems.Bad(ZipProblems.Member, "its checksum is wrong: its bytes are damaged");
            return read;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                inner.Dispose();
            base.Dispose(disposing);
        }
    }
}
