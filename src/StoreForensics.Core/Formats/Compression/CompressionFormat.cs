namespace StoreForensics.Formats.Compression;

/// <summary>A way of compressing one stream of bytes.</summary>
internal enum CompressionFormat
{
    Gzip,
    Bzip2,
    Xz,
    Zstd,
    Lz4,
}

internal static class CompressionFormats
{
    /// <summary>The word for messages and for the list of wrappings.</summary>
    public static string Name(this CompressionFormat format) => format switch
    {
        CompressionFormat.Gzip => "gzip",
        CompressionFormat.Bzip2 => "bzip2",
        CompressionFormat.Xz => "xz",
        CompressionFormat.Zstd => "zstd",
        _ => "lz4",
    };
}
