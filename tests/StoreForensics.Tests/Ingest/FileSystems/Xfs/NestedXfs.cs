using System.Buffers.Binary;

namespace StoreForensics.Tests.Ingest.FileSystems.Xfs;

/// <summary>An XFS of version 4 by hand: directories, each named <c>d</c> and in the one before it, as deep as wanted. It has no log.</summary>
internal static class NestedXfs
{
    private const int BlockBytes = 4096, InodeBytes = 256, Blocks = 1024, FirstInode = 16;

    public static byte[] Image(int depth)
    {
        byte[] image = new byte[Blocks * BlockBytes];
        "XFSB"u8.CopyTo(image);
        Put32(image, 4, BlockBytes);
        Put32(image, 12, Blocks);
        Put32(image, 60, FirstInode);
        Put32(image, 84, Blocks);
        Put32(image, 88, 1);
        Put16(image, 100, 4);
        Put16(image, 102, 512);
        Put16(image, 104, InodeBytes);
        image[124] = 10; // 2^10 blocks a group
        for (int i = 0; i <= depth; i++)
            Directory(image.AsSpan((FirstInode + i) * InodeBytes, InodeBytes), (uint)(FirstInode + i), i < depth);
        return image;
    }

    private static void Directory(Span<byte> inode, uint number, bool hasChild)
    {
        "IN"u8.CopyTo(inode);
        Put16(inode, 2, 0x41ED);
        inode[4] = 2;
        inode[5] = 1; // its names lie in it
        Put32(inode, 16, 2);
        Put32(inode, 60, hasChild ? 14u : 6u);
        Span<byte> fork = inode[100..];
        fork[0] = (byte)(hasChild ? 1 : 0);
        Put32(fork, 2, Math.Max(FirstInode, number - 1));
        if (!hasChild)
            return;
        fork[6] = 1;
        fork[9] = (byte)'d';
        Put32(fork, 10, number + 1);
    }

    private static void Put16(Span<byte> bytes, int at, ushort value) => BinaryPrimitives.WriteUInt16BigEndian(bytes[at..], value);

    private static void Put32(Span<byte> bytes, int at, uint value) => BinaryPrimitives.WriteUInt32BigEndian(bytes[at..], value);
}
