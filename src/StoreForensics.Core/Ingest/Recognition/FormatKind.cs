
namespace StoreForensics.Ingest.Recognition;

/// <summary>What bytes can be recognised as, at any level: what is around an evidence, a disk image, what divides a disk, what is in a part of it.</summary>
internal enum FormatKind
{
    Unknown,
    Empty,
    Text,
    Tar,

    Gzip,
    Bzip2,
    Xz,
    Zstd,
    Lz4,

    Zip,
    SevenZip,

    Rar,
    Compress,
    Lzip,
    Lzop,
    Lzma,
    Cpio,
    Ar,
    Aff,

    Qcow2,
    Vmdk,
    Vhdx,
    Vdi,
    Qed,
    Parallels,
    Vhd,
    Ewf,

    Gpt,
    Mbr,

    Luks,
    BitLocker,
    LinuxRaid,
    LvmPhysicalVolume,
    ThinPool,

    Ext,
    Xfs,
    Btrfs,
    Erofs,
    Ntfs,

    /// <summary>FAT of any width, and exFAT.</summary>
    Fat,
    Squashfs,
    Iso9660,
    Swap,
    Zfs,
}
