using StoreForensics.Ingest.Disks;

namespace StoreForensics.Ingest.Partitions;

/// <summary>Makes slices of a table's entries, and says which leave the disk or overlap.</summary>
internal static class TableSlices
{
    /// <param name="disk">What the table divides.</param>
    /// <param name="scheme"><c>gpt</c>, <c>mbr</c>.</param>
    /// <param name="entries">In the table's order.</param>
    /// <param name="log">Takes what is wrong.</param>
    public static IReadOnlyList<Slice> Of(IBlockSource disk, string scheme, IReadOnlyList<TableEntry> entries, PartitionLog log)
    {
        var slices = new List<Slice>();
        foreach (TableEntry entry in entries)
        {
            if (entry.Start >= disk.Length)
            {
                log.Damage(PartitionProblems.OutsideDisk, $"partition {scheme} {entry.Number} begins at byte {entry.Start}, and the disk has {disk.Length}",
                    entry.Start);
                continue;
            }
            long missing = entry.Length - (disk.Length - entry.Start);
            if (missing > 0)
                log.Damage(PartitionProblems.OutsideDisk,
                    $"the last {missing} bytes of partition {scheme} {entry.Number} are beyond the disk's end and cannot be read", entry.Start);
            slices.Add(new Slice
            {
                Place = $"{scheme} {entry.Number}",
                Name = entry.Name,
                Type = entry.Type,
                Offset = entry.Start,
                Length = entry.Length,
                Blocks = missing > 0 ? JoinedBlocks.Exactly(disk, entry.Start, entry.Length, "what was beyond the disk's end")
                    : new BlockWindow(disk, entry.Start, entry.Length),
            });
        }
        Overlaps(slices, log);
        return slices;
    }

    private static void Overlaps(List<Slice> slices, PartitionLog log)
    {
        Slice[] ordered = [.. slices.OrderBy(p => p.Offset)];
        for (int i = 1; i < ordered.Length; i++)
        {
            if (ordered[i].Offset < ordered[i - 1].Offset + ordered[i - 1].Length)
                log.Warn(PartitionProblems.Overlap, $"partitions {ordered[i - 1].Place} and {ordered[i].Place} overlap", ordered[i].Offset);
        }
    }
}
