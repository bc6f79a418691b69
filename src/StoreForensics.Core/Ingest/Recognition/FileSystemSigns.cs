using System.Buffers.Binary;

namespace StoreForensics.Ingest.Recognition;

/// <summary>What tells file systems apart beyond a mark.</summary>
internal static class FileSystemSigns
{
    private const ulong UberblockMagic = 0x00BA_B10C;

    // The kernel mounts any of them as ext4; what they are called goes by their features, as blkid has it.
    public static string? Ext(in Sample sample, string words)
    {
        if (!sample.IsPart)
            return words;
        if (sample.Head.Length < 2048)
            return null;
        ReadOnlySpan<byte> superblock = sample.Head.Slice(1024, 1024);
        uint compatible = BinaryPrimitives.ReadUInt32LittleEndian(superblock[92..]), incompatible = BinaryPrimitives.ReadUInt32LittleEndian(superblock[96..]);
        uint readOnly = BinaryPrimitives.ReadUInt32LittleEndian(superblock[100..]);
        if ((incompatible & 8) != 0)
            return "external journal of ext3 or ext4";
        // What ext3 knows: filetype, recover, meta_bg; sparse_super, large_file, btree_dir.
        if ((incompatible & ~0x16u) != 0 || (readOnly & ~7u) != 0)
            return words;
        return (compatible & 4) != 0 ? "ext3" : "ext2";
    }

    public static string? Fat(in Sample sample, string words)
    {
        if (sample.Has(3, "EXFAT   "u8))
            return words;
        if (!sample.Has(510, [0x55, 0xAA]))
            return null;
        if (sample.Has(82, "FAT32   "u8))
            return "FAT32";
        return sample.Has(54, "FAT12"u8) ? "FAT12" : sample.Has(54, "FAT1"u8) ? "FAT16" : null;
    }

    // At the end of a page, whose size is the machine's.
    public static string? Swap(in Sample sample, string words)
    {
        for (int page = 4096; page <= 65536; page *= 2)
        {
            if (sample.Has(page - 10, "SWAPSPACE2"u8) || sample.Has(page - 10, "SWAP-SPACE"u8))
                return words;
        }
        return null;
    }

    // The first label's ring of uberblocks, of 1 KiB or more each, in the byte order of the machine.
    public static string? Zfs(in Sample sample, string words)
    {
        for (int at = 128 * 1024; at + 8 <= sample.Head.Length; at += 1024)
        {
            ReadOnlySpan<byte> word = sample.Head.Slice(at, 8);
            if (BinaryPrimitives.ReadUInt64LittleEndian(word) == UberblockMagic || BinaryPrimitives.ReadUInt64BigEndian(word) == UberblockMagic)
                return words;
        }
        return null;
    }
}
