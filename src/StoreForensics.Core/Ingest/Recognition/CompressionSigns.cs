using StoreForensics.Formats.Compression;

namespace StoreForensics.Ingest.Recognition;

/// <summary>Compressions, whose marks are those that <see cref="CompressionSniffer"/> knows:
/// what wraps an evidence and what compresses a stored file is told by one reader.</summary>
internal static class CompressionSigns
{
    public static string? IsGzip(in Sample sample, string words) => Is(CompressionFormat.Gzip, sample, words);

    public static string? IsBzip2(in Sample sample, string words) => Is(CompressionFormat.Bzip2, sample, words);

    public static string? IsXz(in Sample sample, string words) => Is(CompressionFormat.Xz, sample, words);

    public static string? IsZstd(in Sample sample, string words) => Is(CompressionFormat.Zstd, sample, words);

    public static string? IsLz4(in Sample sample, string words) => Is(CompressionFormat.Lz4, sample, words);

    public static string? IsLzma(in Sample sample, string words) => sample.Head.Length > 13 ? words : null;

    private static string? Is(CompressionFormat format, in Sample sample, string words) => CompressionSniffer.Sniff(sample.Head) == format ? words : null;
}
