using System.Buffers.Binary;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.Disks.Vhdx;

/// <summary>A run of the file that holds something whole.</summary>
internal readonly record struct VhdxRegion(long Offset, long Length);

/// <summary>The region table ([MS-VHDX] 2.2.3): where the block allocation table and the metadata are.</summary>
internal readonly record struct VhdxRegions(VhdxRegion BlockTable, VhdxRegion Metadata)
{
    /// <summary>Null when it is cut off, not there, or its checksum does not match.</summary>
    /// <exception cref="EvidenceFormatException">It is whole, and a region that is needed is not in it, or one is demanded that is not known.</exception>
    public static VhdxRegions? Parse(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < VhdxLayout.RegionTableBytes || !bytes.StartsWith("regi"u8))
            return null;
        bytes = bytes[..VhdxLayout.RegionTableBytes];
        uint count = BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]);
        if (BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]) != VhdxLayout.Checksum(bytes) || count > VhdxLayout.MaxRegions)
            return null;
        VhdxRegion? table = null, metadata = null;
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> entry = bytes.Slice(16 + i * VhdxLayout.RegionEntryBytes, VhdxLayout.RegionEntryBytes);
            var id = new Guid(entry[..16]);
            if (id == VhdxLayout.BlockTableRegion)
                table ??= Region(entry);
            else if (id == VhdxLayout.MetadataRegion)
                metadata ??= Region(entry);
            else if ((entry[28] & 1) != 0)
                throw new EvidenceFormatException(DiskProblems.BadHeader, $"a region {id} that must be known and is not");
        }
        if (table is not { } t || metadata is not { } m)
            throw new EvidenceFormatException(DiskProblems.BadHeader, "no region for the block allocation table or the metadata");
        return new VhdxRegions(t, m);
    }

    private static VhdxRegion Region(ReadOnlySpan<byte> entry)
    {
        ulong offset = BinaryPrimitives.ReadUInt64LittleEndian(entry[16..]);
        return offset is >= VhdxLayout.Megabyte and <= long.MaxValue / 2 ? new((long)offset, BinaryPrimitives.ReadUInt32LittleEndian(entry[24..]))
            : throw new EvidenceFormatException(DiskProblems.BadHeader, $"a region at byte {offset}");
    }
}
