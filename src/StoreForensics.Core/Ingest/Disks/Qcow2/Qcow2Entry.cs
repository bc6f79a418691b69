using System.Buffers.Binary;

namespace StoreForensics.Ingest.Disks.Qcow2;

/// <summary>Where a part of the medium is.</summary>
internal enum Qcow2Place
{
    /// <summary>In the backing file; zeros without one.</summary>
    Backing,
    Zeros,
    Data,
    Compressed,
}

/// <summary>An entry of a table of the second level: 8 bytes, or 16 with subclusters.</summary>
/// <param name="Value">The first 8 bytes.</param>
/// <param name="Bitmap">With subclusters: which are allocated (bits 0 to 31) and which read as zeros (32 to 63); else null.</param>
internal readonly record struct Qcow2Entry(ulong Value, ulong? Bitmap)
{
    public static Qcow2Entry Parse(ReadOnlySpan<byte> bytes) =>
        new(BinaryPrimitives.ReadUInt64BigEndian(bytes), bytes.Length >= 16 ? BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]) : null);

    public bool IsCompressed => (Value & Qcow2Layout.Compressed) != 0;

    public long Offset => (long)(Value & Qcow2Layout.OffsetMask);

    /// <summary>Where the compressed data begins, to the byte (section "Compressed Clusters Descriptor").</summary>
    public long CompressedOffset(int clusterBits) => (long)(Value & ((1UL << OffsetBits(clusterBits)) - 1));

    /// <summary>Up to where it may reach: the end of the last of its sectors of 512 bytes.</summary>
    public int CompressedBytes(int clusterBits)
    {
        int more = (int)((Value & (Qcow2Layout.Compressed - 1)) >> OffsetBits(clusterBits));
        return (more + 1) * 512 - (int)(CompressedOffset(clusterBits) & 511);
    }

    /// <summary>Where the bytes from a place in the cluster on are, and for how many the same is true.</summary>
    public (Qcow2Place Place, int Count) At(int start, int clusterBytes, int version, bool isExternal)
    {
        if (IsCompressed)
            return (Qcow2Place.Compressed, clusterBytes - start);
        // With an external data file offset 0 is a place like any other, and only the flag tells.
        bool isAllocated = Offset != 0 || (isExternal && (Value & Qcow2Layout.Copied) != 0);
        if (Bitmap is not ulong bitmap)
            return (version >= 3 && (Value & Qcow2Layout.ReadsZero) != 0 ? Qcow2Place.Zeros : isAllocated ? Qcow2Place.Data : Qcow2Place.Backing,
                clusterBytes - start);
        int bytes = clusterBytes / Qcow2Layout.Subclusters, first = start / bytes;
        Qcow2Place place = Subcluster(bitmap, first);
        int next = first + 1;
        while (next < Qcow2Layout.Subclusters && Subcluster(bitmap, next) == place)
            next++;
        return (place, next * bytes - start);
    }

    private static Qcow2Place Subcluster(ulong bitmap, int number) =>
        (bitmap >> (32 + number) & 1) != 0 ? Qcow2Place.Zeros : (bitmap >> number & 1) != 0 ? Qcow2Place.Data : Qcow2Place.Backing;

    private static int OffsetBits(int clusterBits) => 62 - (clusterBits - 8);
}
