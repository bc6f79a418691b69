using StoreForensics.Ingest.Disks;
using StoreForensics.Ingest.Recognition;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.Partitions.Mbr;

/// <summary>Reads a master boot record's partitions and the chain of logical ones.</summary>
internal sealed class MbrTable : IDivider
{
    public IReadOnlyList<Slice>? Divide(Partition part, DivisionContext context)
    {
        // A file system's first sector can look like a table: it has the same mark, and code where the table would be.
        if (part.Content.Kind is FormatKind.Fat or FormatKind.Ntfs || (!context.IsDisk && !IsPlain(part.Blocks)))
            return null;
        IReadOnlyList<TableEntry> entries = Read(part.Blocks, context.Log, context.SectorBytes);
        return entries.Count == 0 ? null : TableSlices.Of(part.Blocks, "mbr", entries, context.Log);
    }

    // A boot loader's sector has the mark in any partition; only what all lies in it is a table of it.
    private static bool IsPlain(IBlockSource part) =>
        MbrEntry.Parse(part.ReadUpTo(0, MbrLayout.Bytes)) is { } entries
        && entries.Where(e => e.IsUsed).All(e => e.Type != MbrLayout.Protective && e.Start > 0 && ((long)e.Start + e.Sectors) * MbrLayout.Bytes <= part.Length);

    // Empty when there is no table, or nothing in it.
    private static IReadOnlyList<TableEntry> Read(IBlockSource disk, PartitionLog log, int? sectorBytes)
    {
        if (MbrEntry.Parse(disk.ReadUpTo(0, MbrLayout.Bytes)) is not { } entries)
            return [];
        int bytes = sectorBytes ?? SectorBytes(disk, entries);
        var found = new List<TableEntry>();
        var logical = new List<TableEntry>();
        for (int i = 0; i < entries.Length; i++)
        {
            if (!entries[i].IsUsed)
                continue;
            if (MbrLayout.IsExtended(entries[i].Type))
                Chain(disk, log, entries[i], bytes, logical);
            else
                found.Add(Entry(i + 1, entries[i], 0, bytes));
        }
        return [.. found, .. logical];
    }

    private static TableEntry Entry(int number, MbrEntry entry, long baseSector, int sectorBytes) =>
        new(number, null, MbrLayout.Words(entry.Type), (baseSector + entry.Start) * sectorBytes, (long)entry.Sectors * sectorBytes);

    // Each record of the chain has one partition, counted from the record, and the next record, counted from the extended partition's beginning.
    private static void Chain(IBlockSource disk, PartitionLog log, MbrEntry extended, int sectorBytes, List<TableEntry> found)
    {
        long at = extended.Start;
        var seen = new HashSet<long>();
        while (true)
        {
            if (!seen.Add(at) || seen.Count > MbrLayout.MaxLogical)
            {
                log.Damage(PartitionProblems.BadChain, "the chain of logical partitions leads back into itself, or has no end", at * sectorBytes);
                return;
            }
            if (Record(disk, log, at * sectorBytes) is not { } entries)
                return;
            MbrEntry? next = null;
            foreach (MbrEntry entry in entries.Where(e => e.IsUsed))
            {
                if (MbrLayout.IsExtended(entry.Type))
                    next ??= entry;
                else
                    found.Add(Entry(MbrLayout.Entries + 1 + found.Count, entry, at, sectorBytes));
            }
            if (next is not { } link)
                return;
            at = (long)extended.Start + link.Start;
        }
    }

    private static MbrEntry[]? Record(IBlockSource disk, PartitionLog log, long offset)
    {
        try
        {
            if (MbrEntry.Parse(disk.ReadBytes(offset, MbrLayout.Bytes)) is { } entries)
                return entries;
            log.Damage(PartitionProblems.BadChain, "no boot record where the chain of logical partitions goes on: further ones are lost", offset);
        }
        catch (EvidenceFormatException damage)
        {
            log.Damage(PartitionProblems.BadChain, $"the chain of logical partitions cannot be read further: {damage.Message}", offset);
        }
        return null;
    }

    // The table does not say how large its sectors are. Where nothing is recognised with the usual 512, and something is with 4096, it is those.
    private static int SectorBytes(IBlockSource disk, MbrEntry[] entries)
    {
        bool Recognised(int bytes) => entries.Any(e => e.IsUsed && IsKnown(disk, e, bytes));
        return !Recognised(512) && Recognised(4096) ? 4096 : 512;
    }

    private static bool IsKnown(IBlockSource disk, MbrEntry entry, int bytes)
    {
        long start = (long)entry.Start * bytes;
        if (start >= disk.Length)
            return false;
        var part = new BlockWindow(disk, start, Math.Min((long)entry.Sectors * bytes, disk.Length - start));
        return MbrLayout.IsExtended(entry.Type) ? MbrEntry.Parse(part.ReadUpTo(0, MbrLayout.Bytes)) is not null
            : Recogniser.Part(part).Kind != FormatKind.Unknown;
    }
}
