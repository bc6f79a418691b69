using StoreForensics.Primitives;

namespace StoreForensics.Ingest.FileSystems.Xfs;

/// <summary>Codes of what can be wrong with an XFS file system.</summary>
internal static class XfsProblems
{
    public const string SuperBlock = "SF-XFS-0001";
    public const string Backup = "SF-XFS-0002";
    public const string Feature = "SF-XFS-0003";
    public const string Inode = "SF-XFS-0004";
    public const string Extents = "SF-XFS-0005";
    public const string Directory = "SF-XFS-0006";
    public const string Name = "SF-XFS-0007";
    public const string Xattr = "SF-XFS-0008";
    public const string Cycle = "SF-XFS-0009";
    public const string Log = "SF-XFS-0010";
    public const string Replayed = "SF-XFS-0011";
    public const string Checksum = "SF-XFS-0012";
    public const string Realtime = "SF-XFS-0013";
    public const string NotAFile = "SF-XFS-0014";
    public const string Shorter = "SF-XFS-0015";
    public const string TooDeep = "SF-XFS-0016";

    public static EvidenceFormatException Bad(string code, string message, long? offset = null) => new(code, message, offset);
}
