using StoreForensics.Primitives;

namespace StoreForensics.Ingest.FileSystems.Btrfs;

/// <summary>Codes of what can be wrong with a btrfs.</summary>
internal static class BtrfsProblems
{
    public const string SuperBlock = "SF-BTRFS-0001";
    public const string Backup = "SF-BTRFS-0002";
    public const string Feature = "SF-BTRFS-0003";
    public const string Node = "SF-BTRFS-0004";
    public const string OtherCopy = "SF-BTRFS-0005";
    public const string Checksum = "SF-BTRFS-0006";
    public const string Chunk = "SF-BTRFS-0007";
    public const string Device = "SF-BTRFS-0008";
    public const string Subvolume = "SF-BTRFS-0009";
    public const string Inode = "SF-BTRFS-0010";
    public const string Name = "SF-BTRFS-0011";
    public const string Xattr = "SF-BTRFS-0012";
    public const string Extent = "SF-BTRFS-0013";
    public const string Log = "SF-BTRFS-0014";
    public const string NotAFile = "SF-BTRFS-0015";
    public const string Shorter = "SF-BTRFS-0016";
    public const string NotEntered = "SF-BTRFS-0017";

    public const string Replayed = "SF-BTRFS-0018";
    public const string DataChecksum = "SF-BTRFS-0019";
    public const string OtherData = "SF-BTRFS-0020";

    public static EvidenceFormatException Bad(string code, string message, long? offset = null) => new(code, message, offset);
}
