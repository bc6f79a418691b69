namespace StoreForensics.Host;

/// <summary>How much of a host is read. What is cut is a note.</summary>
internal sealed record HostLimits
{
    public static readonly HostLimits Default = new();

    /// <summary>Bytes of a small configuration file.</summary>
    public int ConfigurationBytes { get; init; } = 1 << 20;

    /// <summary>Bytes of one log or history, after decompression: a bomb ends here.</summary>
    public long LogBytes { get; init; } = 256L << 20;

    /// <summary>Bytes of all that is read line by line of one host.</summary>
    public long TotalBytes { get; init; } = 1L << 30;

    /// <summary>Bytes of one line that are kept; the rest of a longer one is not searched either.</summary>
    public int LineBytes { get; init; } = 16 << 10;

    /// <summary>Lines kept of one file.</summary>
    public int LinesOfFile { get; init; } = 200;

    /// <summary>Hosts of one evidence.</summary>
    public int Hosts { get; init; } = 16;

    /// <summary>Files of one kind, such as logs or cron's tables.</summary>
    public int Files { get; init; } = 1000;
}
