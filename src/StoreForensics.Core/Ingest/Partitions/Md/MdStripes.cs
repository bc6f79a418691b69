using StoreForensics.Ingest.Disks;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.Partitions.Md;

/// <summary>
/// RAID 0 (Linux <c>drivers/md/raid0.c</c>, 6.1): zones, the first over all members as far as the shortest reaches, each further one over those that are
/// longer. Chunks take turns within a zone.
/// </summary>
internal sealed class MdStripes : BlockwiseDisk
{
    /// <summary>How chunks are counted in further zones: from the array's start, or from the zone's.</summary>
    private const uint Original = 1, Alternate = 2;

    private readonly List<Zone> _zones;
    private readonly bool _isOriginal;

    private MdStripes(List<Zone> zones, long length, long chunk, bool isOriginal)
        : base("RAID 0", length, chunk) => (_zones, _isOriginal) = (zones, isOriginal);

    /// <param name="super">The array.</param>
    /// <param name="members">In their order, whole chunks each.</param>
    /// <param name="tell">Told where the order of further zones is not recorded.</param>
    /// <exception cref="EvidenceFormatException">It has no chunks, or too many members for any.</exception>
    public static IBlockSource Of(MdSuper super, IReadOnlyList<IBlockSource> members, Action<string> tell)
    {
        if (super.ChunkBytes < MdLayout.SectorBytes)
            throw MdSuper.Bad($"RAID 0 with chunks of {super.ChunkBytes} bytes", 0);
        var zones = new List<Zone>();
        long start = 0, below = 0;
        foreach (long end in members.Select(m => m.Length).Where(l => l > 0).Distinct().Order())
        {
            IBlockSource[] longer = [.. members.Where(m => m.Length >= end)];
            if (end - below > (long.MaxValue - start) / longer.Length)
                throw MdSuper.Bad("the members are together longer than any disk", 0);
            zones.Add(new Zone(start, below, longer));
            start += (end - below) * longer.Length;
            below = end;
        }
        if (zones.Count > 1 && super.Layout is not (Original or Alternate))
            tell("its members differ in length, and how it goes on past the shortest is not recorded: it is read as Linux does it since 3.14");
        return new MdStripes(zones, start, super.ChunkBytes, super.Layout == Original);
    }

    protected override void ReadBlock(long block, long start, Span<byte> target)
    {
        int at = _zones.FindLastIndex(z => z.Start <= block * BlockBytes);
        Zone zone = _zones[at];
        long within = block - (zone.Start / BlockBytes), turn = _isOriginal ? block : within;
        zone.Members[(int)(turn % zone.Members.Length)].ReadAt(zone.Below + (within / zone.Members.Length * BlockBytes) + start, target);
    }

    /// <param name="Start">Where it begins in the array.</param>
    /// <param name="Below">Where it begins on its members.</param>
    /// <param name="Members">In their order.</param>
    private sealed record Zone(long Start, long Below, IBlockSource[] Members);
}
