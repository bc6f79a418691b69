using System.Buffers.Binary;
using StoreForensics.Ingest.Disks;
using StoreForensics.Ingest.FileSystems.Btrfs;
using StoreForensics.Ingest.FileSystems.Btrfs.Trees;

namespace StoreForensics.Tests.Ingest.FileSystems.Btrfs;

/// <summary>Changes an image by hand, its checksums made right.</summary>
internal static class BtrfsEdits
{
    /// <summary>Changes what an item holds, in each leaf of the tree that has it: in all copies and ages.</summary>
    public static void Item(SparseImage image, int nodeBytes, ulong owner, Key key, Action<Memory<byte>> change)
    {
        long[] leaves = [.. Leaves(image, nodeBytes, owner, key)];
        Assert.That(leaves, Is.Not.Empty, $"no leaf of tree {owner} has {key}");
        foreach (long at in leaves)
        {
            byte[] node = image.ReadBytes(at, nodeBytes);
            change(Data(node, key));
            BtrfsBytes.WriteChecksum(node);
            image.Write(at, node);
        }
    }

    /// <summary>Where on the device the leaves lie that have an item.</summary>
    public static IEnumerable<long> Leaves(SparseImage image, int nodeBytes, ulong owner, Key key)
    {
        byte[] mark = image.ReadBytes(BtrfsLayout.SuperAt + 32, 16);
        foreach (long at in image.Kept.Where(k => k != BtrfsLayout.SuperAt && k + nodeBytes <= image.Length).ToArray())
        {
            byte[] node = image.ReadBytes(at, nodeBytes);
            if (node.AsSpan(32, 16).SequenceEqual(mark) && BinaryPrimitives.ReadUInt64LittleEndian(node.AsSpan(88)) == owner && node[100] == 0
                && BtrfsBytes.IsChecksumRight(node) && !Data(node, key).IsEmpty)
                yield return at;
        }
    }

    /// <summary>Changes the superblock and its copy.</summary>
    public static void Super(SparseImage image, Action<byte[]> change)
    {
        foreach (long at in (long[])[BtrfsLayout.SuperAt, BtrfsLayout.FirstCopyAt])
        {
            if (at + BtrfsLayout.SuperBytes > image.Length)
                continue;
            byte[] super = image.ReadBytes(at, BtrfsLayout.SuperBytes);
            change(super);
            BtrfsBytes.WriteChecksum(super);
            image.Write(at, super);
        }
    }

    private static Memory<byte> Data(byte[] node, Key key)
    {
        ReadOnlySpan<byte> b = node;
        for (int i = 0; i < b.U32(96); i++)
        {
            ReadOnlySpan<byte> item = b[(BtrfsLayout.NodeHeaderBytes + (i * BtrfsLayout.ItemBytes))..];
            if (Key.Parse(item) == key)
                return node.AsMemory(BtrfsLayout.NodeHeaderBytes + (int)item.U32(17), (int)item.U32(21));
        }
        return default;
    }
}
