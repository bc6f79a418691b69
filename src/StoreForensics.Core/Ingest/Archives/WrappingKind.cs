using StoreForensics.Formats.Compression;

namespace StoreForensics.Ingest.Archives;

/// <summary>What the first bytes of a file say it is.</summary>
internal enum WrappingKind
{
    Unknown,
    Empty,
    Text,
    Tar,
    Gzip,
    Bzip2,
    Xz,
    Zstd,
    Lz4,
    Zip,
    SevenZip,

    /// <summary>A known compression or archive format that is not read.</summary>
    OtherArchive,

    /// <summary>A disk's or a file system's blocks as they are.</summary>
    RawDisk,
    Qcow2,
    Vmdk,
    Vhd,
    Vhdx,
    Ewf,
}

internal static class WrappingKinds
{
    /// <summary>Whether one stream of bytes lies inside that is reached by decompressing.</summary>
    public static bool IsCompression(this WrappingKind kind) => kind.Compression() is not null;

    /// <summary>What to decompress it with; null when it is no compression.</summary>
    public static CompressionFormat? Compression(this WrappingKind kind) => kind switch
    {
        WrappingKind.Gzip => CompressionFormat.Gzip,
        WrappingKind.Bzip2 => CompressionFormat.Bzip2,
        WrappingKind.Xz => CompressionFormat.Xz,
        WrappingKind.Zstd => CompressionFormat.Zstd,
        WrappingKind.Lz4 => CompressionFormat.Lz4,
        _ => null,
    };

    public static WrappingKind Of(CompressionFormat format) => format switch
    {
        CompressionFormat.Gzip => WrappingKind.Gzip,
        CompressionFormat.Bzip2 => WrappingKind.Bzip2,
        CompressionFormat.Xz => WrappingKind.Xz,
        CompressionFormat.Zstd => WrappingKind.Zstd,
        _ => WrappingKind.Lz4,
    };

    /// <summary>Whether members lie inside, found through a directory at its end.</summary>
    public static bool IsContainer(this WrappingKind kind) => kind is WrappingKind.Zip or WrappingKind.SevenZip;

    public static bool IsDisk(this WrappingKind kind) => kind is >= WrappingKind.RawDisk and <= WrappingKind.Ewf;

    /// <summary>The word for the list of wrappings.</summary>
    public static string Name(this WrappingKind kind) => kind switch
    {
        WrappingKind.Tar => "tar",
        WrappingKind.Zip => "zip",
        WrappingKind.SevenZip => "7z",
        WrappingKind.RawDisk => "raw",
        WrappingKind.Qcow2 => "qcow2",
        WrappingKind.Vmdk => "vmdk",
        WrappingKind.Vhd => "vhd",
        WrappingKind.Vhdx => "vhdx",
        WrappingKind.Ewf => "ewf",
        _ => kind.Compression()?.Name() ?? "unknown",
    };
}
