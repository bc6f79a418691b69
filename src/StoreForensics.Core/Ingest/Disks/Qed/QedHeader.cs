using System.Buffers.Binary;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.Disks.Qed;

/// <summary>The header of a QED disk, little-endian (qemu docs/interop/qed_spec.txt).</summary>
internal sealed record QedHeader
{
    public const int Bytes = 64;

    /// <summary>Features without which it cannot be read: a backing file, a check that is due, a backing file that is raw.</summary>
    public const ulong HasBacking = 1, NeedsCheck = 2, IsBackingRaw = 4;

    private const uint Magic = 0x00444551;
    private const uint LeastClusterBytes = 4096, MostClusterBytes = 64 << 20, MostTableClusters = 16;

    public required uint ClusterBytes { get; init; }

    /// <summary>Of a table of either level.</summary>
    public required long Entries { get; init; }

    public required ulong Features { get; init; }

    /// <summary>Of the table of the first level, in the file.</summary>
    public required ulong TableOffset { get; init; }

    /// <summary>Bytes of the medium.</summary>
    public required long Size { get; init; }

    public required uint BackingNameOffset { get; init; }

    public required uint BackingNameBytes { get; init; }

    /// <exception cref="EvidenceFormatException">It cannot be.</exception>
    public static QedHeader Parse(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < Bytes || U32(bytes, 0) != Magic)
            throw new EvidenceFormatException(DiskProblems.BadHeader, "no header that can be read", 0);
        uint cluster = U32(bytes, 4), table = U32(bytes, 8);
        if (cluster is < LeastClusterBytes or > MostClusterBytes || !uint.IsPow2(cluster))
            throw new EvidenceFormatException(DiskProblems.BadHeader, $"clusters of {cluster} bytes cannot be", 4);
        if (table is 0 or > MostTableClusters || !uint.IsPow2(table))
            throw new EvidenceFormatException(DiskProblems.BadHeader, $"tables of {table} clusters cannot be", 8);
        long entries = (long)table * cluster / sizeof(ulong);
        ulong size = U64(bytes, 48);
        if (size > long.MaxValue || new UInt128(0, size) > (UInt128)(ulong)(entries * cluster) * (ulong)entries)
            throw new EvidenceFormatException(DiskProblems.BadHeader, $"a disk of {size} bytes cannot be", 48);
        return new QedHeader
        {
            ClusterBytes = cluster,
            Entries = entries,
            Features = U64(bytes, 16),
            TableOffset = U64(bytes, 40),
            Size = (long)size,
            BackingNameOffset = U32(bytes, 56),
            BackingNameBytes = U32(bytes, 60),
        };
    }

    private static uint U32(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);

    private static ulong U64(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt64LittleEndian(bytes[at..]);
}
