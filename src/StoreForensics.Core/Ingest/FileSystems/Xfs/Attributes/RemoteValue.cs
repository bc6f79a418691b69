using StoreForensics.Ingest.FileSystems.Contents;
using StoreForensics.Ingest.FileSystems.Xfs.Extents;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.FileSystems.Xfs.Attributes;

/// <summary>A value in blocks of its own: bare in version 4; in version 5 each block has a header (<c>xfs_attr3_rmt_hdr</c>).</summary>
internal static class RemoteValue
{
    /// <exception cref="EvidenceFormatException">It cannot be read.</exception>
    public static byte[] Read(XfsVolume xfs, ForkMap map, ulong inode, in RawAttribute attribute)
    {
        if (attribute.RemoteBytes > XfsLayout.MaxValueBytes)
            throw XfsProblems.Bad(XfsProblems.Xattr, $"it claims {attribute.RemoteBytes} bytes");
        bool isNew = xfs.Super.HasChecksums;
        byte[] value = new byte[attribute.RemoteBytes], block = new byte[xfs.Super.BlockBytes];
        long at = attribute.RemoteBlock;
        for (int done = 0; done < value.Length; at++)
        {
            BlockRun run = map.Find(at);
            if (run.Physical == 0)
                throw XfsProblems.Bad(XfsProblems.Xattr, $"block {at} of the attributes is a hole");
            xfs.ReadBlocks(run.Physical, block);
            ReadOnlySpan<byte> bytes = isNew ? Body(xfs, block, run.Physical, inode) : block;
            bytes = bytes[..Math.Min(bytes.Length, value.Length - done)];
            bytes.CopyTo(value.AsSpan(done));
            done += bytes.Length;
        }
        return value;
    }

    private static ReadOnlySpan<byte> Body(XfsVolume xfs, ReadOnlySpan<byte> block, long place, ulong inode)
    {
        if (block.U32(0) != XfsLayout.RemoteValueMagic)
            throw XfsProblems.Bad(XfsProblems.Xattr, "a block of it has no mark", place * block.Length);
        if (!xfs.IsIntact(block, XfsLayout.RemoteChecksumAt, place * block.Length))
            xfs.Warn(XfsProblems.Checksum, place * block.Length, $"inode {inode}: the checksum of a block of an attribute's value is wrong");
        return block[XfsLayout.RemoteHeaderBytes..];
    }
}
