using System.Buffers.Binary;

namespace StoreForensics.Ingest.Partitions.Mbr;

/// <summary>One of the four entries of a boot record.</summary>
/// <param name="Status">0x80 for active, 0 for not.</param>
/// <param name="Type">0 for an unused entry.</param>
/// <param name="Start">In sectors; of what, depends on the record.</param>
/// <param name="Sectors">Their number.</param>
internal readonly record struct MbrEntry(byte Status, byte Type, uint Start, uint Sectors)
{
    public bool IsUsed => Type != 0 && Sectors != 0;

    /// <summary>Null when the sector is no boot record with a table: no mark, or a status that cannot be.</summary>
    public static MbrEntry[]? Parse(ReadOnlySpan<byte> sector)
    {
        if (sector.Length < MbrLayout.Bytes || sector[MbrLayout.MarkAt] != 0x55 || sector[MbrLayout.MarkAt + 1] != 0xAA)
            return null;
        var entries = new MbrEntry[MbrLayout.Entries];
        for (int i = 0; i < entries.Length; i++)
        {
            ReadOnlySpan<byte> entry = sector.Slice(MbrLayout.EntriesAt + i * MbrLayout.EntryBytes, MbrLayout.EntryBytes);
            entries[i] = new(entry[0], entry[4], BinaryPrimitives.ReadUInt32LittleEndian(entry[8..]), BinaryPrimitives.ReadUInt32LittleEndian(entry[12..]));
            if ((entries[i].Status & 0x7F) != 0)
                return null;
        }
        return entries;
    }
}
