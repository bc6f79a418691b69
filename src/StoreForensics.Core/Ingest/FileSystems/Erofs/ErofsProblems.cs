using StoreForensics.Primitives;

namespace StoreForensics.Ingest.FileSystems.Erofs;

/// <summary>Codes of what can be wrong with an EROFS image.</summary>
internal static class ErofsProblems
{
    public const string SuperBlock = "SF-EROFS-0001";
    public const string Checksum = "SF-EROFS-0002";
    public const string Feature = "SF-EROFS-0003";
    public const string Inode = "SF-EROFS-0004";
    public const string Content = "SF-EROFS-0005";
    public const string Directory = "SF-EROFS-0006";
    public const string Name = "SF-EROFS-0007";
    public const string Xattr = "SF-EROFS-0008";
    public const string Cycle = "SF-EROFS-0009";
    public const string Compressed = "SF-EROFS-0010";
    public const string Device = "SF-EROFS-0011";
    public const string NotAFile = "SF-EROFS-0012";
    public const string Shorter = "SF-EROFS-0013";
    public const string TooDeep = "SF-EROFS-0014";

    public static EvidenceFormatException Bad(string code, string message, long? offset = null) => new(code, message, offset);
}
