using System.Buffers.Binary;
using StoreForensics.Ingest.FileSystems.Erofs;

namespace StoreForensics.Tests.Ingest.FileSystems.Erofs;

/// <summary>An image of directories, each in the one before: compact inodes with their one name inline, a slot of 32 bytes each and one for the name.</summary>
internal static class DeepImage
{
    private const int BlockBits = 12, FirstNode = 64;

    public static byte[] Of(int depth)
    {
        byte[] image = new byte[4096 + (depth * 64) + 4096];
        Span<byte> super = image.AsSpan(ErofsLayout.SuperOffset);
        BinaryPrimitives.WriteUInt32LittleEndian(super, ErofsLayout.Magic);
        super[12] = BlockBits;
        BinaryPrimitives.WriteUInt16LittleEndian(super[14..], FirstNode * 2);
        BinaryPrimitives.WriteUInt32LittleEndian(super[36..], 1);
        for (int i = 0; i < depth; i++)
        {
            Span<byte> inode = image.AsSpan((FirstNode + i) * 64);
            BinaryPrimitives.WriteUInt16LittleEndian(inode, (int)DataLayout.Inline << 1);
            BinaryPrimitives.WriteUInt16LittleEndian(inode[4..], 0x41ED);
            BinaryPrimitives.WriteUInt16LittleEndian(inode[6..], 2);
            BinaryPrimitives.WriteUInt32LittleEndian(inode[8..], i + 1 < depth ? ErofsLayout.EntryBytes + 1u : 0);
            if (i + 1 == depth)
                continue;
            Span<byte> entry = inode[ErofsLayout.CompactBytes..];
            BinaryPrimitives.WriteUInt64LittleEndian(entry, (ulong)((FirstNode + i + 1) * 2));
            BinaryPrimitives.WriteUInt16LittleEndian(entry[8..], ErofsLayout.EntryBytes);
            entry[ErofsLayout.EntryBytes] = (byte)'d';
        }
        return image;
    }
}
