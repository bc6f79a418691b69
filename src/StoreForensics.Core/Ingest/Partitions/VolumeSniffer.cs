using System.Buffers.Binary;
using StoreForensics.Ingest.Disks;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.Partitions;

/// <summary>Recognises what a volume holds by its marks. Those that lie around others are asked for first: encryption, RAID, LVM.</summary>
internal static class VolumeSniffer
{
    /// <summary>As far as the furthest mark at the beginning: a ZFS label.</summary>
    private const int HeadBytes = 256 * 1024;

    private const uint RaidMagic = 0xA92B_4EFC;
    private const ulong ThinMagic = 27_022_010;
    private const ulong UberblockMagic = 0x00BA_B10C;

    /// <summary>What is there, <see cref="VolumeKind.Unknown"/> also where it cannot be read.</summary>
    public static VolumeContent Sniff(IBlockSource volume)
    {
        byte[] head = Read(volume, 0, HeadBytes);
        return Around(volume, head) ?? FileSystem(head) ?? new(VolumeKind.Unknown, head.AsSpan().ContainsAnyExcept((byte)0) ? "unknown" : "unknown, begins with zeros");
    }

    private static VolumeContent? Around(IBlockSource volume, byte[] head)
    {
        if (Has(head, 0, "LUKS"u8) && Has(head, 4, [0xBA, 0xBE]) && head.Length >= 8)
            return new(VolumeKind.Luks, $"LUKS {BinaryPrimitives.ReadUInt16BigEndian(head.AsSpan(6))}, encrypted");
        if (Has(head, 3, "-FVE-FS-"u8))
            return new(VolumeKind.BitLocker, "BitLocker, encrypted");
        if (Raid(volume, head) is { } raid)
            return raid;
        for (int sector = 0; sector < 4; sector++)
        {
            if (Has(head, sector * 512, "LABELONE"u8))
                return new(VolumeKind.LvmPhysicalVolume, "LVM2 physical volume");
        }
        // dm-thin's superblock: checksum, flags, block number, UUID, magic.
        if (head.Length >= 4096 && BinaryPrimitives.ReadUInt64LittleEndian(head.AsSpan(32)) == ThinMagic)
            return new(VolumeKind.ThinPool, "metadata of a thin pool");
        return null;
    }

    // Metadata 1.1 is at the beginning, 1.2 at 4 KiB, 1.0 between 8 and 12 KiB before the end, 0.90 in the last whole 64 KiB.
    private static VolumeContent? Raid(IBlockSource volume, byte[] head)
    {
        long end = volume.Length;
        return RaidAt(head, 0, "1.1") ?? RaidAt(head, 4096, "1.2")
            ?? (end >= 16 * 1024 ? RaidAt(Read(volume, (end / 512 - 16) / 8 * 4096, 128), 0, "1.0") : null)
            ?? (end >= 128 * 1024 ? OldRaid(Read(volume, end / 65536 * 65536 - 65536, 128)) : null);
    }

    private static VolumeContent? RaidAt(byte[] bytes, int at, string version) =>
        bytes.Length >= at + 128 && BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at)) == RaidMagic && BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at + 4)) == 1
            ? new(VolumeKind.LinuxRaid, $"member of a Linux software RAID {Level(BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(at + 72)))} (metadata {version})") : null;

    // Written in the byte order of the machine.
    private static VolumeContent? OldRaid(byte[] bytes)
    {
        if (bytes.Length < 128)
            return null;
        bool isLittle = BinaryPrimitives.ReadUInt32LittleEndian(bytes) == RaidMagic;
        if (!isLittle && BinaryPrimitives.ReadUInt32BigEndian(bytes) != RaidMagic)
            return null;
        int level = isLittle ? BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(28)) : BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(28));
        return new(VolumeKind.LinuxRaid, $"member of a Linux software RAID {Level(level)} (metadata 0.90)");
    }

    private static string Level(int level) => level switch
    {
        -1 => "linear",
        >= 0 and <= 10 => level.ToString(System.Globalization.CultureInfo.InvariantCulture),
        _ => "of another level",
    };

    private static VolumeContent? FileSystem(byte[] head)
    {
        if (Has(head, 1080, [0x53, 0xEF]) && head.Length >= 2048)
            return new(VolumeKind.Ext, Ext(head.AsSpan(1024, 1024)));
        if (Has(head, 0, "XFSB"u8))
            return new(VolumeKind.Xfs, "XFS");
        if (Has(head, 0x10040, "_BHRfS_M"u8))
            return new(VolumeKind.Btrfs, "btrfs");
        if (Has(head, 3, "NTFS    "u8))
            return new(VolumeKind.Ntfs, "NTFS");
        if (Has(head, 3, "EXFAT   "u8))
            return new(VolumeKind.Fat, "exFAT");
        if (Has(head, 510, [0x55, 0xAA]) && (Has(head, 54, "FAT1"u8) || Has(head, 82, "FAT32   "u8)))
            return new(VolumeKind.Fat, Has(head, 82, "FAT32"u8) ? "FAT32" : Has(head, 54, "FAT12"u8) ? "FAT12" : "FAT16");
        if (Has(head, 0, "hsqs"u8))
            return new(VolumeKind.Squashfs, "squashfs");
        if (Has(head, 32769, "CD001"u8))
            return new(VolumeKind.Iso9660, "ISO 9660");
        if (IsSwap(head))
            return new(VolumeKind.Swap, "Linux swap");
        return IsZfs(head) ? new(VolumeKind.Zfs, "ZFS") : null;
    }

    // The kernel mounts any of them as ext4; what they are called goes by their features, as blkid has it.
    private static string Ext(ReadOnlySpan<byte> superblock)
    {
        uint compatible = BinaryPrimitives.ReadUInt32LittleEndian(superblock[92..]), incompatible = BinaryPrimitives.ReadUInt32LittleEndian(superblock[96..]);
        uint readOnly = BinaryPrimitives.ReadUInt32LittleEndian(superblock[100..]);
        if ((incompatible & 8) != 0)
            return "external journal of ext3 or ext4";
        // What ext3 knows: filetype, recover, meta_bg; sparse_super, large_file, btree_dir.
        if ((incompatible & ~0x16u) != 0 || (readOnly & ~7u) != 0)
            return "ext4";
        return (compatible & 4) != 0 ? "ext3" : "ext2";
    }

    // At the end of a page, whose size is the machine's.
    private static bool IsSwap(byte[] head)
    {
        for (int page = 4096; page <= 65536; page *= 2)
        {
            if (Has(head, page - 10, "SWAPSPACE2"u8) || Has(head, page - 10, "SWAP-SPACE"u8))
                return true;
        }
        return false;
    }

    // The first label's ring of uberblocks, of 1 KiB or more each, in the byte order of the machine.
    private static bool IsZfs(byte[] head)
    {
        for (int at = 128 * 1024; at + 8 <= head.Length; at += 1024)
        {
            if (BinaryPrimitives.ReadUInt64LittleEndian(head.AsSpan(at)) == UberblockMagic || BinaryPrimitives.ReadUInt64BigEndian(head.AsSpan(at)) == UberblockMagic)
                return true;
        }
        return false;
    }

    // A volume with a bad sector in it is recognised by what can be read: the beginning in halves, down to one sector.
    private static byte[] Read(IBlockSource volume, long offset, int count)
    {
        for (; count >= 512 || (offset > 0 && count > 0); count /= 2)
        {
            try
            {
                return volume.ReadUpTo(offset, count);
            }
            catch (EvidenceFormatException) // whoever reads the volume says so
            {
            }
        }
        return [];
    }

    private static bool Has(byte[] head, int at, ReadOnlySpan<byte> magic) => head.Length >= at + magic.Length && head.AsSpan(at, magic.Length).SequenceEqual(magic);
}
