using static StoreForensics.Primitives.Catalogue.ProblemKind;

namespace StoreForensics.Primitives.Catalogue;

/// <summary>Partition tables and logical volumes: PART, LVM.</summary>
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
        Damage("SF-PART-0006", "Partitions lie within partitions too deep, too many, or in a circle.",
            "What is further inside is missing. Those around it are read."),
        Damage("SF-LVM-0001", "LVM metadata is damaged.",
            "Logical volumes of the group may be missing or incomplete. Where one copy of the metadata is whole, it is used."),
        Damage("SF-LVM-0002", "A physical volume of a volume group is not on this disk.",
            "What lies on it cannot be read. Other parts of its logical volumes can."),
        Warning("SF-LVM-0003", "A logical volume is of a kind that is not read.",
            "All that is in it is missing. Other volumes are read."),
        Warning("SF-LVM-0004", "Two physical volumes have one identifier.",
            "Only the first was used: one is a copy of the other, perhaps of another time."),
    ];
}
