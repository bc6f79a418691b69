using System.Buffers.Binary;
using StoreForensics.Evidence;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.FileSystems.Ext4;

/// <summary>An inode (inodes.rst): 128 bytes in every version, and more where inodes
/// are larger. The bytes stay for what lies in them: block field, attributes.</summary>
internal readonly struct Inode(uint number, ReadOnlyMemory<byte> bytes)
{
    public uint Number => number;

    /// <summary>A journal's, of what superblocks keep of it: fifteen numbers of its block field, then the upper and the lower half of its size.</summary>
    public static Inode OfJournal(uint number, ReadOnlySpan<byte> copy)
    {
        byte[] bytes = new byte[Ext4Layout.SmallInodeBytes];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, 0x8180); // a regular file, 0600
        copy[..Ext4Layout.BlockFieldBytes].CopyTo(bytes.AsSpan(0x28));
        copy[(Ext4Layout.BlockFieldBytes + sizeof(uint))..].CopyTo(bytes.AsSpan(0x04));
        if (BinaryPrimitives.ReadUInt16LittleEndian(copy) == Ext4Layout.ExtentMagic)
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(0x20), (uint)InodeFlags.Extents);
        return new Inode(number, bytes);
    }

    /// <summary>The whole inode as on disk.</summary>
    public ReadOnlySpan<byte> Bytes => bytes.Span;

    public ushort Mode => U16(0x00);

    public uint Uid => U16(0x02) | ((uint)U16(0x78) << 16);

    public uint Gid => U16(0x18) | ((uint)U16(0x7A) << 16);

    public ushort Links => U16(0x1A);

    public InodeFlags Flags => (InodeFlags)U32(0x20);

    public uint Generation => U32(0x64);

    public uint SectorsLow => U32(0x1C);

    public ReadOnlySpan<byte> BlockField => bytes.Span.Slice(0x28, Ext4Layout.BlockFieldBytes);

    /// <summary>The block of attributes; 0 for none.</summary>
    public long AttributeBlock => U32(0x68) | ((long)U16(0x76) << 32);

    public bool Has(InodeFlags flag) => (Flags & flag) != 0;

    /// <summary>Bytes beyond the first 128 that hold fields; 0 in small inodes, or when the number is nonsense.</summary>
    public int ExtraBytes
    {
        get
        {
            if (bytes.Length < Ext4Layout.SmallInodeBytes + 4)
                return 0;
            int extra = U16(0x80);
            return extra <= bytes.Length - Ext4Layout.SmallInodeBytes && (extra & 3) == 0 ? extra : 0;
        }
    }

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

    /// <summary>In bytes. The upper half is another field in directories of ext2 and ext3; <paramref name="hasLargeDirectories"/> says otherwise.</summary>
    public long Size(bool hasLargeDirectories)
    {
        long high = Kind is EntryKind.File || (hasLargeDirectories && Kind is EntryKind.Directory) || Has(InodeFlags.AttributeInode) ? (long)U32(0x6C) << 32
            : 0;
        return U32(0x04) | high;
    }

    public Timestamp Accessed => Time(0x08, 0x8C);

    public Timestamp Changed => Time(0x0C, 0x84);

    public Timestamp Modified => Time(0x10, 0x88);

    /// <summary>Null where the inode is too small for it, or it was never set.</summary>
    public Timestamp? Born => ExtraBytes >= 0x98 - 0x80 && U32(0x90) != 0 ? Time(0x90, 0x94) : null;

    /// <summary>Whether times have a fraction.</summary>
    public bool HasFraction => ExtraBytes >= 0x8C - 0x80;

    /// <summary>Device numbers in the old encoding of 16 bits, or the new of 32 (Linux include/linux/kdev_t.h).</summary>
    public (uint Major, uint Minor) Device
    {
        get
        {
            uint old = U32(0x28), wide = U32(0x2C);
            return old != 0 ? ((old >> 8) & 0xFF, old & 0xFF) : ((wide & 0xFFF00) >> 8, (wide & 0xFF) | ((wide >> 12) & 0xFFF00));
        }
    }

    // Two more bits of seconds, then 30 of nanoseconds; the lower 32 bits of seconds are signed (inodes.rst, "Inode Timestamps").
    private Timestamp Time(int at, int extraAt)
    {
        long seconds = (int)U32(at);
        if (ExtraBytes < extraAt + 4 - 0x80)
            return new Timestamp(seconds, 0);
        uint extra = U32(extraAt);
        uint nanoseconds = extra >> 2;
        return new Timestamp(seconds + ((long)(extra & 3) << 32), nanoseconds < 1_000_000_000 ? (int)nanoseconds : 0);
    }

    private ushort U16(int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes.Span[at..]);

    private uint U32(int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes.Span[at..]);
}
