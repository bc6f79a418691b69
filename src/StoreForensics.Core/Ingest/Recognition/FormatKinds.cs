using StoreForensics.Formats.Compression;

namespace StoreForensics.Ingest.Recognition;

internal static class FormatKinds
{
    private static readonly Dictionary<FormatKind, FormatLevel> s_levels = SignatureTable.All.ToDictionary(s => s.Kind, s => s.Level);

    public static FormatLevel Level(this FormatKind kind) => s_levels.GetValueOrDefault(kind);

    public static bool IsCompression(this FormatKind kind) => kind.Level() == FormatLevel.Compression;

    /// <summary>What to decompress it with; null when it is no compression.</summary>
    public static CompressionFormat? Compression(this FormatKind kind) => kind switch
    {
        FormatKind.Gzip => CompressionFormat.Gzip,
        FormatKind.Bzip2 => CompressionFormat.Bzip2,
        FormatKind.Xz => CompressionFormat.Xz,
        FormatKind.Zstd => CompressionFormat.Zstd,
        FormatKind.Lz4 => CompressionFormat.Lz4,
        _ => null,
    };

    public static bool IsContainer(this FormatKind kind) => kind.Level() == FormatLevel.Container;

    /// <summary>Whether a file of it is a disk, or a part of one.</summary>
    public static bool IsDisk(this FormatKind kind) => kind.Level() is FormatLevel.DiskImage or FormatLevel.Blocks;

    /// <summary>Whether a part of a disk that holds it, and that nobody reads, may hold what is looked for.</summary>
    public static bool MayHoldFiles(this FormatKind kind) =>
        kind is FormatKind.Xfs or FormatKind.Btrfs or FormatKind.Luks or FormatKind.LinuxRaid or FormatKind.Zfs or FormatKind.ThinPool or FormatKind.BitLocker;

    /// <summary>The word for the list of wrappings.</summary>
    public static string Name(this FormatKind kind) => kind switch
    {
        FormatKind.Tar => "tar",
        FormatKind.Zip => "zip",
        FormatKind.SevenZip => "7z",
        _ => kind.Compression()?.Name() ?? "unknown",
    };
}
