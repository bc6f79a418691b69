using StoreForensics.Ingest.Disks;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.Partitions.Lvm;

/// <summary>Reads the segments of one logical volume (lvm.conf(5), LVM2 <c>lib/format_text</c> and the <c>text_export</c> of each type, 2.03).</summary>
internal sealed class LvmSegment(string group, string volume, LvmExtents extents, LvmVolumes volumes, PartitionLog log)
{
    private const int MaxStripes = 128;
    private const long MaxStripeSectors = 1L << 33;

    /// <summary>In a word, after the segments that were read.</summary>
    public string Kind { get; private set; } = "linear";

    /// <summary>Whether all physical volumes that the segments so far need are at hand.</summary>
    public bool IsWhole { get; private set; } = true;

    public static bool IsRead(string type) => type is "striped" or "linear" or "zero" or "error" or "thin" or "mirror" or "raid0" or "raid0_meta" or "raid1";

    /// <exception cref="EvidenceFormatException">Its metadata cannot be.</exception>
    public IBlockSource Blocks(LvmSection segment, long count) => segment.Text("type")! switch
    {
        "zero" => new ZeroBlocks(extents.Bytes(count)),
        "error" => new MissingBlocks(extents.Bytes(count), "a segment of the type 'error'"),
        "thin" => ThinDevice(segment, count),
        "mirror" => Mirror([.. Pairs(segment.List("mirrors")).Select(p => p.Name)], count),
        "raid1" => Mirror([.. Pairs(segment.List("raids")).Select(p => p.Place as string)], count),
        "raid0" => Raid0([.. segment.List("raid0_lvs").Select(n => n as string)], segment, count),
        "raid0_meta" => Raid0([.. Pairs(segment.List("raids")).Select(p => p.Place as string)], segment, count),
        _ => Striped(segment, count),
    };

    private static IEnumerable<(string? Name, object Place)> Pairs(IReadOnlyList<object> list) => list.Chunk(2).Where(p => p.Length == 2).Select(p =>
        (p[0] as string, p[1]));

    private IBlockSource Striped(LvmSection segment, long count)
    {
        int stripes = (int)segment.Number("stripe_count", 1, MaxStripes);
        IReadOnlyList<object> places = segment.List("stripes");
        if (places.Count != 2 * stripes || count % stripes != 0)
            throw Bad($"{stripes} stripes with {places.Count} places and {count} extents");
        var parts = new IBlockSource[stripes];
        for (int i = 0; i < stripes; i++)
            parts[i] = Area(places[2 * i] as string, places[(2 * i) + 1] as long?, count / stripes);
        return Stripes(parts, segment);
    }

    private IBlockSource Raid0(IReadOnlyList<string?> legs, LvmSection segment, long count)
    {
        if (legs.Count is 0 or > MaxStripes || count % legs.Count != 0)
            throw Bad($"{legs.Count} legs for {count} extents");
        return Stripes([.. legs.Select(l => Area(l, 0, count / legs.Count))], segment);
    }

    private IBlockSource Stripes(IBlockSource[] parts, LvmSection segment)
    {
        if (parts.Length == 1)
            return parts[0];
        Kind = "striped";
        return new StripedBlocks(parts, segment.Number("stripe_size", 1, MaxStripeSectors) * LvmLayout.SectorBytes);
    }

    // Each leg has all: the first that is at hand. What a leg missed while it was away, only the kernel's bitmap would tell.
    private IBlockSource Mirror(IReadOnlyList<string?> legs, long count)
    {
        if (legs.Count is 0 or > MaxStripes)
            throw Bad($"a mirror of {legs.Count} legs");
        Kind = "mirrored";
        foreach (string? leg in legs)
        {
            if (leg is not null && volumes.Build(leg) is { IsWhole: true } whole)
            {
                if (leg != legs[0])
                    log.Of($"{group}/{volume}", PartitionProblems.Degraded, ProblemSeverity.Warning,
                        $"logical volume {DisplayText.Escape(group)}/{DisplayText.Escape(volume)}: not all of its {legs.Count} copies are at hand: {DisplayText.Escape(leg)} is read");
                return JoinedBlocks.Exactly(whole.Blocks, 0, extents.Bytes(count), $"the end of {DisplayText.Escape(leg)}");
            }
        }
        return Area(legs[0], 0, count);
    }

    private IBlockSource ThinDevice(LvmSection segment, long count)
    {
        if (segment.Text("thin_pool") is not { } pool)
            throw Bad("a thin volume that names no pool");
        ulong device = (ulong)segment.Number("device_id", 0, (long)Partitions.Thin.ThinLayout.MaxDevice);
        IBlockSource? origin = segment.Text("external_origin") is { } name ? volumes.Build(name).Blocks : null;
        Kind = $"thin, device {device} of pool {DisplayText.Escape(pool)}";
        return volumes.Pools.Device(pool, device, extents.Bytes(count), origin);
    }

    // A run of a physical volume, or of another logical volume, which has no metadata of its own in the way.
    private IBlockSource Area(string? on, long? first, long count)
    {
        if (on is null || extents.Has(on) || first is null or < 0)
        {
            IsWhole &= extents.IsThere(on);
            return extents.Run(volume, on, first, count);
        }
        LvmVolumes.Built inner = volumes.Build(on);
        IsWhole &= inner.IsWhole;
        return JoinedBlocks.Exactly(inner.Blocks, extents.Bytes(first.Value), extents.Bytes(count), $"the end of {DisplayText.Escape(on)}");
    }

    private static EvidenceFormatException Bad(string message) => new(PartitionProblems.BadMetadata, message);
}
