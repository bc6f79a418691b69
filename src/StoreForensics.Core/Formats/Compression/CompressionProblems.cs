namespace StoreForensics.Formats.Compression;

/// <summary>Codes of what can be wrong with compressed data, whether they are wrapped around an evidence or a file in it.</summary>
internal static class CompressionProblems
{
    public const string Damaged = "SF-COMPRESS-0001";
    public const string Cut = "SF-COMPRESS-0002";
    public const string Trailing = "SF-COMPRESS-0003";
    public const string TooLong = "SF-COMPRESS-0005";
}
