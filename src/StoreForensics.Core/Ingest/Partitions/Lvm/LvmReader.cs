using StoreForensics.Ingest.Disks;
using StoreForensics.Ingest.Recognition;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.Partitions.Lvm;

/// <summary>Finds physical volumes among a disk's partitions, reads the newest metadata of each volume group, and gives the logical volumes.</summary>
internal sealed class LvmReader : IAssembler
{
    private readonly HashSet<Partition> _looked = [];
    private readonly Dictionary<string, Partition> _physical = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, (long Sequence, string Name, LvmSection Section)> _groups = new(StringComparer.Ordinal);
    private readonly HashSet<string> _done = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public bool IsWaiting => _groups.Keys.Any(g => !_done.Contains(g));

    /// <summary>By group's name, then in the metadata's order. A group is given once, and waits for
    /// its physical volumes as long as they may come. What cannot be read is a problem.</summary>
    public IReadOnlyList<Slice> Assemble(IReadOnlyList<Partition> found, bool isLast, PartitionLog log)
    {
        foreach (Partition partition in found.Where(_looked.Add))
            Look(partition, log);
        var slices = new List<Slice>();
        Dictionary<string, IBlockSource> physical = _physical.ToDictionary(p => p.Key, p => p.Value.Blocks, StringComparer.Ordinal);
        foreach ((string id, (_, string name, LvmSection section)) in _groups.OrderBy(g => g.Value.Name, StringComparer.Ordinal).ToList())
        {
            var group = new LvmGroup(name, section, physical, log);
            if (_done.Contains(id) || (!isLast && !group.PhysicalIds.All(_physical.ContainsKey)))
                continue;
            _done.Add(id);
            Partition[] members = [.. group.PhysicalIds.Where(_physical.ContainsKey).Select(p => _physical[p]).Distinct()];
            slices.AddRange(group.Volumes().Select(volume => AsSlice(volume, members)));
        }
        return slices;
    }

    private static Slice AsSlice(LogicalVolume volume, IReadOnlyList<Partition> members) => new()
    {
        Place = $"lvm {volume.Group}/{volume.Name}",
        Name = volume.Name,
        Type = volume.Type,
        Length = volume.Blocks.Length,
        Blocks = volume.Blocks,
        Group = volume.Group,
        Thin = volume.Thin,
        Members = members,
    };

    private void Look(Partition partition, PartitionLog log)
    {
        try
        {
            if (LvmLabel.Parse(partition.Blocks.ReadUpTo(0, LvmLayout.LabelSectors * LvmLayout.SectorBytes)) is not { } label)
                return;
            if (!_physical.TryAdd(label.Id, partition))
                log.Warn(PartitionProblems.Duplicate, $"{partition.FoundAs}: a physical volume with the identifier of another: only the first is used",
                    partition.Start);
            ReadAreas(partition, label, log);
        }
        catch (EvidenceFormatException damage) when (partition.Content.Kind == FormatKind.LvmPhysicalVolume)
        {
            log.Damage(damage.Code, $"{partition.FoundAs}: {damage.Message}", partition.Start + damage.Offset);
        }
        catch (EvidenceFormatException)
        {
            // An unreadable beginning is told by whoever reads the partition's file system.
        }
    }

    private void ReadAreas(Partition partition, LvmLabel label, PartitionLog log)
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
                    if (!_groups.TryGetValue(id, out var known) || known.Sequence < sequence)
                        _groups[id] = (sequence, name, section);
                }
            }
            catch (EvidenceFormatException damage)
            {
                log.Damage(damage.Code, $"{partition.FoundAs}: a copy of the LVM metadata cannot be read: {damage.Message}", partition.Start + area.Offset);
            }
        }
    }
}
