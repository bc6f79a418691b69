using StoreForensics.Ingest.Disks;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.Partitions.Lvm;

/// <summary>Finds physical volumes among a disk's partitions, reads the newest metadata of each volume group, and gives the logical volumes.</summary>
internal static class LvmReader
{
    /// <summary>By group's name, then in the metadata's order. What cannot be read is a problem.</summary>
    public static IReadOnlyList<LogicalVolume> Read(IReadOnlyList<Partition> partitions, PartitionLog log)
    {
        var physical = new Dictionary<string, IBlockSource>(StringComparer.Ordinal);
        var groups = new SortedDictionary<string, (long Sequence, string Name, LvmSection Section)>(StringComparer.Ordinal);
        foreach (Partition partition in partitions)
        {
            try
            {
                if (LvmLabel.Parse(partition.Blocks.ReadUpTo(0, LvmLayout.LabelSectors * LvmLayout.SectorBytes)) is not { } label)
                    continue;
                if (!physical.TryAdd(label.Id, partition.Blocks))
                    log.Warn(PartitionProblems.Duplicate, $"{partition.FoundAs}: a physical volume with the identifier of another: only the first is used", partition.Start);
                ReadAreas(partition, label, groups, log);
            }
            catch (EvidenceFormatException damage) when (VolumeSniffer.Sniff(partition.Blocks).Kind == VolumeKind.LvmPhysicalVolume)
            {
                log.Damage(damage.Code, $"{partition.FoundAs}: {damage.Message}", partition.Start + damage.Offset);
            }
            catch (EvidenceFormatException)
            {
                // An unreadable beginning is told by whoever reads the partition's file system.
            }
        }
        var found = new List<LogicalVolume>();
        foreach ((_, string name, LvmSection section) in groups.Values.OrderBy(g => g.Name, StringComparer.Ordinal))
            found.AddRange(new LvmGroup(name, section, physical, log).Volumes());
        return found;
    }

    private static void ReadAreas(Partition partition, LvmLabel label, SortedDictionary<string, (long Sequence, string Name, LvmSection Section)> groups, PartitionLog log)
    {
        foreach (LvmArea area in label.MetadataAreas)
        {
            try
            {
                if (LvmMetadataArea.Read(partition.Blocks, area) is not { } text)
                    continue;
                foreach ((string name, LvmSection section) in LvmText.Parse(text).Sections.Where(s => s.Section.Section("physical_volumes") is not null))
                {
                    long sequence = section.Number("seqno", 0, long.MaxValue);
                    string id = section.Text("id") ?? name;
                    if (!groups.TryGetValue(id, out var known) || known.Sequence < sequence)
                        groups[id] = (sequence, name, section);
                }
            }
            catch (EvidenceFormatException damage)
            {
                log.Damage(damage.Code, $"{partition.FoundAs}: a copy of the LVM metadata cannot be read: {damage.Message}", partition.Start + area.Offset);
            }
        }
    }
}
