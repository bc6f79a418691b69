using System.Buffers.Binary;
using System.Text;
using StoreForensics.Ingest.Disks;
using StoreForensics.Ingest.Partitions.Mbr;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.Partitions.Gpt;

/// <summary>Reads a GUID partition table, from its second copy where the first is damaged.</summary>
internal sealed class GptTable : IDivider
{
    public IReadOnlyList<Slice>? Divide(Partition part, DivisionContext context) =>
        Read(part.Blocks, context) is { } entries ? TableSlices.Of(part.Blocks, "gpt", entries, context.Log) : null;

    // Null when the disk has none: neither a header, nor an MBR that says that there is one.
    private static IReadOnlyList<TableEntry>? Read(IBlockSource disk, DivisionContext context)
    {
        PartitionLog log = context.Log;
        int[] sizes = context.SectorBytes is int known ? [known] : [512, 4096];
        Copy? first = sizes.Select(s => Find(disk, s, s)).FirstOrDefault(c => c is not null);
        if (first is { IsWhole: true })
        {
            Compare(disk, log, first);
            return Entries(first, log);
        }
        MbrEntry[]? record = MbrEntry.Parse(disk.ReadUpTo(0, MbrLayout.Bytes));
        bool isPromised = first is not null || record?.Any(e => e.Type == MbrLayout.Protective) == true
            || sizes.Any(s => disk.ReadUpTo(s, 8).AsSpan().SequenceEqual("EFI PART"u8));
        // Where an MBR has partitions of its own, the second copy may be what a GPT left behind that is no more; within a partition it is nearly always that.
        if (!isPromised && (!context.IsDisk || record?.Any(e => e.IsUsed) == true))
            return null;
        Copy? second = sizes.Select(s => Find(disk, disk.Length / s * s - s, s)).FirstOrDefault(c => c is { IsWhole: true });
        if (second is not null)
        {
            log.Warn(PartitionProblems.SecondCopy, "the partition table at the disk's beginning is damaged: its copy at the end is used", second.SectorBytes);
            return Entries(second, log);
        }
        if (first is not null)
        {
            log.Damage(PartitionProblems.BadTable, "the checksum of the partition table's entries does not match, nor is there a copy that is whole",
                (long)first.Header.Entries * first.SectorBytes);
            return Entries(first, log);
        }
        if (isPromised)
            log.Damage(PartitionProblems.BadTable, "there should be a GUID partition table, and neither of its two copies is whole", sizes[0]);
        return null;
    }

    private static Copy? Find(IBlockSource disk, long offset, int sectorBytes)
    {
        try
        {
            if (GptHeader.Parse(disk.ReadUpTo(offset, sectorBytes)) is not { } header || header.Own != (ulong)(offset / sectorBytes))
                return null;
            if (header.Entries > (ulong)(disk.Length / sectorBytes))
                return null;
            byte[] table = disk.ReadBytes((long)header.Entries * sectorBytes, header.TableBytes);
            return new Copy(header, sectorBytes, table, Crc32.Of(table) == header.EntriesChecksum);
        }
        catch (EvidenceFormatException) // the other copy is looked at; that none can be read is said there
        {
            return null;
        }
    }

    private static void Compare(IBlockSource disk, PartitionLog log, Copy first)
    {
        long offset = first.Header.Other <= (ulong)(disk.Length / first.SectorBytes) ? (long)first.Header.Other * first.SectorBytes : disk.Length;
        if (Find(disk, offset, first.SectorBytes) is not { IsWhole: true } second)
            log.Warn(PartitionProblems.SecondCopy, "the second copy of the partition table, at the disk's end, is missing or damaged", offset);
        else if (!second.Table.AsSpan().SequenceEqual(first.Table))
            log.Warn(PartitionProblems.SecondCopy, "the two copies of the partition table differ: the first is used", offset);
    }

    private static List<TableEntry> Entries(Copy copy, PartitionLog log)
    {
        var entries = new List<TableEntry>();
        for (int i = 0; i < copy.Header.Count; i++)
        {
            ReadOnlySpan<byte> entry = copy.Table.AsSpan(i * copy.Header.EntryBytes, copy.Header.EntryBytes);
            var type = new Guid(entry[..16]);
            if (type == Guid.Empty)
                continue;
            ulong first = BinaryPrimitives.ReadUInt64LittleEndian(entry[GptLayout.FirstAt..]),
                last = BinaryPrimitives.ReadUInt64LittleEndian(entry[GptLayout.LastAt..]);
            if (first > last || last >= (ulong)(long.MaxValue / copy.SectorBytes))
                log.Damage(PartitionProblems.BadTable, $"partition gpt {i + 1} from sector {first} to {last} cannot be",
                    (long)copy.Header.Entries * copy.SectorBytes + (long)i * copy.Header.EntryBytes);
            else
                entries.Add(new TableEntry(i + 1, Name(entry.Slice(GptLayout.NameAt, GptLayout.NameBytes)), GptLayout.Words(type),
                    (long)first * copy.SectorBytes, (long)(last - first + 1) * copy.SectorBytes));
        }
        return entries;
    }

    private static string? Name(ReadOnlySpan<byte> bytes)
    {
        string name = Encoding.Unicode.GetString(bytes);
        int end = name.IndexOf('\0', StringComparison.Ordinal);
        name = end < 0 ? name : name[..end];
        return name.Length == 0 ? null : name;
    }

    private sealed record Copy(GptHeader Header, int SectorBytes, byte[] Table, bool IsWhole);
}
