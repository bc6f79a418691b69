using System.Buffers;
using StoreForensics.Formats.TarSplit;
using StoreForensics.Primitives;

namespace StoreForensics.Verification;

/// <summary>Reads files of the evidence to compare their bytes.</summary>
internal static class FileChecksum
{
    private const int BufferBytes = 128 * 1024;

    /// <summary>The CRC-64 of a regular file's bytes.</summary>
    /// <exception cref="EvidenceFormatException">It cannot be read.</exception>
    public static ulong Of(Stream stream)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            var crc = default(Crc64);
            for (int read = stream.Read(buffer); read > 0; read = stream.Read(buffer))
                crc.Append(buffer.AsSpan(0, read));
            return crc.Value;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
