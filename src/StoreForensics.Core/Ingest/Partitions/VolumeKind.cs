namespace StoreForensics.Ingest.Partitions;

/// <summary>What can be in a volume.</summary>
internal enum VolumeKind
{
    Unknown,
    Ext,
    Xfs,
    Btrfs,
    Luks,
    LinuxRaid,
    LvmPhysicalVolume,
    ThinPool,
    Zfs,
    Swap,
    Ntfs,

    /// <summary>FAT of any width, and exFAT.</summary>
    Fat,
    BitLocker,
    Iso9660,
    Squashfs,
}

/// <summary>What was recognised in a volume.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Words">The same for people: <c>ext4</c>, <c>LUKS 2, encrypted</c>.</param>
internal readonly record struct VolumeContent(VolumeKind Kind, string Words);
