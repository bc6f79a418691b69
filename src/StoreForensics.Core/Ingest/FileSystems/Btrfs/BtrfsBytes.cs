using System.Buffers.Binary;
using StoreForensics.Ingest.Disks;

namespace StoreForensics.Ingest.FileSystems.Btrfs;

/// <summary>Fields of btrfs structures: little-endian. The span must reach as far as the field.</summary>
internal static class BtrfsBytes
{
    public static ushort U16(this ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);

    public static uint U32(this ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);

    public static ulong U64(this ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt64LittleEndian(bytes[at..]);

    /// <summary>Whether a block of metadata or a superblock has the checksum that it begins with: CRC-32C of all behind the field of 32 bytes.</summary>
    public static bool IsChecksumRight(ReadOnlySpan<byte> block) => block.U32(0) == Checksum(block);

    /// <summary>Puts the right checksum there.</summary>
    public static void WriteChecksum(Span<byte> block) => BinaryPrimitives.WriteUInt32LittleEndian(block, Checksum(block));

    private static uint Checksum(ReadOnlySpan<byte> block) => ~Crc32C.Append(~0u, block[BtrfsLayout.ChecksumBytes..]);
}
