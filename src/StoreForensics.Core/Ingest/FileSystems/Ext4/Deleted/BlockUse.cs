using System.Buffers.Binary;
using StoreForensics.Ingest.FileSystems.Unused;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.FileSystems.Ext4.Deleted;

/// <summary>Which blocks belong to something now, by the bitmaps of the groups (bitmaps.rst).</summary>
internal sealed class BlockUse(Ext4Blocks ext4)
{
    private const ushort BlocksUninitialised = 2; // BG_BLOCK_UNINIT: there is no bitmap yet, for no block was ever given away
    private const int MostKept = 64;

    private readonly Dictionary<long, byte[]> _bitmaps = [];

    /// <summary>The group that a block is in.</summary>
    public long GroupOf(long block) => (block - ext4.Super.FirstDataBlock) / ext4.Super.BlocksPerGroup;

    /// <summary>The bit of a block in its group's bitmap.</summary>
    public int BitOf(long block) => (int)((block - ext4.Super.FirstDataBlock) % ext4.Super.BlocksPerGroup / ext4.Super.ClusterBlocks);

    /// <summary>Whether nothing has the block. One that cannot be asked about counts as taken.</summary>
    public bool IsFree(long block)
    {
        byte[] bitmap = BitmapOf(GroupOf(block));
        return !IsSet(bitmap, BitOf(block));
    }

    /// <summary>Runs of blocks that nothing has, in ascending order.</summary>
    public IEnumerable<BlockSpan> Free()
    {
        for (long group = 0; group < ext4.Super.GroupCount; group++)
        {
            byte[] bitmap = BitmapOf(group);
            long first = ext4.Super.FirstDataBlock + (group * ext4.Super.BlocksPerGroup), start = -1;
            int clusters = (int)(Math.Min(ext4.Super.BlocksPerGroup, ext4.Super.BlockCount - first) / ext4.Super.ClusterBlocks);
            for (int bit = 0; bit <= clusters; bit++)
            {
                bool isFree = bit < clusters && !IsSet(bitmap, bit);
                if (isFree && start < 0)
                    start = bit;
                if (isFree || start < 0)
                    continue;
                yield return new BlockSpan(first + (start * ext4.Super.ClusterBlocks), (bit - start) * ext4.Super.ClusterBlocks);
                start = -1;
            }
        }
    }

    public static bool IsSet(ReadOnlySpan<byte> bitmap, int bit) => bit >> 3 >= bitmap.Length || (bitmap[bit >> 3] & (1 << (bit & 7))) != 0;

    /// <summary>The block that has a group's bitmap; 0 where that cannot be told.</summary>
    public long PlaceOf(long group)
    {
        try
        {
            ReadOnlySpan<byte> descriptor = ext4.Descriptor(group).Bytes.Span;
            long low = BinaryPrimitives.ReadUInt32LittleEndian(descriptor);
            return descriptor.Length >= 64 ? low | ((long)BinaryPrimitives.ReadUInt32LittleEndian(descriptor[0x20..]) << 32) : low;
        }
        catch (EvidenceFormatException)
        {
            return 0;
        }
    }

    private byte[] BitmapOf(long group)
    {
        if (_bitmaps.TryGetValue(group, out byte[]? known))
            return known;
        if (_bitmaps.Count == MostKept)
            _bitmaps.Clear();
        return _bitmaps[group] = Read(group);
    }

    private byte[] Read(long group)
    {
        byte[] bitmap = new byte[ext4.Super.BlockBytes];
        try
        {
            bool hasFlags = ext4.Super.Has(ReadOnlyCompatible.GroupChecksums) || ext4.Super.Has(ReadOnlyCompatible.MetadataChecksums);
            if (!hasFlags || (BinaryPrimitives.ReadUInt16LittleEndian(ext4.Descriptor(group).Bytes.Span[0x12..]) & BlocksUninitialised) == 0)
                ext4.ReadBlock(PlaceOf(group), bitmap);
            return bitmap;
        }
        catch (EvidenceFormatException)
        {
            return [];
        }
    }
}
