using StoreForensics.Ingest.Disks;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.Partitions.Lvm;

/// <summary>One volume group: puts its logical volumes together out of extents of physical volumes.</summary>
internal sealed class LvmGroup(string name, LvmSection section, IReadOnlyDictionary<string, IBlockSource> physical, PartitionLog log)
{
    // Extents have up to 4 TiB (2^33 sectors); numbers of extents are 32 bits wide.
    private const long MaxExtentSectors = 1L << 33;
    private const long MaxExtents = uint.MaxValue;
    private const int MaxSegments = 100_000;
    private const int MaxStripes = 128;

    private readonly Dictionary<string, Physical> _physical = new(StringComparer.Ordinal);
    private long _extentBytes;

    private string Shown => DisplayText.Escape(name);

    /// <summary>The identifiers of its physical volumes, as their labels have them; empty where one has none.</summary>
    public IEnumerable<string> PhysicalIds => PhysicalVolumes.Select(v => Id(v.Section));

    private IEnumerable<(string Name, LvmSection Section)> PhysicalVolumes => (section.Section("physical_volumes") ?? new LvmSection()).Sections;

    /// <summary>Those that can be read, hidden parts of others left out.</summary>
    public IEnumerable<LogicalVolume> Volumes()
    {
        var found = new List<LogicalVolume>();
        try
        {
            _extentBytes = section.Number("extent_size", 1, MaxExtentSectors) * LvmLayout.SectorBytes;
            ReadPhysical();
        }
        catch (EvidenceFormatException damage)
        {
            log.Of(name, damage.Code, ProblemSeverity.Damage, $"volume group {Shown}: {damage.Message}");
            return found;
        }
        LvmSection volumes = section.Section("logical_volumes") ?? new LvmSection();
        HashSet<string> stores = SnapshotStores(volumes);
        foreach ((string volume, LvmSection description) in volumes.Sections)
        {
            bool isHidden = !description.List("status").Contains("VISIBLE") || IsSnapshot(description);
            if (isHidden)
                continue;
            try
            {
                if (stores.Contains(volume))
                    NotRead(volume, "a snapshot");
                else if (Volume(volume, description) is { } read)
                    found.Add(read);
            }
            catch (EvidenceFormatException damage)
            {
                log.Of($"{name}/{volume}", damage.Code, ProblemSeverity.Damage, $"logical volume {Shown}/{DisplayText.Escape(volume)}: {damage.Message}");
            }
        }
        return found;
    }

    private static IEnumerable<LvmSection> Segments(LvmSection volume) =>
        volume.Sections.Where(s => s.Name.StartsWith("segment", StringComparison.Ordinal)).Select(s => s.Section);

    private static bool IsSnapshot(LvmSection volume) => Segments(volume).Any(s => s.Text("type") == "snapshot");

    // What changed since a snapshot was taken lies in a volume that looks like any other.
    private static HashSet<string> SnapshotStores(LvmSection volumes) =>
        [.. volumes.Sections.SelectMany(v => Segments(v.Section)).Where(s => s.Text("type") == "snapshot").SelectMany(s =>
            (string?[])[s.Text("cow_store"), s.Text("merging_store")]).OfType<string>()];

    private void NotRead(string volume, string words) =>
        log.Of($"{name}/{volume}", PartitionProblems.NotRead, ProblemSeverity.Warning,
            $"logical volume {Shown}/{DisplayText.Escape(volume)}: {words}, which is not read");

    private static string Id(LvmSection volume) => (volume.Text("id") ?? "").Replace("-", "", StringComparison.Ordinal);

    private void ReadPhysical()
    {
        foreach ((string volume, LvmSection description) in PhysicalVolumes)
        {
            IBlockSource? blocks = physical.GetValueOrDefault(Id(description));
            if (blocks is null)
                log.Of($"{name}/{volume}", PartitionProblems.MissingVolume, ProblemSeverity.Damage,
                    $"volume group {Shown}: the physical volume {DisplayText.Escape(volume)} ({DisplayText.Escape(description.Text("device") ?? "device unknown")}, {DisplayText.Escape(description.Text("id"))}) is not on this disk: what lies on it cannot be read");
            _physical.TryAdd(volume, new Physical(volume, blocks, description.Number("pe_start", 0, 1L << 50) * LvmLayout.SectorBytes,
                description.Number("pe_count", 0, MaxExtents)));
        }
    }

    private LogicalVolume? Volume(string volume, LvmSection description)
    {
        LvmSection[] segments = [.. Segments(description).Take(MaxSegments + 1)];
        if (segments.Length > MaxSegments)
            throw Bad($"more than {MaxSegments} segments");
        string? other = segments.Select(s => s.Text("type") ?? "a segment without a type").FirstOrDefault(t =>
            t is not ("striped" or "linear" or "zero" or "error"));
        if (other is not null)
        {
            NotRead(volume, $"its type is '{DisplayText.Escape(other)}'");
            return null;
        }
        var parts = new List<IBlockSource>();
        bool isStriped = false;
        long next = 0;
        foreach (LvmSection segment in segments.OrderBy(s => s.Number("start_extent", 0, MaxExtents)))
        {
            long start = segment.Number("start_extent", 0, MaxExtents), count = segment.Number("extent_count", 1, MaxExtents);
            if (start < next)
                throw Bad("segments that overlap");
            if (start > next)
                parts.Add(new MissingBlocks(Bytes(start - next), "a segment that the metadata does not list"));
            parts.Add(Segment(volume, segment, count, ref isStriped));
            next = start + count;
        }
        return new LogicalVolume(name, volume, $"LVM logical volume, {(isStriped ? "striped" : "linear")}", new JoinedBlocks(parts));
    }

    private IBlockSource Segment(string volume, LvmSection segment, long count, ref bool isStriped)
    {
        string type = segment.Text("type")!;
        if (type == "zero")
            return new ZeroBlocks(Bytes(count));
        if (type == "error")
            return new MissingBlocks(Bytes(count), "a segment of the type 'error'");
        int stripes = (int)segment.Number("stripe_count", 1, MaxStripes);
        IReadOnlyList<object> places = segment.List("stripes");
        if (places.Count != 2 * stripes || count % stripes != 0)
            throw Bad($"{stripes} stripes with {places.Count} places and {count} extents");
        var parts = new IBlockSource[stripes];
        for (int i = 0; i < stripes; i++)
            parts[i] = Extents(volume, places[2 * i] as string, places[2 * i + 1] as long?, count / stripes);
        if (stripes == 1)
            return parts[0];
        isStriped = true;
        return new StripedBlocks(parts, segment.Number("stripe_size", 1, MaxExtentSectors) * LvmLayout.SectorBytes);
    }

    private IBlockSource Extents(string volume, string? on, long? first, long count)
    {
        if (on is null || first is not >= 0 || !_physical.TryGetValue(on, out Physical? disk) || first > disk.Extents - count)
            throw Bad($"{count} extents from {first} on of the physical volume '{DisplayText.Escape(on)}', which has no such");
        long start = checked(disk.Start + Bytes(first.Value));
        if (disk.Blocks is null)
            return new MissingBlocks(Bytes(count), $"the physical volume {DisplayText.Escape(on)} of volume group {Shown}");
        if (start > disk.Blocks.Length - Bytes(count))
            log.Of($"{name}/{volume}", PartitionProblems.OutsideDisk, ProblemSeverity.Damage,
                $"logical volume {Shown}/{DisplayText.Escape(volume)}: extents of {DisplayText.Escape(on)} lie beyond its end and cannot be read", start);
        return JoinedBlocks.Exactly(disk.Blocks, start, Bytes(count), $"the end of the physical volume {DisplayText.Escape(on)}");
    }

    private long Bytes(long extents) => extents <= (long.MaxValue >> 8) / _extentBytes ? extents * _extentBytes
        : throw Bad($"{extents} extents of {_extentBytes} bytes");

    private static EvidenceFormatException Bad(string message) => new(PartitionProblems.BadMetadata, message);

    /// <param name="Name">As the group calls it.</param>
    /// <param name="Blocks">Null where it is not on the disk.</param>
    /// <param name="Start">Where its first extent begins.</param>
    /// <param name="Extents">Their number.</param>
    private sealed record Physical(string Name, IBlockSource? Blocks, long Start, long Extents);
}
