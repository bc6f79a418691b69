using System.Buffers.Binary;
using System.Text;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.Partitions.Lvm;

/// <summary>A run of a physical volume.</summary>
internal readonly record struct LvmArea(long Offset, long Bytes);

/// <summary>The label of a physical volume and the header that follows it.</summary>
/// <param name="Id">32 characters, as in the metadata but without its dashes.</param>
/// <param name="MetadataAreas">Where the metadata is kept; none where the group's other volumes have it.</param>
internal readonly record struct LvmLabel(string Id, IReadOnlyList<LvmArea> MetadataAreas)
{
    /// <summary>Null when none of the sectors has a label.</summary>
    /// <param name="head">The first four sectors.</param>
    /// <exception cref="EvidenceFormatException">There is a label, and it is damaged.</exception>
    public static LvmLabel? Parse(ReadOnlySpan<byte> head)
    {
        for (int at = 0; at + LvmLayout.SectorBytes <= head.Length && at < LvmLayout.LabelSectors * LvmLayout.SectorBytes; at += LvmLayout.SectorBytes)
        {
            ReadOnlySpan<byte> sector = head.Slice(at, LvmLayout.SectorBytes);
            if (sector.StartsWith("LABELONE"u8) && sector[LvmLayout.LabelTypeAt..].StartsWith("LVM2 001"u8))
                return Parse(sector, at);
        }
        return null;
    }

    private static LvmLabel Parse(ReadOnlySpan<byte> sector, int at)
    {
        uint checksum = BinaryPrimitives.ReadUInt32LittleEndian(sector[LvmLayout.LabelChecksumAt..]),
            header = BinaryPrimitives.ReadUInt32LittleEndian(sector[LvmLayout.LabelOffsetAt..]);
        if (LvmLayout.Checksum(sector[LvmLayout.LabelOffsetAt..]) != checksum)
            throw new EvidenceFormatException(PartitionProblems.BadMetadata, "the checksum of the label of a physical volume does not match", at);
        if (header > LvmLayout.SectorBytes - LvmLayout.AreasAt)
            throw new EvidenceFormatException(PartitionProblems.BadMetadata, $"the header of a physical volume at byte {header} of its label", at);
        ReadOnlySpan<byte> volume = sector[(int)header..], areas = volume[LvmLayout.AreasAt..];
        Areas(ref areas); // where extents lie: the metadata has it too
        return new LvmLabel(Encoding.Latin1.GetString(volume[..LvmLayout.IdBytes]), Areas(ref areas));
    }

    // Pairs of offset and size, ended by a pair of zeros.
    private static List<LvmArea> Areas(ref ReadOnlySpan<byte> bytes)
    {
        var areas = new List<LvmArea>();
        while (bytes.Length >= 16)
        {
            ulong offset = BinaryPrimitives.ReadUInt64LittleEndian(bytes), size = BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]);
            bytes = bytes[16..];
            if (offset == 0)
                break;
            if (offset <= long.MaxValue && size <= long.MaxValue)
                areas.Add(new LvmArea((long)offset, (long)size));
        }
        return areas;
    }
}
