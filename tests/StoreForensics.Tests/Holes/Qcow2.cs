using System.Buffers.Binary;

namespace StoreForensics.Tests.Holes;

/// <summary>A raw image as a qcow2 (version 2, QEMU docs/interop/qcow2.txt) whose clusters of
/// zeros are not allocated. Reference counts are left out, which readers do not need.</summary>
internal static class Qcow2
{
    private const int ClusterBits = 16;
    private const int Cluster = 1 << ClusterBits;
    private const int PerTable = Cluster / 8;
    private const ulong Copied = 1UL << 63;

    public static void Write(string raw, string target)
    {
        byte[] medium = File.ReadAllBytes(raw);
        int tables = (medium.Length + (Cluster * PerTable) - 1) / (Cluster * PerTable);
        byte[] head = new byte[(2 + tables) * Cluster]; // header, first level, second level
        Header(head, medium.Length, tables);
        using FileStream file = File.Create(target);
        file.SetLength(head.Length);
        for (int cluster = 0; cluster * Cluster < medium.Length; cluster++)
        {
            ReadOnlySpan<byte> bytes = medium.AsSpan(cluster * Cluster, Math.Min(Cluster, medium.Length - (cluster * Cluster)));
            if (!bytes.ContainsAnyExcept((byte)0))
                continue;
            int table = cluster / PerTable;
            BinaryPrimitives.WriteUInt64BigEndian(head.AsSpan(Cluster + (table * 8)), (ulong)(uint)((2 + table) * Cluster) | Copied);
            BinaryPrimitives.WriteUInt64BigEndian(head.AsSpan(((2 + table) * Cluster) + (cluster % PerTable * 8)), (ulong)file.Length | Copied);
            file.Position = file.Length;
            file.Write(bytes);
            file.SetLength((file.Length + Cluster - 1) / Cluster * Cluster);
        }
        file.Position = 0;
        file.Write(head);
    }

    private static void Header(Span<byte> head, long size, int tables)
    {
        "QFI\u00fb"u8[..3].CopyTo(head);
        head[3] = 0xfb;
        BinaryPrimitives.WriteUInt32BigEndian(head[4..], 2);
        BinaryPrimitives.WriteUInt32BigEndian(head[20..], ClusterBits);
        BinaryPrimitives.WriteUInt64BigEndian(head[24..], (ulong)size);
        BinaryPrimitives.WriteUInt32BigEndian(head[36..], (uint)tables);
        BinaryPrimitives.WriteUInt64BigEndian(head[40..], Cluster);
    }
}
