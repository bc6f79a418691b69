using StoreForensics.Ingest.Disks;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.Partitions.Lvm;

/// <summary>One volume group: which of its logical volumes there are to be read.</summary>
internal sealed class LvmGroup(string name, LvmSection section, IReadOnlyDictionary<string, IBlockSource> physical, PartitionLog log)
{
    private string Shown => DisplayText.Escape(name);

    /// <summary>The identifiers of its physical volumes, as their labels have them; empty where one has none.</summary>
    public IEnumerable<string> PhysicalIds => LvmExtents.Listed(section).Select(v => LvmExtents.Id(v.Section));

    /// <summary>Those that can be read, hidden parts of others left out; the devices of a
    /// thin pool that LVM does not list in the place of the pool.</summary>
    public IEnumerable<LogicalVolume> Volumes()
    {
        var found = new List<LogicalVolume>();
        LvmSection volumes = section.Section("logical_volumes") ?? new LvmSection();
        if (Extents() is not { } extents)
            return found;
        HashSet<string> stores = SnapshotStores(volumes);
        var built = new LvmVolumes(name, volumes, extents, log);
        foreach ((string volume, LvmSection description) in volumes.Sections)
        {
            bool isHidden = !description.List("status").Contains("VISIBLE") || IsSnapshot(description);
            if (isHidden)
                continue;
            try
            {
                if (stores.Contains(volume))
                    NotRead(volume, "a snapshot");
                else if (LvmPools.IsPool(description))
                    found.AddRange(built.Pools.Unlisted(volume));
                else
                    found.Add(Volume(volume, built.Build(volume)));
            }
            catch (EvidenceFormatException other) when (other.Code == PartitionProblems.NotRead)
            {
                NotRead(volume, other.Message);
            }
            catch (EvidenceFormatException damage)
            {
                log.Of($"{name}/{volume}", damage.Code, ProblemSeverity.Damage, $"logical volume {Shown}/{DisplayText.Escape(volume)}: {damage.Message}");
            }
        }
        return found;
    }

    private LvmExtents? Extents()
    {
        try
        {
            return new LvmExtents(name, section, physical, log);
        }
        catch (EvidenceFormatException damage)
        {
            log.Of(name, damage.Code, ProblemSeverity.Damage, $"volume group {Shown}: {damage.Message}");
            return null;
        }
    }

    private LogicalVolume Volume(string volume, LvmVolumes.Built built) =>
        new(name, volume, $"LVM logical volume, {built.Kind}", built.Blocks);

    private static bool IsSnapshot(LvmSection volume) => LvmVolumes.Segments(volume).Any(s => s.Text("type") == "snapshot");

    // What changed since a snapshot was taken lies in a volume that looks like any other.
    private static HashSet<string> SnapshotStores(LvmSection volumes) =>
        [.. volumes.Sections.SelectMany(v => LvmVolumes.Segments(v.Section)).Where(s => s.Text("type") == "snapshot").SelectMany(s =>
            (string?[])[s.Text("cow_store"), s.Text("merging_store")]).OfType<string>()];

    private void NotRead(string volume, string words) =>
        log.Of($"{name}/{volume}", PartitionProblems.NotRead, ProblemSeverity.Warning,
            $"logical volume {Shown}/{DisplayText.Escape(volume)}: {words}, which is not read");
}
