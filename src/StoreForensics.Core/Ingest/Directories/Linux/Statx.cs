using System.Runtime.InteropServices;
using StoreForensics.Evidence;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.Directories.Linux;

/// <summary><c>struct statx</c> of <c>linux/stat.h</c>; the same on every architecture.</summary>
[StructLayout(LayoutKind.Explicit, Size = 256)]
internal struct Statx
{
    /// <summary>STATX_BASIC_STATS and STATX_BTIME.</summary>
    public const uint Wanted = 0x7ff | HasBirth;
    public const uint HasBirth = 0x800;

    [FieldOffset(0)] public uint Mask;
    [FieldOffset(16)] public uint Links;
    [FieldOffset(20)] public uint Uid;
    [FieldOffset(24)] public uint Gid;
    [FieldOffset(28)] public ushort Mode;
    [FieldOffset(32)] public ulong Inode;
    [FieldOffset(40)] public ulong Size;
    [FieldOffset(64)] public StatxTime Accessed;
    [FieldOffset(80)] public StatxTime Born;
    [FieldOffset(96)] public StatxTime Changed;
    [FieldOffset(112)] public StatxTime Modified;
    [FieldOffset(128)] public uint NodeMajor;
    [FieldOffset(132)] public uint NodeMinor;
    [FieldOffset(136)] public uint DeviceMajor;
    [FieldOffset(140)] public uint DeviceMinor;

    public readonly EntryKind Kind => (Mode & 0xf000) switch
    {
        0x1000 => EntryKind.Fifo,
        0x2000 => EntryKind.CharDevice,
        0x4000 => EntryKind.Directory,
        0x6000 => EntryKind.BlockDevice,
        0x8000 => EntryKind.File,
        0xa000 => EntryKind.Symlink,
        0xc000 => EntryKind.Socket,
        _ => EntryKind.Implied, // no kind that Linux knows: the caller reports it
    };

    public readonly FileId Id => new(DeviceMajor, DeviceMinor, Inode);

    /// <summary>Whether a time has a fraction of a second or more: ext4 passes on what a forged inode holds.</summary>
    public readonly bool HasImpossibleTime =>
        Math.Max(Math.Max(Accessed.Nanoseconds, Born.Nanoseconds), Math.Max(Changed.Nanoseconds, Modified.Nanoseconds)) > 999_999_999;

    public readonly EntryMetadata ToMetadata()
    {
        EntryKind kind = Kind;
        bool isDevice = kind is EntryKind.CharDevice or EntryKind.BlockDevice;
        return new EntryMetadata
        {
            Kind = kind,
            Mode = (ushort)(Mode & 0xfff),
            Uid = Uid,
            Gid = Gid,
            Size = kind == EntryKind.File ? (long)Math.Min(Size, long.MaxValue) : 0,
            DirectorySize = kind == EntryKind.Directory ? (long)Math.Min(Size, long.MaxValue) : 0,
            Modified = Modified.ToTimestamp(),
            HasFraction = true,
            Accessed = Accessed.ToTimestamp(),
            Changed = Changed.ToTimestamp(),
            Born = (Mask & HasBirth) != 0 ? Born.ToTimestamp() : null,
            DeviceMajor = isDevice ? NodeMajor : 0,
            DeviceMinor = isDevice ? NodeMinor : 0,
            Inode = Inode,
            Links = Links,
            DataOffset = -1,
        };
    }
}

/// <summary><c>struct statx_timestamp</c>.</summary>
[StructLayout(LayoutKind.Sequential, Size = 16)]
internal struct StatxTime
{
    public long Seconds;
    public uint Nanoseconds;

    /// <summary>A fraction that cannot be is left out.</summary>
    public readonly Timestamp ToTimestamp() => new(Seconds, Nanoseconds > 999_999_999 ? 0 : (int)Nanoseconds);
}

/// <summary>What tells files apart while they exist: the device they lie on and the number there.</summary>
internal readonly record struct FileId(uint Major, uint Minor, ulong Inode)
{
    public bool SameDevice(FileId other) => Major == other.Major && Minor == other.Minor;
}
