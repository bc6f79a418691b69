using System.Buffers.Binary;
using StoreForensics.Ingest.Disks;

namespace StoreForensics.Ingest.FileSystems.Xfs;

/// <summary>Fields of XFS structures: big-endian, save for checksums. The span must reach as far as the field.</summary>
internal static class XfsBytes
{
    public static ushort U16(this ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16BigEndian(bytes[at..]);

    public static uint U32(this ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32BigEndian(bytes[at..]);

    public static ulong U64(this ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt64BigEndian(bytes[at..]);

    /// <summary>Whether a structure's CRC-32C, which counts as zero itself and is little-endian, is right (Linux fs/xfs/libxfs/xfs_cksum.h).</summary>
    /// <param name="bytes">All that it covers.</param>
    /// <param name="at">Where it stands.</param>
    public static bool IsChecksumRight(this ReadOnlySpan<byte> bytes, int at) =>
        Checksum(bytes, at) == BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);

    /// <summary>Puts the right checksum there.</summary>
    public static void WriteChecksum(Span<byte> bytes, int at) => BinaryPrimitives.WriteUInt32LittleEndian(bytes[at..], Checksum(bytes, at));

    private static uint Checksum(ReadOnlySpan<byte> bytes, int at)
    {
        Span<byte> zeros = stackalloc byte[sizeof(uint)];
        zeros.Clear();
        return ~Crc32C.Append(Crc32C.Append(Crc32C.Append(~0u, bytes[..at]), zeros), bytes[(at + sizeof(uint))..]);
    }
}
