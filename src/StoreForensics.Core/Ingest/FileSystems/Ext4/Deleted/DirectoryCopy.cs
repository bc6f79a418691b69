using System.Buffers.Binary;
using StoreForensics.Ingest.Disks;

namespace StoreForensics.Ingest.FileSystems.Ext4.Deleted;

/// <summary>Tells a block of a directory by what is in it (directory.rst).</summary>
internal static class DirectoryCopy
{
    /// <summary>The directory that a first block is of, by its <c>.</c>; null for any other block.</summary>
    public static uint? SelfOf(ReadOnlySpan<byte> block)
    {
        uint self = BinaryPrimitives.ReadUInt32LittleEndian(block), parent = BinaryPrimitives.ReadUInt32LittleEndian(block[12..]);
        bool isFirst = self != 0 && BinaryPrimitives.ReadUInt16LittleEndian(block[4..]) == 12 && block[6] == 1 && block[8] == '.'
            && parent != 0 && block[12 + 6] == 2 && block[12 + 8] == '.' && block[12 + 9] == '.';
        return isFirst ? self : null;
    }

    /// <summary>Whether a later block of a directory can look so: entries to its end, with names that can be.</summary>
    public static bool LooksLike(ReadOnlySpan<byte> block)
    {
        var entries = new DirectoryBlock(block);
        int names = 0;
        while (entries.MoveNext())
        {
            names++;
            if (entries.Current.Name.ContainsAny((byte)'/', (byte)0))
                return false;
        }
        return names > 0 && entries.DamagedAt < 0;
    }

    /// <summary>Whether a block is of that directory: its checksum is seeded by number and generation. True where the file system keeps none.</summary>
    public static bool IsOf(Ext4Blocks ext4, uint number, uint generation, ReadOnlySpan<byte> block)
    {
        ReadOnlySpan<byte> tail = block[^Ext4Layout.DirectoryTailBytes..];
        bool hasTail = tail[7] == Ext4Layout.DirectoryTailType && BinaryPrimitives.ReadUInt32LittleEndian(tail) == 0
            && BinaryPrimitives.ReadUInt16LittleEndian(tail[4..]) == Ext4Layout.DirectoryTailBytes;
        if (!ext4.Super.Has(ReadOnlyCompatible.MetadataChecksums) || !hasTail)
            return SelfOf(block) == number || !ext4.Super.Has(ReadOnlyCompatible.MetadataChecksums);
        uint seed = Crc32C.Append(Crc32C.Append(ext4.Super.ChecksumSeed, number), generation);
        return Crc32C.Append(seed, block[..^Ext4Layout.DirectoryTailBytes]) == BinaryPrimitives.ReadUInt32LittleEndian(tail[8..]);
    }
}
