using System.Buffers.Binary;

namespace StoreForensics.Ingest.FileSystems.Xfs.Log;

/// <summary>Makes the empty inodes of new chunks, which are logged by their place alone (<c>xfs_icreate_log</c>, big-endian).</summary>
internal sealed class InodeCreationReplay(OverlaidSectors volume, SuperBlock super, CancelledBuffers cancelled)
{
    private const int FormatBytes = 28;
    private const uint MostInodes = 1024;

    /// <summary>False for an item that makes no sense.</summary>
    public bool Replay(LogItem item)
    {
        ReadOnlySpan<byte> format = item.Regions[0];
        if (format.Length < FormatBytes)
            return false;
        uint group = format.U32(4), block = format.U32(8), count = format.U32(12), size = format.U32(16), generation = format.U32(24);
        long first = (((long)group * super.AgBlocks) + block) * super.BlockBytes;
        if (group >= super.AgCount || block >= super.AgBlocks || count > MostInodes || size != super.InodeBytes || first > volume.Length - (count * (long)size))
            return false;
        if (cancelled.AnyWithin(first / XfsLayout.BasicBlockBytes, (first + (count * (long)size)) / XfsLayout.BasicBlockBytes))
            return true; // freed again
        byte[] inode = new byte[size];
        BinaryPrimitives.WriteUInt16BigEndian(inode, XfsLayout.InodeMagic);
        inode[4] = (byte)(super.HasChecksums ? 3 : 2);
        BinaryPrimitives.WriteUInt32BigEndian(inode.AsSpan(92), generation);
        ulong number = ((ulong)group << (super.AgBlocksLog + super.InodesPerBlockLog)) | ((ulong)block << super.InodesPerBlockLog);
        for (uint i = 0; i < count; i++)
        {
            if (super.HasChecksums)
                BinaryPrimitives.WriteUInt64BigEndian(inode.AsSpan(152), number + i);
            volume.Write(first + (i * size), inode);
        }
        return true;
    }
}
