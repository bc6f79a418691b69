using StoreForensics.Primitives;

namespace StoreForensics.Ingest.Archives.Zip;

/// <summary>Codes of what can be wrong with a zip of files.</summary>
internal static class ZipProblems
{
    public const string Directory = "SF-ZIP-0001";
    public const string RefusedName = "SF-ZIP-0002";
    public const string Member = "SF-ZIP-0003";
    public const string Encrypted = "SF-ZIP-0004";
    public const string Method = "SF-ZIP-0005";
    public const string LocalTimes = "SF-ZIP-0006";
    public const string NotAFile = "SF-ZIP-0007";
    public const string Duplicate = "SF-ZIP-0008";
    public const string Partial = "SF-ZIP-0009";

    public static EvidenceFormatException Bad(string code, string message, long? offset = null) => new(code, message, offset);
}
