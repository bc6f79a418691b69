using System.Buffers.Binary;

namespace StoreForensics.Ingest.FileSystems.Xfs.Log;

/// <summary>Puts logged inodes in their places (Linux 6.12 fs/xfs/xfs_inode_item_recover.c).</summary>
internal sealed class InodeReplay(OverlaidSectors volume, SuperBlock super, CancelledBuffers cancelled)
{
    private const int LsnAt = 112;
    private const ushort MostFlushes = 0xFFFF;

    /// <summary>False for an item that makes no sense, or whose place is no inode.</summary>
    public bool Replay(LogItem item, ulong lsn)
    {
        if (LoggedForks.Parse(item, super) is not { } logged)
            return false;
        (long block, int at) = (logged.Block, logged.At);
        if (cancelled.Contains((block, (uint)logged.Length)))
            return true; // its place was freed
        if (block < 0 || block > volume.Length / XfsLayout.BasicBlockBytes || at < 0 || at > 1 << 20
            || (block * XfsLayout.BasicBlockBytes) + at > volume.Length - super.InodeBytes)
            return false;
        byte[] inode = new byte[super.InodeBytes];
        long offset = (block * XfsLayout.BasicBlockBytes) + at;
        volume.ReadAt(offset, inode);
        if (((ReadOnlySpan<byte>)inode).U16(0) != XfsLayout.InodeMagic)
            return false;
        if (IsOlder(item.Regions[1], inode, lsn))
            return true;
        LoggedInode.CopyTo(item.Regions[1], inode, super.HasChecksums);
        if (super.HasChecksums)
            BinaryPrimitives.WriteUInt64BigEndian(inode.AsSpan(LsnAt), lsn);
        bool isWhole = logged.Put(item, inode, super);
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
}
