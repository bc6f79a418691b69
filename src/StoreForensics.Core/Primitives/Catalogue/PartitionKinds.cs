using static StoreForensics.Primitives.Catalogue.ProblemKind;

namespace StoreForensics.Primitives.Catalogue;

/// <summary>Partition tables, logical volumes and thin pools: PART, LVM, THIN.</summary>
internal static class PartitionKinds
{
    public static readonly ProblemKind[] All =
    [
        Damage("SF-PART-0001", "A partition table is damaged.",
            "Partitions may be missing, or begin and end elsewhere. Those listed were read."),
        Damage("SF-PART-0002", "A partition or logical volume reaches beyond the end of the disk.",
            "What lies beyond the end cannot be read: the disk or its image was cut, or the table altered. What lies before the end is read."),
        Warning("SF-PART-0003", "Two partitions overlap.",
            "One of them is not what the table says; files of both may be damaged."),
        Warning("SF-PART-0004", "The two copies of the partition table are not both whole and equal.",
            "One copy was used: the first unless it is damaged. Partitions may have been changed by something that does not know of the second."),
        Damage("SF-PART-0005", "The chain of logical partitions is broken, leads back into itself, or has no end.",
            "Logical partitions further on are missing. Those before are read."),
        Damage("SF-PART-0006", "Partitions lie within partitions deeper, or are more, than is read, or lead back into themselves.",
            "What is in those that are not read is missing."),
        Damage("SF-LVM-0001", "LVM metadata is damaged.",
            "Logical volumes of the group may be missing or incomplete. Where one copy of the metadata is whole, it is used."),
        Damage("SF-LVM-0002", "A physical volume of a volume group is not on this disk.",
            "What lies on it cannot be read. Other parts of its logical volumes can."),
        Warning("SF-LVM-0003", "A logical volume is of a kind that is not read.",
            "All that is in it is missing. Other volumes are read."),
        Warning("SF-LVM-0004", "Two physical volumes have one identifier.",
            "Only the first was used: one is a copy of the other, perhaps of another time."),
        Warning("SF-LVM-0005", "A mirrored logical volume is read from another copy than its first.",
            "The first is not at hand. What was written while the copy that is read was out of use is missing in it."),
        Damage("SF-THIN-0001", "The metadata of a thin pool is damaged.",
            "Thin volumes of the pool, or parts of them, cannot be read. What the damage does not touch is read."),
        Warning("SF-THIN-0002", "A thin pool is not as its user records it, is larger than its data device, or is marked as in need of a check.",
            "Devices may be missing, or be of another time than what names them. What its metadata says is read."),
        Note("SF-THIN-0003", "A snapshot of a thin pool's metadata is held.",
            "It shows an older state of the pool. Only the newest is read."),
    ];
}
