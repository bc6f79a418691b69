using StoreForensics.Primitives;

namespace StoreForensics.Ingest.FileSystems.Ext4;

/// <summary>Codes of what can be wrong with an ext file system.</summary>
internal static class Ext4Problems
{
    public const string SuperBlock = "SF-EXT4-0001";
    public const string Backup = "SF-EXT4-0002";
    public const string Feature = "SF-EXT4-0003";
    public const string Inode = "SF-EXT4-0004";
    public const string Extents = "SF-EXT4-0005";
    public const string Directory = "SF-EXT4-0006";
    public const string Name = "SF-EXT4-0007";
    public const string Xattr = "SF-EXT4-0008";
    public const string Cycle = "SF-EXT4-0009";
    public const string Journal = "SF-EXT4-0010";
    public const string Replayed = "SF-EXT4-0011";
    public const string Checksum = "SF-EXT4-0012";
    public const string Encrypted = "SF-EXT4-0013";
    public const string NotAFile = "SF-EXT4-0014";
    public const string Shorter = "SF-EXT4-0015";
    public const string TooDeep = "SF-EXT4-0016";
    public const string DescriptorBackup = "SF-EXT4-0017";

    public static EvidenceFormatException Bad(string code, string message, long? offset = null) => new(code, message, offset);
}
