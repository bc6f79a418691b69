using System.Globalization;
using System.Runtime.InteropServices;

namespace StoreForensics.Ingest.Directories.Linux;

/// <summary>Error numbers of Linux. Put in words here: what strerror says depends on the machine's language.</summary>
internal static class Errno
{
    public const int NotPermitted = 1;
    public const int NoEntry = 2;
    public const int Interrupted = 4;
    public const int AccessDenied = 13;
    public const int NotDirectory = 20;
    public const int TooManySymlinks = 40;
    public const int NoData = 61;
    public const int NotSupported = 95;

    /// <summary>That of the last call on this thread.</summary>
    public static int Last => Marshal.GetLastPInvokeError();

    /// <summary>Whether a name that was listed is there no more, or is something else now.</summary>
    public static bool IsVanished(int error) => error is NoEntry or NotDirectory or TooManySymlinks;

    public static string Words(int error) => error switch
    {
        NotPermitted => "operation not permitted",
        NoEntry => "no such file or directory",
        Interrupted => "interrupted",
        5 => "input/output error",
        6 => "no such device or address",
        12 => "out of memory",
        AccessDenied => "permission denied",
        16 => "device or resource busy",
        19 => "no such device",
        NotDirectory => "not a directory",
        21 => "is a directory",
        22 => "invalid argument",
        23 or 24 => "too many open files",
        34 => "larger than the kernel allows",
        36 => "name too long",
        TooManySymlinks => "is a symbolic link",
        NoData => "no data available",
        75 => "value too large",
        NotSupported => "operation not supported",
        107 => "file system is not connected",
        110 => "timed out",
        116 => "stale file handle",
        117 => "file system structure is damaged",
        121 => "remote input/output error",
        126 => "encrypted, and the key is not available",
        129 => "key was rejected",
        _ => string.Create(CultureInfo.InvariantCulture, $"error {error}"),
    };
}
