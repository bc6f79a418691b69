using System.Buffers.Binary;

namespace StoreForensics.Tests.Ingest.FileSystems;

/// <summary>A small ext2 file system, made by hand: directories called <c>d</c>, each in the one before (kernel Documentation/filesystems/ext2.rst).</summary>
internal static class NestedExt2
{
    private const int Block = 1024;
    private const int InodeBytes = 128;
    private const int TableBlock = 3;
    private const int FirstFree = 11;

    /// <param name="depth">Directories below the root.</param>
    public static byte[] Image(int depth) => Image(depth, _ => "d");

    /// <summary>The same with other names, the outermost first.</summary>
    public static byte[] Image(params string[] names) => Image(names.Length, level => names[level]);

    private static byte[] Image(int depth, Func<int, string> nameOf)
    {
        int inodes = FirstFree + depth, data = TableBlock + (inodes * InodeBytes / Block) + 1, blocks = data + depth + 1;
        byte[] image = new byte[(blocks * Block + 65535) / 65536 * 65536];
        Span<byte> super = image.AsSpan(Block);
        foreach ((int at, int value) in (ReadOnlySpan<(int, int)>)[(0, inodes), (4, blocks), (0x14, 1), (0x20, 1 << 20), (0x24, 1 << 20), (0x28, inodes),
            (0x4C, 1), (0x54, FirstFree), (0x58, InodeBytes), (0x60, 2)])
            BinaryPrimitives.WriteInt32LittleEndian(super[at..], value);
        BinaryPrimitives.WriteUInt16LittleEndian(super[0x38..], 0xEF53);
        BinaryPrimitives.WriteInt32LittleEndian(image.AsSpan(2 * Block + 8), TableBlock);
        for (int level = 0; level <= depth; level++)
        {
            Inode(image.AsSpan(TableBlock * Block + (Number(level) - 1) * InodeBytes), data + level);
            Span<byte> names = image.AsSpan((data + level) * Block, Block);
            Entry(names, Number(level), 12, ".");
            Entry(names[12..], Number(Math.Max(0, level - 1)), level < depth ? 12 : Block - 12, "..");
            if (level < depth)
                Entry(names[24..], Number(level + 1), Block - 24, nameOf(level));
        }
        return image;
    }

    private static int Number(int level) => level == 0 ? 2 : FirstFree + level - 1;

    private static void Inode(Span<byte> inode, int block)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(inode, 0x41ED);
        BinaryPrimitives.WriteInt32LittleEndian(inode[4..], Block);
        inode[26] = 3;
        inode[28] = 2;
        BinaryPrimitives.WriteInt32LittleEndian(inode[40..], block);
    }

    private static void Entry(Span<byte> at, int inode, int length, string name)
    {
        BinaryPrimitives.WriteInt32LittleEndian(at, inode);
        BinaryPrimitives.WriteInt16LittleEndian(at[4..], (short)length);
        at[6] = (byte)name.Length;
        at[7] = 2;
        System.Text.Encoding.ASCII.GetBytes(name, at[8..]);
    }
}
