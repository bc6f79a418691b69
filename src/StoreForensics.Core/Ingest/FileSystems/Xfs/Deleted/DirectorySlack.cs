using StoreForensics.Evidence;
using StoreForensics.Ingest.FileSystems.Contents;
using StoreForensics.Ingest.FileSystems.Xfs.Extents;
using StoreForensics.Ingest.FileSystems.Xfs.Inodes;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.FileSystems.Xfs.Deleted;

/// <summary>
/// Names in the free parts of the blocks of directories that are there: a removed entry is marked and joined to its free neighbours, and its bytes stay until
/// another name is written there (<c>xfs_dir2_data_make_free</c>). One counts that says its own place, or that of the free part that it begins, and whose inode
/// is not in use: a file that was moved leaves such a name as well.
/// </summary>
internal sealed class DirectorySlack(XfsVolume xfs)
{
    private const int MostNames = 1 << 18, MostBlocks = 1 << 16;
    private const ushort FreeMark = 0xFFFF;

    private readonly List<(byte[] Name, ulong Inode, EntryKind? Kind)> _found = [];
    private int _blocks;
    private int _names;

    /// <summary>What of deleted names is left in a directory, in the order of their places; null where nothing is.</summary>
    public IReadOnlyList<(byte[] Name, ulong Inode, EntryKind? Kind)> In(ulong directory)
    {
        _found.Clear();
        try
        {
            Inode inode = xfs.ReadInode(directory);
            if (inode is { Kind: EntryKind.Directory, Format: ForkFormat.Extents or ForkFormat.Tree })
                ReadBlocks(inode);
        }
        catch (EvidenceFormatException)
        {
            // what was read before will do
        }
        return _found;
    }

    private void ReadBlocks(in Inode inode)
    {
        ForkMap map = ForkMap.OfData(xfs, inode);
        byte[] block = new byte[xfs.Super.DirectoryBlockBytes];
        int perBlock = block.Length / xfs.Super.BlockBytes;
        long end = Math.Min(XfsLayout.DirectoryNameBytes, inode.Size) / xfs.Super.BlockBytes;
        for (long at = 0; at < end && _blocks < MostBlocks && _names < MostNames; at += perBlock)
        {
            bool isWhole = true;
            for (int i = 0; i < perBlock && isWhole; i++)
            {
                BlockRun run = map.Find(at + i);
                isWhole = run.Physical != 0;
                if (isWhole)
                    xfs.ReadBlocks(run.Physical, block.AsSpan(i * xfs.Super.BlockBytes, xfs.Super.BlockBytes));
            }
            _blocks++;
            if (isWhole)
                Look(block);
        }
    }

    private void Look(ReadOnlySpan<byte> block)
    {
        bool isNew = xfs.Super.HasChecksums;
        uint magic = block.U32(0);
        bool isAll = magic == (isNew ? XfsLayout.NewDirectoryBlockMagic : XfsLayout.DirectoryBlockMagic);
        if (!isAll && magic != (isNew ? XfsLayout.NewDirectoryDataMagic : XfsLayout.DirectoryDataMagic))
            return;
        int at = isNew ? XfsLayout.NewDirectoryHeaderBytes : XfsLayout.DirectoryHeaderBytes;
        int end = isAll ? (int)Math.Clamp(block.Length - 8 - (block.U32(block.Length - 8) * 8L), at, block.Length - 8) : block.Length;
        while (at <= end - 8)
        {
            bool isFree = block.U16(at) == FreeMark;
            int length = isFree ? block.U16(at + 2) : LengthOf(block, at, end);
            if (length < 8 || (length & 7) != 0 || length > end - at)
                return;
            if (isFree)
                LookInFree(block, at, at + length);
            at += length;
        }
    }

    private void LookInFree(ReadOnlySpan<byte> block, int from, int end)
    {
        for (int at = from; at <= end - 16 && _names < MostNames;)
        {
            int length = LengthOf(block, at, end), tag = length > 0 ? block.U16(at + length - 2) : -1;
            ReadOnlySpan<byte> name = length > 0 ? block.Slice(at + 9, block[at + 8]) : default;
            // The mark stands over the upper half of the inode's number: only one without an upper half is known then.
            bool isMarked = block.U16(at) == FreeMark;
            ulong inode = isMarked ? block.U32(at + 4) : block.U64(at);
            if (length == 0 || (tag != at && tag != from) || name.ContainsAny((byte)'/', (byte)0) || name.SequenceEqual("."u8) || name.SequenceEqual(".."u8)
                || (isMarked && HasUpperHalves) || !IsUnused(inode))
            {
                at += 8;
                continue;
            }
            _found.Add((name.ToArray(), inode, xfs.Super.HasFileTypes ? KindOf(block[at + 9 + name.Length]) : null));
            _names++;
            at += length;
        }
    }

    private bool HasUpperHalves => ((ulong)xfs.Super.AgCount << (xfs.Super.AgBlocksLog + xfs.Super.InodesPerBlockLog)) > uint.MaxValue;

    private int LengthOf(ReadOnlySpan<byte> block, int at, int end)
    {
        int length = block[at + 8] == 0 ? 0 : (9 + block[at + 8] + (xfs.Super.HasFileTypes ? 1 : 0) + 2 + 7) & ~7;
        return length <= end - at ? length : 0;
    }

    private bool IsUnused(ulong number)
    {
        try
        {
            return number != 0 && xfs.ReadInode(number) is { Kind: null, Links: 0 };
        }
        catch (EvidenceFormatException)
        {
            return false; // no inode of this file system, or one that cannot be asked about
        }
    }

    // XFS_DIR3_FT_*.
    private static EntryKind? KindOf(byte type) => type switch
    {
        1 => EntryKind.File,
        2 => EntryKind.Directory,
        3 => EntryKind.CharDevice,
        4 => EntryKind.BlockDevice,
        5 => EntryKind.Fifo,
        6 => EntryKind.Socket,
        7 => EntryKind.Symlink,
        _ => null,
    };
}
