using System.Buffers.Binary;
using StoreForensics.Ingest.Disks;

namespace StoreForensics.Ingest.Partitions.Thin;

/// <summary>
/// The metadata device of a thin pool, after Linux <c>drivers/md/dm-thin-metadata.c</c> and <c>drivers/md/persistent-data/dm-btree-internal.h</c> (6.1).
/// Numbers are little-endian; sectors have 512 bytes.
/// </summary>
internal static class ThinLayout
{
    public const int SectorBytes = 512;

    /// <summary>Of the metadata device; the superblock is the first.</summary>
    public const int BlockBytes = 4096;

    // thin_disk_superblock
    public const int FlagsAt = 4;
    public const int BlockNumberAt = 8;
    public const int MagicAt = 32;
    public const int VersionAt = 40;
    public const int TransactionAt = 48;
    public const int HeldRootAt = 56;
    public const int DataSpaceMapAt = 64;
    public const int MappingRootAt = 320;
    public const int DetailsRootAt = 328;
    public const int DataBlockSectorsAt = 336;
    public const int IncompatibleAt = 360;

    public const ulong Magic = 27_022_010;
    public const uint NeedsCheck = 1;

    // node_header, before the keys
    public const int NodeHeaderBytes = 32;
    public const int EntriesAt = 16;
    public const int MaxEntriesAt = 20;
    public const int ValueBytesAt = 24;
    public const uint InternalNode = 1;
    public const uint LeafNode = 2;

    /// <summary>Of a mapping, and of a root in the upper tree.</summary>
    public const int ReferenceBytes = 8;

    /// <summary>Of disk_device_details: mapped blocks, transaction, two times.</summary>
    public const int DetailsBytes = 24;

    /// <summary>A mapping's low bits are the pool's time when it was made.</summary>
    public const int TimeBits = 24;

    /// <summary>Of devices, and largest number of a block of a device that the kernel's 64-bit sectors can reach with the largest blocks.</summary>
    public const ulong MaxDevice = (1UL << 24) - 1;

    private const uint SuperBlockXor = 160_774;
    private const uint NodeXor = 121_107;

    public static uint SuperBlockChecksum(ReadOnlySpan<byte> block) => Checksum(block) ^ SuperBlockXor;

    public static uint NodeChecksum(ReadOnlySpan<byte> block) => Checksum(block) ^ NodeXor;

    public static ulong Number(ReadOnlySpan<byte> block, int at) => BinaryPrimitives.ReadUInt64LittleEndian(block[at..]);

    // Of all behind the checksum itself, from all ones on and not inverted at the end.
    private static uint Checksum(ReadOnlySpan<byte> block) => Crc32C.Append(uint.MaxValue, block[sizeof(uint)..BlockBytes]);
}
