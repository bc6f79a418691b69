using StoreForensics.Primitives;

namespace StoreForensics.Ingest.Partitions.Luks;

/// <summary>Codes of what keeps an encrypted volume from being read.</summary>
internal static class LuksProblems
{
    /// <summary>No key was given.</summary>
    public const string NoKey = "SF-LUKS-0001";

    /// <summary>The key that was given opens no slot.</summary>
    public const string WrongKey = "SF-LUKS-0002";

    /// <summary>The header is damaged.</summary>
    public const string BadHeader = "SF-LUKS-0003";

    /// <summary>It is encrypted in a way that is not read.</summary>
    public const string NotReadCode = "SF-LUKS-0004";

    /// <summary>Of the header's two copies one is damaged or older.</summary>
    public const string SecondCopy = "SF-LUKS-0005";

    public static EvidenceFormatException Bad(string message) => new(BadHeader, message);

    public static EvidenceFormatException NotRead(string what) => new(NotReadCode, $"{what}, which is not read");
}
