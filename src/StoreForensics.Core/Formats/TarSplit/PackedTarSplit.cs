using System.Buffers.Binary;
using System.IO.Compression;

namespace StoreForensics.Formats.TarSplit;

/// <summary>Tells a gzip of tar-split's records (vbatts/tar-split v0.11, tar/storage): it is whole if its own checksum agrees.</summary>
internal static class PackedTarSplit
{
    private const int MostUnpacked = 64 << 20, MostCandidates = 16;

    /// <summary>Whether a block begins a gzip.</summary>
    public static bool MayBegin(ReadOnlySpan<byte> block) => block.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B, 8]) && block.Length > 18;

    /// <summary>Its bytes; null for what is none, or is not whole.</summary>
    public static int? LengthOf(byte[] bytes, int count)
    {
        if (UnpackedBytes(bytes, count) is not long unpacked)
            return null;
        // The trailer ends in how much was packed (RFC 1952, 2.3.1); what ends there unpacks to the same.
        Span<byte> size = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(size, (uint)unpacked);
        int at = 18;
        for (int i = 0; i < MostCandidates && at < count; i++)
        {
            int next = bytes.AsSpan(at, count - at).IndexOf(size);
            if (next < 0)
                return null;
            at += next + sizeof(uint);
            if (UnpackedBytes(bytes, at) == unpacked)
                return at;
        }
        return null;
    }

    private static long? UnpackedBytes(byte[] bytes, int count)
    {
        using var packed = new MemoryStream(bytes, 0, count, writable: false);
        try
        {
            using var unpacked = new GZipStream(packed, CompressionMode.Decompress);
            byte[] piece = new byte[8192];
            int read = unpacked.ReadAtLeast(piece, 16, throwOnEndOfStream: false);
            if (!piece.AsSpan(0, read).StartsWith("{\"type\":"u8))
                return null;
            long all = read;
            while (all < MostUnpacked && (read = unpacked.Read(piece)) > 0)
                all += read;
            return read == 0 ? all : null;
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }
}
