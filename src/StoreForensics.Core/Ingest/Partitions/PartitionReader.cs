using StoreForensics.Ingest.Disks;
using StoreForensics.Ingest.Partitions.Gpt;
using StoreForensics.Ingest.Partitions.Lvm;
using StoreForensics.Ingest.Partitions.Mbr;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.Partitions;

/// <summary>Finds what a disk is divided into: GPT or MBR partitions, and the logical volumes on them.</summary>
internal static class PartitionReader
{
    /// <summary>Partitions in the order of their table, then logical volumes by group and name. A disk without a table is one part, the whole.</summary>
    /// <param name="disk">The medium.</param>
    /// <param name="evidence">The evidence's name, for problems.</param>
    /// <param name="problems">Takes what is wrong.</param>
    /// <param name="sectorBytes">512 or 4096 where the image says so; null to find out.</param>
    public static IReadOnlyList<Partition> Read(IBlockSource disk, string evidence, ProblemLog problems, int? sectorBytes = null)
    {
        var log = new PartitionLog(problems, evidence);
        List<Partition> found = Divided(disk, log, sectorBytes);
        if (found.Count == 0)
            found.Add(new Partition { Index = 0, Type = "no partition table", Start = 0, Length = disk.Length, FoundAs = "whole disk", Blocks = disk });
        foreach (LogicalVolume volume in LvmReader.Read(found, log))
        {
            found.Add(new Partition
            {
                Index = found.Count,
                Name = volume.Name,
                Type = volume.Type,
                Start = null,
                Length = volume.Blocks.Length,
                FoundAs = $"lvm {volume.Group}/{volume.Name}",
                Blocks = volume.Blocks,
            });
        }
        return found;
    }

    private static List<Partition> Divided(IBlockSource disk, PartitionLog log, int? sectorBytes)
    {
        try
        {
            if (GptTable.Read(disk, log, sectorBytes) is { } gpt)
                return Parts(disk, "gpt", gpt, log);
            // A file system's first sector can look like a table: it has the same mark, and code where the table would be.
            if (VolumeSniffer.Sniff(disk).Kind is VolumeKind.Fat or VolumeKind.Ntfs)
                return [];
            return Parts(disk, "mbr", MbrTable.Read(disk, log, sectorBytes), log);
        }
        catch (EvidenceFormatException damage)
        {
            log.Damage(damage.Code, $"the partition table cannot be read: {damage.Message}", damage.Offset);
            return [];
        }
    }

    private static List<Partition> Parts(IBlockSource disk, string scheme, IReadOnlyList<TableEntry> entries, PartitionLog log)
    {
        var parts = new List<Partition>();
        foreach (TableEntry entry in entries)
        {
            if (entry.Start >= disk.Length)
            {
                log.Damage(PartitionProblems.OutsideDisk, $"partition {scheme} {entry.Number} begins at byte {entry.Start}, and the disk has {disk.Length}", entry.Start);
                continue;
            }
            long missing = entry.Length - (disk.Length - entry.Start);
            if (missing > 0)
                log.Damage(PartitionProblems.OutsideDisk, $"the last {missing} bytes of partition {scheme} {entry.Number} are beyond the disk's end and cannot be read", entry.Start);
            parts.Add(new Partition
            {
                Index = parts.Count,
                Name = entry.Name,
                Type = entry.Type,
                Start = entry.Start,
                Length = entry.Length,
                FoundAs = $"{scheme} {entry.Number}",
                Blocks = missing > 0 ? JoinedBlocks.Exactly(disk, entry.Start, entry.Length, "what was beyond the disk's end") : new BlockWindow(disk, entry.Start, entry.Length),
            });
        }
        Overlaps(parts, log);
        return parts;
    }

    private static void Overlaps(List<Partition> parts, PartitionLog log)
    {
        Partition[] ordered = [.. parts.OrderBy(p => p.Start)];
        for (int i = 1; i < ordered.Length; i++)
        {
            if (ordered[i].Start < ordered[i - 1].Start + ordered[i - 1].Length)
                log.Warn(PartitionProblems.Overlap, $"partitions {ordered[i - 1].FoundAs} and {ordered[i].FoundAs} overlap", ordered[i].Start);
        }
    }
}
