namespace StoreForensics.Ingest.Partitions;

/// <summary>Codes of what can be wrong with a disk's partitions and logical volumes.</summary>
internal static class PartitionProblems
{
    /// <summary>A table or one of its checksums is damaged.</summary>
    public const string BadTable = "SF-PART-0001";

    /// <summary>A partition leaves the disk.</summary>
    public const string OutsideDisk = "SF-PART-0002";

    /// <summary>Two partitions share bytes.</summary>
    public const string Overlap = "SF-PART-0003";

    /// <summary>The second copy of the table was used, or is damaged.</summary>
    public const string SecondCopy = "SF-PART-0004";

    /// <summary>The chain of logical partitions has no end, or is damaged.</summary>
    public const string BadChain = "SF-PART-0005";

    /// <summary>Partitions within partitions, too deep, too many, or in a circle.</summary>
    public const string Nested = "SF-PART-0006";

    /// <summary>LVM metadata is damaged.</summary>
    public const string BadMetadata = "SF-LVM-0001";

    /// <summary>A physical volume of a volume group is not on the disk.</summary>
    public const string MissingVolume = "SF-LVM-0002";

    /// <summary>A logical volume of a kind that is not read.</summary>
    public const string NotRead = "SF-LVM-0003";

    /// <summary>Two physical volumes have one identifier.</summary>
    public const string Duplicate = "SF-LVM-0004";

    /// <summary>A mirror or RAID is read without one of its members.</summary>
    public const string Degraded = "SF-LVM-0005";

    /// <summary>A thin pool's metadata is damaged.</summary>
    public const string BadPool = "SF-THIN-0001";

    /// <summary>A thin pool is not as whoever uses it says.</summary>
    public const string OddPool = "SF-THIN-0002";

    /// <summary>A snapshot of a thin pool's metadata is held.</summary>
    public const string HeldPool = "SF-THIN-0003";

    /// <summary>The superblock of a RAID member is damaged.</summary>
    public const string BadMember = "SF-MD-0001";

    /// <summary>A RAID is read without some of its members; nothing is missing.</summary>
    public const string DegradedArray = "SF-MD-0002";

    /// <summary>Parts of a RAID cannot be read without members that are missing.</summary>
    public const string MissingMember = "SF-MD-0003";

    /// <summary>A member is older than others, or has no place in the array.</summary>
    public const string OldMember = "SF-MD-0004";

    /// <summary>A RAID of a kind that is not read.</summary>
    public const string ArrayNotRead = "SF-MD-0005";

    /// <summary>How a RAID is laid out is not recorded in full.</summary>
    public const string OddArray = "SF-MD-0006";
}
