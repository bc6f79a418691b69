using System.Buffers.Binary;
using StoreForensics.Ingest.Disks;
using StoreForensics.Ingest.FileSystems.Contents;
using StoreForensics.Ingest.FileSystems.Ext4.FastCommits;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.FileSystems.Ext4;

/// <summary>Reads the names of a directory, block after block. A damaged block becomes a problem and the next is read.</summary>
internal sealed class DirectoryReader(Ext4Blocks ext4, InodeContent content, InodeAttributes attributes)
{
    /// <summary>Blocks past a directory's size are damage: so many are looked at.</summary>
    private const int MostBeyond = 4096;

    public delegate void Take(uint inode, ReadOnlySpan<byte> name);

    /// <summary>Gives every name but <c>.</c> and <c>..</c>.</summary>
    public void Read(in Inode inode, Take take)
    {
        if (ext4.FastCommits is { } changes && (changes.IsMade(inode.Number) || changes.NamesOf(inode.Number) is not null))
            ReadChanged(inode, changes, take);
        else
            ReadStored(inode, take);
    }

    // The names that fast commits left, then those that they added.
    private void ReadChanged(in Inode inode, ReplayedFastCommits changes, Take take)
    {
        DirectoryNames names = changes.NamesOf(inode.Number) ?? new DirectoryNames();
        var kept = new HashSet<string>(StringComparer.Ordinal);
        void keep(uint number, ReadOnlySpan<byte> name)
        {
            if (names.Keeps(name, number) && kept.Add(DirectoryNames.Key(name)))
                take(number, name);
        }
        if (!changes.IsMade(inode.Number))
            ReadStored(inode, keep);
        foreach ((byte[] name, uint number) in names.Added(kept))
            take(number, name);
    }

    private void ReadStored(in Inode inode, Take take)
    {
        if (inode.Has(InodeFlags.InlineData))
            ReadInline(inode, take);
        else
            ReadBlocks(inode, take);
    }

    // The parent's inode, then entries in the block field, then in the attribute (inlinedata.rst).
    private void ReadInline(in Inode inode, Take take)
    {
        ReadEntries(inode, inode.BlockField[sizeof(uint)..], take);
        if (content.SizeOf(inode) > Ext4Layout.BlockFieldBytes)
            ReadEntries(inode, attributes.InlineRest(inode), take);
    }

    private void ReadBlocks(in Inode inode, Take take)
    {
        int blockBytes = ext4.Super.BlockBytes;
        long blocks = (content.SizeOf(inode) + blockBytes - 1) / blockBytes;
        ExtentMap? extents = inode.Has(InodeFlags.Extents) ? new ExtentMap(ext4, inode) { TakesReserved = true } : null;
        IBlockMap map = extents is null ? BlockMaps.Of(ext4, inode) : BlockMaps.WithChanges(ext4, inode, extents);
        ReadBlocks(inode, map, (0, blocks), take);
        if (NextBlock(map, blocks) is { } beyond)
        {
            ext4.Problems.Damage(Ext4Problems.Directory, ext4.At(inode.Number),
                $"inode {inode.Number}: the directory has blocks past its size of {content.SizeOf(inode)} bytes, from block {beyond} on: "
                + "names in them are listed too");
            ReadBlocks(inode, map, (beyond, Math.Min(beyond + MostBeyond, uint.MaxValue)), take);
        }
        if (extents is { HasMetReserved: true })
            ext4.Problems.Damage(Ext4Problems.Directory, ext4.At(inode.Number),
                $"inode {inode.Number}: blocks of the directory are marked as reserved and never written: names in them are listed too");
    }

    // The first block that is mapped from there on; null for none, and where the map is damaged there or goes on for long.
    private static long? NextBlock(IBlockMap map, long at)
    {
        try
        {
            for (int i = 0; i < MostBeyond && at < uint.MaxValue; i++)
            {
                BlockRun run = map.Find(at);
                if (run.Physical != 0)
                    return at;
                at += run.Blocks;
            }
        }
        catch (EvidenceFormatException)
        {
            // Past the size nothing has to be in order.
        }
        return null;
    }

    private void ReadBlocks(in Inode inode, IBlockMap map, (long From, long To) range, Take take)
    {
        long blocks = range.To;
        byte[] block = new byte[ext4.Super.BlockBytes];
        int failures = 0;
        for (long at = range.From; at < blocks;)
        {
            try
            {
                BlockRun run = map.Find(at);
                if (run.Physical == 0)
                {
                    at += run.Blocks; // a hole has no names
                    continue;
                }
                for (long i = 0; i < run.Blocks && at < blocks; i++, at++)
                {
                    ext4.ReadBlock(run.Physical + i, block);
                    CheckSum(inode, block, at);
                    ReadEntries(inode, block, take);
                }
            }
            catch (EvidenceFormatException e)
            {
                ext4.Problems.Damage(e.Code, ext4.At(inode.Number), $"inode {inode.Number}: block {at} of the directory cannot be read: {e.Message}");
                at++;
                if (++failures > 1000)
                    break;
            }
        }
    }

    private void ReadEntries(in Inode inode, ReadOnlySpan<byte> bytes, Take take)
    {
        var entries = new DirectoryBlock(bytes);
        while (entries.MoveNext())
        {
            ReadOnlySpan<byte> name = entries.Current.Name;
            if (!name.SequenceEqual("."u8) && !name.SequenceEqual(".."u8))
                take(entries.Current.Inode, name);
        }
        if (entries.DamagedAt >= 0)
            ext4.Problems.Damage(Ext4Problems.Directory, ext4.At(inode.Number),
                $"inode {inode.Number}: the names of a block break off at byte {entries.DamagedAt} of it");
    }

    // directory.rst, "Directory tail": only blocks of names have it.
    private void CheckSum(in Inode inode, ReadOnlySpan<byte> block, long at)
    {
        // Nodes of a hash tree may still have the tail of the block of names that they were, and have their sum elsewhere.
        bool isNode = inode.Has(InodeFlags.Indexed) && (at == 0 || BinaryPrimitives.ReadUInt16LittleEndian(block[4..]) == block.Length);
        if (!ext4.Super.Has(ReadOnlyCompatible.MetadataChecksums) || isNode)
            return;
        ReadOnlySpan<byte> tail = block[^Ext4Layout.DirectoryTailBytes..];
        if (tail[7] != Ext4Layout.DirectoryTailType || BinaryPrimitives.ReadUInt32LittleEndian(tail) != 0
            || BinaryPrimitives.ReadUInt16LittleEndian(tail[4..]) != Ext4Layout.DirectoryTailBytes)
            return;
        if (Crc32C.Append(ext4.SeedOf(inode), block[..^Ext4Layout.DirectoryTailBytes]) != BinaryPrimitives.ReadUInt32LittleEndian(tail[8..]))
            ext4.Problems.Warn(Ext4Problems.Checksum, ext4.Origin,
                $"inode {inode.Number}: the checksum of block {at} of the directory is wrong: it was altered or torn");
    }
}
