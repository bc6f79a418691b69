using StoreForensics.Ingest.FileSystems.Contents;
using StoreForensics.Ingest.FileSystems.Xfs.Extents;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.FileSystems.Xfs.Inodes;

/// <summary>The target of a symbolic link: in the inode, or in blocks; in version 5 each extent of those begins with a header
/// (<c>xfs_dsymlink_hdr</c>).</summary>
internal static class LinkTarget
{
    /// <summary>Null, after a problem, when it cannot be read.</summary>
    public static byte[]? Of(XfsVolume xfs, in Inode inode)
    {
        try
        {
            if (inode.Size is <= 0 or > XfsLayout.MaxTargetBytes)
                throw XfsProblems.Bad(XfsProblems.Inode, $"it claims {inode.Size} bytes");
            return inode.Format == ForkFormat.Local ? Inline(inode) : Remote(xfs, inode);
        }
        catch (EvidenceFormatException e)
        {
            xfs.Damage(XfsProblems.Inode, inode.Offset, $"inode {inode.Number}: the link's target cannot be read: {e.Message}");
            return null;
        }
    }

    private static byte[] Inline(in Inode inode) => inode.Size <= inode.DataFork.Length ? inode.DataFork[..(int)inode.Size].ToArray()
        : throw XfsProblems.Bad(XfsProblems.Inode, $"{inode.Size} bytes find no room in the inode");

    private static byte[] Remote(XfsVolume xfs, in Inode inode)
    {
        ForkMap map = ForkMap.OfData(xfs, inode);
        byte[] target = new byte[inode.Size];
        bool isNew = xfs.Super.HasChecksums;
        int done = 0;
        for (long at = 0; done < target.Length;)
        {
            BlockRun run = map.Find(at);
            if (run.Physical == 0)
                throw XfsProblems.Bad(XfsProblems.Extents, $"block {at} of it is a hole");
            int blocks = (int)Math.Min(run.Blocks, Needed(xfs, target.Length - done, isNew));
            byte[] extent = new byte[blocks * xfs.Super.BlockBytes];
            xfs.ReadBlocks(run.Physical, extent);
            ReadOnlySpan<byte> body = isNew ? Body(xfs, extent, run.Physical, inode) : extent;
            body = body[..Math.Min(body.Length, target.Length - done)];
            body.CopyTo(target.AsSpan(done));
            done += body.Length;
            at += blocks;
        }
        return target;
    }

    private static int Needed(XfsVolume xfs, int bytes, bool isNew) =>
        (bytes + (isNew ? XfsLayout.RemoteHeaderBytes : 0) + xfs.Super.BlockBytes - 1) / xfs.Super.BlockBytes;

    private static ReadOnlySpan<byte> Body(XfsVolume xfs, ReadOnlySpan<byte> extent, long place, in Inode inode)
    {
        if (extent.U32(0) != XfsLayout.LinkMagic)
            throw XfsProblems.Bad(XfsProblems.Inode, "its block has no mark", place * xfs.Super.BlockBytes);
        if (!xfs.IsIntact(extent, XfsLayout.RemoteChecksumAt, place * xfs.Super.BlockBytes))
            xfs.Warn(XfsProblems.Checksum, place * xfs.Super.BlockBytes, $"inode {inode.Number}: the checksum of the link's block is wrong");
        int bytes = (int)Math.Min(extent.U32(8), (uint)(extent.Length - XfsLayout.RemoteHeaderBytes));
        return bytes > 0 ? extent.Slice(XfsLayout.RemoteHeaderBytes, bytes) : throw XfsProblems.Bad(XfsProblems.Inode, "its block holds nothing");
    }
}
