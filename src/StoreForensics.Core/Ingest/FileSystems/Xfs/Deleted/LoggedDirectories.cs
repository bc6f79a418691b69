using StoreForensics.Ingest.Disks;
using StoreForensics.Ingest.FileSystems.Xfs.Directories;
using StoreForensics.Ingest.FileSystems.Xfs.Log;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.FileSystems.Xfs.Deleted;

/// <summary>
/// Blocks of directories as the log changes them. Each begins as the disk has it where that is older than what is logged, else with nothing: a walk over
/// entries ends where something is not known, and every entry must say its own place.
/// </summary>
internal sealed class LoggedDirectories(IBlockSource disk, SuperBlock super)
{
    private const int MostBlocks = 1 << 15;
    private const int OwnerAt = 40, LsnAt = 16, BlockAt = 8;

    private readonly Dictionary<(long Block, uint Length), byte[]> _blocks = [];

    /// <summary>Takes a change, and gives the names that the block has then, if it is one of a directory.</summary>
    /// <returns>The directory's inode; null for all other blocks.</returns>
    public ulong? Take(LogItem item, in BufferDescription buffer, ulong lsn, TakeName take)
    {
        if (buffer.IsCancel)
            _blocks.Remove(buffer.Key);
        int length = (int)Math.Min(buffer.Key.Length * (long)XfsLayout.BasicBlockBytes, int.MaxValue);
        if (buffer.IsCancel || buffer.IsInodes || !super.HasChecksums || length != super.DirectoryBlockBytes)
            return null;
        if (!_blocks.TryGetValue(buffer.Key, out byte[]? bytes))
            bytes = Begin(buffer.Key.Block, length, lsn);
        BufferReplay.Put(item, buffer, bytes);
        ReadOnlySpan<byte> b = bytes;
        if (b.U32(0) is not (XfsLayout.NewDirectoryBlockMagic or XfsLayout.NewDirectoryDataMagic) || b.U64(BlockAt) != (ulong)buffer.Key.Block)
        {
            _blocks.Remove(buffer.Key);
            return null;
        }
        if (_blocks.Count < MostBlocks)
            _blocks[buffer.Key] = bytes;
        Names(b, take);
        return b.U64(OwnerAt);
    }

    private byte[] Begin(long block, int length, ulong lsn)
    {
        byte[] bytes = new byte[length];
        try
        {
            if (block >= 0 && block <= disk.Length / XfsLayout.BasicBlockBytes)
                disk.ReadAt(block * XfsLayout.BasicBlockBytes, bytes);
            ReadOnlySpan<byte> b = bytes;
            if (b.U32(0) is XfsLayout.NewDirectoryBlockMagic or XfsLayout.NewDirectoryDataMagic && b.U64(BlockAt) == (ulong)block && b.U64(LsnAt) < lsn
                && b.IsChecksumRight(XfsLayout.DirectoryChecksumAt))
                return bytes;
        }
        catch (EvidenceFormatException)
        {
            // then it begins with nothing
        }
        return new byte[length];
    }

    private void Names(ReadOnlySpan<byte> block, TakeName take)
    {
        int start = XfsLayout.NewDirectoryHeaderBytes, end = block.Length;
        if (block.U32(0) == XfsLayout.NewDirectoryBlockMagic)
            end = (int)Math.Clamp(block.Length - 8 - (block.U32(block.Length - 8) * 8L), start, block.Length - 8);
        var entries = new DirectoryEntries(block[start..end], super.HasFileTypes);
        while (entries.MoveNext())
        {
            int at = start + entries.At, length = (9 + entries.Name.Length + (super.HasFileTypes ? 1 : 0) + 2 + 7) & ~7;
            if (block.U16(at + length - 2) != at || entries.Name.ContainsAny((byte)'/', (byte)0))
                return;
            if (!entries.Name.SequenceEqual("."u8) && !entries.Name.SequenceEqual(".."u8))
                take(entries.Inode, entries.Name, at);
        }
    }
}
