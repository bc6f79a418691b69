using StoreForensics.Ingest.FileSystems.Contents;
using StoreForensics.Ingest.FileSystems.Xfs.Extents;
using StoreForensics.Ingest.FileSystems.Xfs.Inodes;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.FileSystems.Xfs.Directories;

/// <summary>
/// Reads the names of a directory, block after block; hashes and the tree over them are not needed for that. A damaged block becomes a problem and the next is
/// read. One reader for a whole file system: a block is read once, so that crossed maps end.
/// </summary>
internal sealed class DirectoryReader(XfsVolume xfs)
{
    private const int MaxFailures = 1000;

    private readonly HashSet<long> _read = [];
    private readonly byte[] _block = new byte[xfs.Super.DirectoryBlockBytes];
    private readonly long[] _places = new long[xfs.Super.DirectoryBlockBytes / xfs.Super.BlockBytes];

    /// <summary>Gives every name but <c>.</c> and <c>..</c>.</summary>
    public void Read(in Inode inode, TakeName take)
    {
        if (inode.Format != ForkFormat.Local)
            ReadBlocks(inode, take);
        else if (ShortDirectory.Read(inode, xfs.Super.HasFileTypes, take) is { } fault)
            xfs.Damage(XfsProblems.Directory, inode.Offset, $"inode {inode.Number}: the directory lies in its inode, and {fault}");
    }

    private void ReadBlocks(in Inode inode, TakeName take)
    {
        ForkMap map = ForkMap.OfData(xfs, inode);
        int perBlock = _places.Length;
        long end = XfsLayout.DirectoryNameBytes / xfs.Super.BlockBytes;
        int failures = 0;
        for (long at = 0; at < end && failures < MaxFailures;)
        {
            try
            {
                BlockRun run = map.Find(at);
                if (run.Physical == 0 && run.Blocks >= perBlock)
                {
                    at += run.Blocks / perBlock * perBlock; // a hole has no names
                    continue;
                }
                Gather(map, at);
                ReadNames(inode, at, take);
            }
            catch (EvidenceFormatException e)
            {
                failures++;
                xfs.Damage(e.Code, e.Offset ?? inode.Offset + at, $"inode {inode.Number}: block {at} of the directory cannot be read: {e.Message}");
            }
            at += perBlock;
        }
    }

    // A block of a directory may be several of the file system, which need not lie together.
    private void Gather(ForkMap map, long at)
    {
        int blockBytes = xfs.Super.BlockBytes;
        for (int i = 0; i < _places.Length; i++)
        {
            long place = _places[i] = map.Find(at + i).Physical;
            if (place == 0)
                throw XfsProblems.Bad(XfsProblems.Directory, "a part of it is a hole");
            if (!_read.Add(place))
                throw XfsProblems.Bad(XfsProblems.Directory, $"block {place} of the volume was read as part of a directory before", place * blockBytes);
            xfs.ReadBlocks(place, _block.AsSpan(i * blockBytes, blockBytes));
        }
    }

    private void ReadNames(in Inode inode, long at, TakeName take)
    {
        ReadOnlySpan<byte> block = _block;
        bool isNew = xfs.Super.HasChecksums;
        uint magic = block.U32(0);
        bool isWhole = magic == (isNew ? XfsLayout.NewDirectoryBlockMagic : XfsLayout.DirectoryBlockMagic);
        if (!isWhole && magic != (isNew ? XfsLayout.NewDirectoryDataMagic : XfsLayout.DirectoryDataMagic))
            throw XfsProblems.Bad(XfsProblems.Directory, "it has no mark of a block of names", PlaceOf(0));
        if (isNew && !block.IsChecksumRight(XfsLayout.DirectoryChecksumAt) && !_places.Any(p => xfs.IsReplayed(p * xfs.Super.BlockBytes, xfs.Super.BlockBytes)))
            xfs.Warn(XfsProblems.Checksum, PlaceOf(0), $"inode {inode.Number}: the checksum of block {at} of the directory is wrong: it was altered or torn");
        int start = isNew ? XfsLayout.NewDirectoryHeaderBytes : XfsLayout.DirectoryHeaderBytes;
        var entries = new DirectoryEntries(block[start..(isWhole ? EndOfNames(block, start) : block.Length)], xfs.Super.HasFileTypes);
        while (entries.MoveNext())
        {
            if (!entries.Name.SequenceEqual("."u8) && !entries.Name.SequenceEqual(".."u8))
                take(entries.Inode, entries.Name, PlaceOf(start + entries.At));
        }
        if (entries.DamagedAt >= 0)
            xfs.Damage(XfsProblems.Directory, PlaceOf(start + entries.DamagedAt),
                $"inode {inode.Number}: the names of block {at} of the directory break off at byte {start + entries.DamagedAt} of it");
    }

    // Behind the names of a directory of one block: eight bytes a hash, then how many there are, used and not.
    private static int EndOfNames(ReadOnlySpan<byte> block, int start)
    {
        long end = block.Length - 8 - (block.U32(block.Length - 8) * 8L);
        return end < start ? block.Length - 8 : (int)end;
    }

    private long PlaceOf(int at) => (_places[at / xfs.Super.BlockBytes] * xfs.Super.BlockBytes) + (at % xfs.Super.BlockBytes);
}
