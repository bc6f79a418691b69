using StoreForensics.Ingest.Disks;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.Partitions.Lvm;

/// <summary>Puts logical volumes together out of their segments, those too that only others are made of. What was built is kept, and built once.</summary>
internal sealed class LvmVolumes
{
    private const int MaxSegments = 100_000;

    private readonly string _group;
    private readonly LvmSection _volumes;
    private readonly LvmExtents _extents;
    private readonly LvmPools _pools;
    private readonly PartitionLog _log;
    private readonly Dictionary<string, Built> _built = new(StringComparer.Ordinal);
    private readonly HashSet<string> _building = new(StringComparer.Ordinal);

    public LvmVolumes(string group, LvmSection volumes, LvmExtents extents, PartitionLog log)
    {
        (_group, _volumes, _extents, _log) = (group, volumes, extents, log);
        _pools = new LvmPools(group, volumes, this, log);
    }

    /// <summary>The group's thin pools.</summary>
    public LvmPools Pools => _pools;

    /// <summary>The segments of a volume, in the text's order.</summary>
    public static IEnumerable<LvmSection> Segments(LvmSection volume) =>
        volume.Sections.Where(s => s.Name.StartsWith("segment", StringComparison.Ordinal)).Select(s => s.Section);

    /// <summary>One volume's bytes.</summary>
    /// <exception cref="EvidenceFormatException">Its metadata is damaged, or it is of a kind that
    /// is not read (<see cref="PartitionProblems.NotRead"/>).</exception>
    public Built Build(string volume)
    {
        if (_built.TryGetValue(volume, out Built? known))
            return known;
        if (_volumes.Section(volume) is not { } description)
            throw Bad($"there is no logical volume '{DisplayText.Escape(volume)}'");
        if (!_building.Add(volume))
            throw Bad($"the logical volume '{DisplayText.Escape(volume)}' is a part of itself");
        try
        {
            return _built[volume] = Join(volume, description);
        }
        finally
        {
            _building.Remove(volume);
        }
    }

    private Built Join(string volume, LvmSection description)
    {
        LvmSection[] segments = [.. Segments(description).Take(MaxSegments + 1)];
        if (segments.Length > MaxSegments)
            throw Bad($"more than {MaxSegments} segments");
        // What cannot be read of a volume is said before anything of it is looked at.
        if (segments.Select(s => s.Text("type") ?? "a segment without a type").FirstOrDefault(t => !LvmSegment.IsRead(t)) is { } other)
            throw new EvidenceFormatException(PartitionProblems.NotRead, $"its type is '{DisplayText.Escape(other)}'");
        var parts = new List<IBlockSource>();
        var segment = new LvmSegment(_group, volume, _extents, this, _log);
        long next = 0;
        foreach (LvmSection one in segments.OrderBy(s => s.Number("start_extent", 0, LvmExtents.MaxExtents)))
        {
            long start = one.Number("start_extent", 0, LvmExtents.MaxExtents), count = one.Number("extent_count", 1, LvmExtents.MaxExtents);
            if (start < next)
                throw Bad("segments that overlap");
            if (start > next)
                parts.Add(new MissingBlocks(_extents.Bytes(start - next), "a segment that the metadata does not list"));
            parts.Add(segment.Blocks(one, count));
            next = start + count;
        }
        return new Built(parts is [var only] ? only : new JoinedBlocks(parts), segment.Kind, segment.IsWhole);
    }

    private static EvidenceFormatException Bad(string message) => new(PartitionProblems.BadMetadata, message);

    /// <param name="Blocks">Its bytes.</param>
    /// <param name="Kind">In a word: <c>linear</c>.</param>
    /// <param name="IsWhole">Whether all physical volumes that it needs are at hand.</param>
    internal sealed record Built(IBlockSource Blocks, string Kind, bool IsWhole);
}
