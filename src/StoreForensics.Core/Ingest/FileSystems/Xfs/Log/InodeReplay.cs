using System.Buffers.Binary;
using StoreForensics.Ingest.FileSystems.Xfs.Inodes;

namespace StoreForensics.Ingest.FileSystems.Xfs.Log;

/// <summary>Puts logged inodes in their places (Linux 6.12 fs/xfs/xfs_inode_item_recover.c).</summary>
internal sealed class InodeReplay(OverlaidSectors volume, SuperBlock super, CancelledBuffers cancelled)
{
    private const uint Data = 0x2, DataExtents = 0x4, DataRoot = 0x8, Device = 0x10, Attributes = 0x40, AttributeExtents = 0x80, AttributeRoot = 0x100;
    private const int FormatBytes = 56, PackedFormatBytes = 52; // as 64- and some 32-bit machines wrote it
    private const int LsnAt = 112;
    private const ushort MostFlushes = 0xFFFF;

    /// <summary>False for an item that makes no sense, or whose place is no inode.</summary>
    public bool Replay(LogItem item, ulong lsn)
    {
        byte[] format = item.Regions[0];
        if (format.Length < PackedFormatBytes || item.Regions.Count < 2)
            return false;
        int shift = format.Length < FormatBytes ? -4 : 0;
        long block = BinaryPrimitives.ReadInt64LittleEndian(format.AsSpan(40 + shift));
        int length = BinaryPrimitives.ReadInt32LittleEndian(format.AsSpan(48 + shift)), at = BinaryPrimitives.ReadInt32LittleEndian(format.AsSpan(52 + shift));
        if (cancelled.Contains((block, (uint)length)))
            return true; // its place was freed
        if (block < 0 || block > volume.Length / XfsLayout.BasicBlockBytes || at < 0 || at > 1 << 20
            || (block * XfsLayout.BasicBlockBytes) + at > volume.Length - super.InodeBytes)
            return false;
        byte[] inode = new byte[super.InodeBytes];
        long offset = (block * XfsLayout.BasicBlockBytes) + at;
        volume.ReadAt(offset, inode);
        if (((ReadOnlySpan<byte>)inode).U16(0) != XfsLayout.InodeMagic || item.Regions[1].Length < (super.HasChecksums ? 176 : 96))
            return false;
        if (IsOlder(item.Regions[1], inode, lsn))
            return true;
        LoggedInode.CopyTo(item.Regions[1], inode, super.HasChecksums);
        if (super.HasChecksums)
            BinaryPrimitives.WriteUInt64BigEndian(inode.AsSpan(LsnAt), lsn);
        bool isWhole = PutForks(item, inode, BinaryPrimitives.ReadUInt32LittleEndian(format.AsSpan(4)), format.AsSpan(24 + shift, 4));
        volume.Write(offset, inode);
        return isWhole;
    }

    // In version 4 a count of flushes tells, which begins anew after the largest.
    private bool IsOlder(ReadOnlySpan<byte> logged, ReadOnlySpan<byte> disk, ulong lsn)
    {
        if (super.HasChecksums)
            return disk.U64(LsnAt) is var own && own is not (0 or ulong.MaxValue) && own > lsn;
        ushort newer = BinaryPrimitives.ReadUInt16LittleEndian(logged[30..]), own4 = disk.U16(30);
        return newer < own4 && !(own4 == MostFlushes && newer < MostFlushes >> 1);
    }

    private bool PutForks(LogItem item, byte[] bytes, uint fields, ReadOnlySpan<byte> device)
    {
        var inode = new Inode(0, 0, bytes, super.InodeCoreBytes);
        int core = super.InodeCoreBytes, attributes = core + inode.DataFork.Length;
        Span<byte> data = bytes.AsSpan(core, inode.DataFork.Length), other = bytes.AsSpan(attributes, inode.AttributeFork.Length);
        if ((fields & Device) != 0 && data.Length >= 4)
            BinaryPrimitives.WriteUInt32BigEndian(data, BinaryPrimitives.ReadUInt32LittleEndian(device));
        int region = 2;
        bool isWhole = true;
        if ((fields & (Data | DataExtents | DataRoot)) != 0)
            isWhole = Put(item, region++, data, (fields & DataRoot) != 0);
        if ((fields & (Attributes | AttributeExtents | AttributeRoot)) != 0)
            isWhole &= Put(item, region, other, (fields & AttributeRoot) != 0);
        return isWhole;
    }

    private bool Put(LogItem item, int region, Span<byte> fork, bool isRoot)
    {
        if (region >= item.Regions.Count)
            return false;
        ReadOnlySpan<byte> bytes = item.Regions[region];
        if (isRoot)
            return PutRoot(bytes, fork);
        if (bytes.Length > fork.Length)
            return false;
        bytes.CopyTo(fork);
        return true;
    }

    // The root of a tree of extents is logged as a block of it would be, and stands in an inode with a short header (xfs_bmbt_to_bmdr).
    private bool PutRoot(ReadOnlySpan<byte> block, Span<byte> fork)
    {
        int header = super.HasChecksums ? XfsLayout.NewMapBlockHeaderBytes : XfsLayout.MapBlockHeaderBytes;
        if (block.Length < header || fork.Length < 4)
            return false;
        int count = block.U16(6), from = (block.Length - header) / 16, room = (fork.Length - 4) / 16;
        if (count > from || count > room)
            return false;
        block.Slice(4, 4).CopyTo(fork); // level and count
        block.Slice(header, count * 8).CopyTo(fork[4..]);
        block.Slice(header + (from * 8), count * 8).CopyTo(fork[(4 + (room * 8))..]);
        return true;
    }
}
