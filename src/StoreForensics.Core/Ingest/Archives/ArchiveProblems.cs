using StoreForensics.Primitives;

namespace StoreForensics.Ingest.Archives;

/// <summary>Codes of what can be wrong with an archive, and the exceptions that several places throw.</summary>
internal static class ArchiveProblems
{
    public const string BadHeader = "SF-TAR-0001";
    public const string CutData = "SF-TAR-0002";
    public const string CutArchive = "SF-TAR-0003";
    public const string RefusedName = "SF-TAR-0004";
    public const string Duplicate = "SF-TAR-0005";
    public const string LinkWithoutTarget = "SF-TAR-0006";
    public const string BadNumber = "SF-TAR-0007";
    public const string BadRecord = "SF-TAR-0008";
    public const string BadSparseMap = "SF-TAR-0009";
    public const string LongHeader = "SF-TAR-0010";
    public const string AnotherArchive = "SF-TAR-0011";
    public const string AfterEnd = "SF-TAR-0012";
    public const string LoneZeroBlock = "SF-TAR-0013";
    public const string UnusualType = "SF-TAR-0014";
    public const string HeaderWithoutEntry = "SF-TAR-0015";
    public const string BadSize = "SF-TAR-0016";
    public const string UnexpectedData = "SF-TAR-0017";
    public const string DataMissing = "SF-TAR-0018";
    public const string NotKept = "SF-TAR-0019";
    public const string NotAFile = "SF-TAR-0020";
    public const string ContinuedFile = "SF-TAR-0021";
    public const string NoEntry = "SF-TAR-0022";
    public const string TooManyNames = "SF-TAR-0023";
    public const string VolumeEnd = "SF-TAR-0031";

    public const string OtherMembers = "SF-COMPRESS-0004";
    public const string Unreadable = "SF-FILE-0001";

    /// <summary>The medium, not the format, is at fault.</summary>
    public static EvidenceFormatException ReadError(long? offset, IOException why) =>
        new(Unreadable, $"the evidence file cannot be read here: {DisplayText.Escape(why.Message)}", offset, why);
}
