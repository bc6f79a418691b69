using StoreForensics.Evidence;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.FileSystems.Btrfs.Inodes;

/// <summary>An inode (<c>btrfs_inode_item</c>, 160 bytes).</summary>
internal readonly struct Inode(ulong number, ReadOnlyMemory<byte> bytes) : IInode
{
    public ulong Number => number;

    /// <summary>In bytes; more than <see cref="long.MaxValue"/> is negative and damage.</summary>
    public long Size => (long)B.U64(16);

    public uint Links => B.U32(40);

    public uint Uid => B.U32(44);

    public uint Gid => B.U32(48);

    public uint Mode => B.U32(52);

    /// <summary>Of a device node: 20 bits of minor (Linux include/linux/kdev_t.h).</summary>
    public (uint Major, uint Minor) Device => B.U64(56) is var device ? ((uint)(device >> 20), (uint)(device & 0xFFFFF)) : default;

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

    public Timestamp Accessed => Time(112);

    public Timestamp Changed => Time(124);

    public Timestamp Modified => Time(136);

    /// <summary>Null where none was written: seconds of zero.</summary>
    public Timestamp? Born => Time(148) is var time && time.Seconds == 0 && time.Nanoseconds == 0 ? null : time;

    private ReadOnlySpan<byte> B => bytes.Span;

    private Timestamp Time(int at) => new((long)B.U64(at), (int)Math.Min(B.U32(at + 8), 999_999_999));
}
