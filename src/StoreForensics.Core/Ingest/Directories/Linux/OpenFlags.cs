using System.Runtime.InteropServices;

namespace StoreForensics.Ingest.Directories.Linux;

/// <summary>Flags of open(2) and the *at calls, from <c>asm-generic/fcntl.h</c>; two of them differ on Arm and Power.</summary>
internal static class OpenFlags
{
    public const int NonBlocking = 0x800;
    public const int NoTerminal = 0x100;
    public const int NoAccessTime = 0x40000;
    public const int CloseOnExec = 0x80000;

    /// <summary>O_PATH: names the file without opening it: a device or FIFO notices nothing.</summary>
    public const int PathOnly = 0x200000;

    public static readonly int Directory = IsSwapped ? 0x4000 : 0x10000;
    public static readonly int NoFollow = IsSwapped ? 0x8000 : 0x20000;

    public const int AtSymlinkNoFollow = 0x100;
    public const int AtNoAutomount = 0x800;
    public const int AtEmptyPath = 0x1000;
    public const int AtRecursive = 0x8000;

    /// <summary>Whether the numbers and structures of this folder hold here.</summary>
    public static bool IsKnownArchitecture => RuntimeInformation.ProcessArchitecture
        is Architecture.X64 or Architecture.Arm64 or Architecture.RiscV64 or Architecture.LoongArch64 or Architecture.S390x or Architecture.Ppc64le;

    private static bool IsSwapped => RuntimeInformation.ProcessArchitecture is Architecture.Arm64 or Architecture.Ppc64le;
}
