using StoreForensics.Evidence;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.FileSystems.Xfs.Inodes;

/// <summary>How a fork holds what it has.</summary>
internal enum ForkFormat : byte
{
    Device = 0,

    /// <summary>The bytes themselves.</summary>
    Local = 1,

    /// <summary>A list of extents.</summary>
    Extents = 2,

    /// <summary>The root of a tree of extents.</summary>
    Tree = 3,
}

/// <summary>An inode (<c>xfs_dinode</c>): 100 bytes of fields in versions 1 and 2, 176 in 3, then the fork of its data and, from a place that it names, that
/// of its attributes.</summary>
internal readonly struct Inode(ulong number, long offset, ReadOnlyMemory<byte> bytes, int coreBytes) : IInode
{
    private const ulong BigTime = 0x8, LargeExtentCounts = 0x10;
    private const ushort Realtime = 0x1;

    public ulong Number => number;

    /// <summary>Its first byte on the volume.</summary>
    public long Offset => offset;

    public ushort Mode => B.U16(2);

    uint IInode.Mode => Mode;

    public byte Version => B[4];

    public ForkFormat Format => (ForkFormat)B[5];

    public uint Uid => B.U32(8);

    public uint Gid => B.U32(12);

    /// <summary>Tells the uses of one number apart: drawn anew for each, and counted up when it ends.</summary>
    public uint Generation => B.U32(92);

    /// <summary>Blocks of the file system that it has, of both forks and of what maps them.</summary>
    public ulong BlockCount => B.U64(64);

    /// <summary>The record of the log that wrote it last; 0 before version 3.</summary>
    public ulong Lsn => Version == 3 ? B.U64(112) : 0;

    public uint Links => Version == 1 ? B.U16(6) : B.U32(16);

    /// <summary>In bytes; more than <see cref="long.MaxValue"/> is negative and damage.</summary>
    public long Size => (long)B.U64(56);

    public ulong ExtentCount => HasLargeCounts ? B.U64(24) : B.U32(76);

    public uint AttributeExtentCount => HasLargeCounts ? B.U32(76) : B.U16(80);

    public ForkFormat AttributeFormat => (ForkFormat)B[83];

    /// <summary>Whether its bytes lie on another device.</summary>
    public bool IsRealtime => (B.U16(90) & Realtime) != 0;

    public EntryKind? Kind => (Mode & 0xF000) switch
    {
        0x1000 => EntryKind.Fifo,
        0x2000 => EntryKind.CharDevice,
        0x4000 => EntryKind.Directory,
        0x6000 => EntryKind.BlockDevice,
        0x8000 => EntryKind.File,
        0xA000 => EntryKind.Symlink,
        0xC000 => EntryKind.Socket,
        _ => null,
    };

    public Timestamp Accessed => Time(32);

    public Timestamp Modified => Time(40);

    public Timestamp Changed => Time(48);

    /// <summary>Null before version 3.</summary>
    public Timestamp? Born => Version == 3 ? Time(144) : null;

    /// <summary>Of a device node: 14 bits and 18 (Linux include/linux/kdev_t.h, sysv_major).</summary>
    public (uint Major, uint Minor) Device => Literal.Length >= 4 && Literal.U32(0) is var device ? ((device >> 18) & 0x3FFF, device & 0x3FFFF) : default;

    /// <summary>The fork of its data.</summary>
    public ReadOnlySpan<byte> DataFork => AttributeStart is > 0 and var start && start <= Literal.Length ? Literal[..start] : Literal;

    /// <summary>The fork of its attributes; empty where it has none.</summary>
    public ReadOnlySpan<byte> AttributeFork => AttributeStart is > 0 and var start && start < Literal.Length ? Literal[start..] : default;

    private int AttributeStart => B[82] * 8;

    private bool HasLargeCounts => Version == 3 && (B.U64(120) & LargeExtentCounts) != 0;

    private ReadOnlySpan<byte> Literal => B[coreBytes..];

    private ReadOnlySpan<byte> B => bytes.Span;

    // Signed seconds and nanoseconds, or nanoseconds since the smallest 32-bit time (xfs_format.h, "Bigtime").
    private Timestamp Time(int at)
    {
        if (Version == 3 && (B.U64(120) & BigTime) != 0)
        {
            ulong nanoseconds = B.U64(at);
            return new Timestamp((long)(nanoseconds / 1_000_000_000) + int.MinValue, (int)(nanoseconds % 1_000_000_000));
        }
        uint fraction = B.U32(at + 4);
        return new Timestamp((int)B.U32(at), fraction < 1_000_000_000 ? (int)fraction : 0);
    }
}
