using System.Text;
using StoreForensics.Ingest.Disks.Parallels;
using static StoreForensics.Ingest.Recognition.FormatKind;
using static StoreForensics.Ingest.Recognition.FormatLevel;

namespace StoreForensics.Ingest.Recognition;

/// <summary>
/// Every format that is recognised, once, in the order in which it is asked for. A tar is first: its checksum is the strongest sign, and a tar may hold any
/// other format's mark where that format wants it. What lies around a file system comes before it, and an MBR last, for its mark is only two bytes.
/// </summary>
internal static class SignatureTable
{
    public static IReadOnlyList<Signature> All { get; } =
    [
        new(Tar, Archive) { AsFile = "a tar", Also = TarSigns.BeginsWithHeader },

        new(Gzip, Compression) { AsFile = "gzip data", Also = CompressionSigns.IsGzip },
        new(Bzip2, Compression) { AsFile = "bzip2 data", Also = CompressionSigns.IsBzip2 },
        new(Xz, Compression) { AsFile = "xz data", Also = CompressionSigns.IsXz },
        new(Zstd, Compression) { AsFile = "zstd data", Also = CompressionSigns.IsZstd },
        new(Lz4, Compression) { AsFile = "lz4 data", Also = CompressionSigns.IsLz4 },

        new(Zip, Container) { AsFile = "a zip", Marks = [At(0, "PK\x03\x04"), At(0, "PK\x05\x06"), At(0, "PK\x07\x08")] },
        new(SevenZip, Container) { AsFile = "a 7z", Marks = [At(0, [.. "7z"u8, 0xBC, 0xAF, 0x27, 0x1C])] },

        new(Rar, Foreign) { AsFile = "a rar archive", Marks = [At(0, "Rar!\x1A\x07")] },
        new(Compress, Foreign) { AsFile = "data of compress (.Z)", Marks = [At(0, 0x1F, 0x9D)] },
        new(Lzip, Foreign) { AsFile = "lzip data", Marks = [At(0, "LZIP")] },
        new(Lzop, Foreign) { AsFile = "lzop data", Marks = [At(0, [0x89, .. "LZO"u8])] },
        new(Lzma, Foreign) { AsFile = "lzma data (.lzma)", Marks = [At(0, 0x5D, 0, 0)], Also = CompressionSigns.IsLzma },
        new(Cpio, Foreign) { AsFile = "a cpio archive", Marks = [At(0, "07070")] },
        new(Ar, Foreign) { AsFile = "an ar archive", Marks = [At(0, "!<arch>\n")] },
        new(Aff, Foreign) { AsFile = "an AFF image", Marks = [At(0, "AFF10\r\n")] },

        new(Qcow2, DiskImage) { AsFile = "a qcow2 disk image", Marks = [At(0, [.. "QFI"u8, 0xFB])] },
        new(Vmdk, DiskImage) { AsFile = "a vmdk disk image", Marks = [At(0, "KDMV"), At(0, "COWD"), At(0, "# Disk DescriptorFile")] },
        new(Vhdx, DiskImage) { AsFile = "a vhdx disk image", Marks = [At(0, "vhdxfile")] },
        new(Vdi, DiskImage) { AsFile = "a vdi disk image", Marks = [At(64, 0x7F, 0x10, 0xDA, 0xBE)] },
        new(Qed, DiskImage) { AsFile = "a QED disk image", Marks = [At(0, [.. "QED"u8, 0])] },
        new(Parallels, DiskImage) { AsFile = "a Parallels disk image", Marks = [At(0, ParallelsDisk.Old), At(0, ParallelsDisk.Extended)] },
        new(Vhd, DiskImage) { AsFile = "a vhd disk image", Marks = [At(0, "conectix"), InTail("conectix")] },
        new(Ewf, DiskImage) { AsFile = "an EWF (E01) disk image", Marks = [At(0, "EVF\x09\r\n"), At(0, "EVF2\r\n"), At(0, "LVF\x09\r\n")] },

        new(Gpt, Blocks) { AsFile = "a raw disk with a GPT partition table", Marks = [At(512, "EFI PART"), At(4096, "EFI PART"), InTail("EFI PART")] },

        new(Luks, Blocks) { AsFile = "a LUKS-encrypted volume", AsPart = "LUKS", Marks = [At(0, [.. "LUKS"u8, 0xBA, 0xBE])], Also = LayerSigns.Luks },
        new(BitLocker, Blocks) { AsPart = "BitLocker, encrypted", Marks = [At(3, "-FVE-FS-")] },
        new(LinuxRaid, Blocks) { AsFile = "a raw member of a Linux software RAID", AsPart = "member of a Linux software RAID", Also = RaidSigns.Member },
        new(LvmPhysicalVolume, Blocks) { AsFile = "a raw LVM physical volume", AsPart = "LVM2 physical volume",
            Marks = [At(512, "LABELONE"), At(0, "LABELONE"), At(1024, "LABELONE"), At(1536, "LABELONE")] },
        new(ThinPool, Blocks) { AsPart = "metadata of a thin pool", Also = LayerSigns.ThinPool },

        new(Ext, Blocks) { AsFile = "a raw ext2/3/4 file system image", AsPart = "ext4", Marks = [At(1080, 0x53, 0xEF)], Also = FileSystemSigns.Ext },
        new(Xfs, Blocks) { AsFile = "a raw xfs file system image", AsPart = "XFS", Marks = [At(0, "XFSB")] },
        new(Btrfs, Blocks) { AsFile = "a raw btrfs file system image", AsPart = "btrfs", Marks = [At(0x10040, "_BHRfS_M")] },
        new(Erofs, Blocks) { AsFile = "a raw EROFS file system image", AsPart = "EROFS", Marks = [At(1024, 0xE2, 0xE1, 0xF5, 0xE0)] },
        new(Ntfs, Blocks) { AsFile = "a raw NTFS file system image", AsPart = "NTFS", Marks = [At(3, "NTFS    ")] },
        new(Fat, Blocks) { AsPart = "exFAT", Also = FileSystemSigns.Fat },
        new(Squashfs, Foreign) { AsFile = "a squashfs image", AsPart = "squashfs", Marks = [At(0, "hsqs")] },
        new(Iso9660, Blocks) { AsFile = "an ISO 9660 image", AsPart = "ISO 9660", Marks = [At(32769, "CD001")] },
        new(Swap, Blocks) { AsPart = "Linux swap", Also = FileSystemSigns.Swap },
        new(Zfs, Blocks) { AsPart = "ZFS", Also = FileSystemSigns.Zfs },

        new(Mbr, Blocks) { AsFile = "a raw disk with an MBR partition table", Marks = [At(510, 0x55, 0xAA)], Also = LayerSigns.Mbr },
    ];

    public static Signature Of(FormatKind kind) => All.First(s => s.Kind == kind);

    private static Mark At(int offset, params byte[] bytes) => new(offset, bytes);

    private static Mark At(int offset, string ascii) => new(offset, Encoding.ASCII.GetBytes(ascii));

    private static Mark InTail(string ascii) => new(0, Encoding.ASCII.GetBytes(ascii)) { IsInTail = true };
}
