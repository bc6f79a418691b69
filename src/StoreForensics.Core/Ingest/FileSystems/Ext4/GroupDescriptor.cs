using System.Buffers.Binary;
using StoreForensics.Ingest.Disks;

namespace StoreForensics.Ingest.FileSystems.Ext4;

/// <summary>Fields of a group's descriptor and whether they can be right (group_descr.rst, "Block Group Descriptors").</summary>
internal static class GroupDescriptor
{
    private const int ChecksumOffset = 0x1E;
    private const int WideBytes = 64;

    /// <summary>The first block of the group's table of inodes.</summary>
    public static long Table(ReadOnlySpan<byte> descriptor) => Block(descriptor, 0x8, 0x28);

    /// <summary>What is wrong where a checksum tells it.</summary>
    public const string WrongChecksum = "its checksum is wrong";

    /// <summary>What is wrong with a descriptor; null when nothing is.</summary>
    public static string? Fault(SuperBlock super, long group, ReadOnlySpan<byte> descriptor)
    {
        if (!IsChecksumRight(super, group, descriptor))
            return WrongChecksum;
        long blocks = Block(descriptor, 0x0, 0x20), inodes = Block(descriptor, 0x4, 0x24), table = Table(descriptor);
        long tableBlocks = (((long)super.InodesPerGroup * super.InodeBytes) + super.BlockBytes - 1) / super.BlockBytes;
        // Bitmaps are not needed to read files: of those only what cannot be counts.
        bool isInside = table != 0 && IsInside(super, blocks) && IsInside(super, inodes) && IsInside(super, table) && table <= super.BlockCount - tableBlocks;
        return isInside && blocks != table && inodes != table ? null : "what it names cannot be where it says";
    }

    private static bool IsInside(SuperBlock super, long block) => block == 0 || (block > super.FirstDataBlock && block < super.BlockCount);

    // Linux fs/ext4/super.c, ext4_group_desc_csum: a CRC-32C, of which half is kept, or the older CRC-16.
    private static bool IsChecksumRight(SuperBlock super, long group, ReadOnlySpan<byte> descriptor)
    {
        ushort recorded = BinaryPrimitives.ReadUInt16LittleEndian(descriptor[ChecksumOffset..]);
        ReadOnlySpan<byte> before = descriptor[..ChecksumOffset], after = descriptor[(ChecksumOffset + 2)..];
        if (super.Has(ReadOnlyCompatible.MetadataChecksums))
        {
            Span<byte> zeros = [0, 0];
            uint crc = Crc32C.Append(Crc32C.Append(super.ChecksumSeed, (uint)group), before);
            return recorded == (ushort)Crc32C.Append(Crc32C.Append(crc, zeros), after);
        }
        if (!super.Has(ReadOnlyCompatible.GroupChecksums))
            return true;
        Span<byte> number = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(number, (uint)group);
        return recorded == Crc16(Crc16(Crc16(super.GroupChecksumSeed, number), before), super.Has(Incompatible.Bits64) ? after : default);
    }

    /// <summary>Goes on with the CRC-16 of Linux lib/crc16.c; it begins at 0xFFFF.</summary>
    public static ushort Crc16(ushort crc, ReadOnlySpan<byte> bytes)
    {
        foreach (byte b in bytes)
        {
            crc ^= b;
            for (int i = 0; i < 8; i++)
                crc = (ushort)((crc & 1) != 0 ? (crc >> 1) ^ 0xA001 : crc >> 1);
        }
        return crc;
    }

    private static long Block(ReadOnlySpan<byte> descriptor, int low, int high) => BinaryPrimitives.ReadUInt32LittleEndian(descriptor[low..])
        | (descriptor.Length >= WideBytes ? (long)BinaryPrimitives.ReadUInt32LittleEndian(descriptor[high..]) << 32 : 0);
}
