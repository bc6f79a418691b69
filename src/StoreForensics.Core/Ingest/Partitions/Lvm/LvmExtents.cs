using StoreForensics.Ingest.Disks;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.Partitions.Lvm;

/// <summary>The physical volumes of one group, and their extents.</summary>
internal sealed class LvmExtents
{
    /// <summary>Numbers of extents are 32 bits wide.</summary>
    public const long MaxExtents = uint.MaxValue;

    // Extents have up to 4 TiB (2^33 sectors).
    private const long MaxExtentSectors = 1L << 33;

    private readonly string _group;
    private readonly PartitionLog _log;
    private readonly long _extentBytes;
    private readonly Dictionary<string, Physical> _physical = new(StringComparer.Ordinal);

    /// <param name="group">The group's name.</param>
    /// <param name="section">Its metadata.</param>
    /// <param name="found">Physical volumes by their identifiers.</param>
    /// <param name="log">Takes which are missing.</param>
    /// <exception cref="EvidenceFormatException">The metadata's numbers cannot be.</exception>
    public LvmExtents(string group, LvmSection section, IReadOnlyDictionary<string, IBlockSource> found, PartitionLog log)
    {
        (_group, _log) = (group, log);
        _extentBytes = section.Number("extent_size", 1, MaxExtentSectors) * LvmLayout.SectorBytes;
        foreach ((string volume, LvmSection description) in Listed(section))
        {
            IBlockSource? blocks = found.GetValueOrDefault(Id(description));
            if (blocks is null)
                log.Of($"{group}/{volume}", PartitionProblems.MissingVolume, ProblemSeverity.Damage,
                    $"volume group {Shown}: the physical volume {DisplayText.Escape(volume)} ({DisplayText.Escape(description.Text("device") ?? "device unknown")}, {DisplayText.Escape(description.Text("id"))}) is not on this disk: what lies on it cannot be read");
            _physical.TryAdd(volume, new Physical(blocks, description.Number("pe_start", 0, 1L << 50) * LvmLayout.SectorBytes,
                description.Number("pe_count", 0, MaxExtents)));
        }
    }

    private string Shown => DisplayText.Escape(_group);

    /// <summary>The group's physical volumes as its metadata names them.</summary>
    public static IEnumerable<(string Name, LvmSection Section)> Listed(LvmSection section) =>
        (section.Section("physical_volumes") ?? new LvmSection()).Sections;

    /// <summary>A physical volume's identifier as its label has it; empty where there is none.</summary>
    public static string Id(LvmSection volume) => (volume.Text("id") ?? "").Replace("-", "", StringComparison.Ordinal);

    /// <summary>Whether the group has a physical volume of that name, at hand or not.</summary>
    public bool Has(string? name) => name is not null && _physical.ContainsKey(name);

    /// <summary>Whether it is at hand.</summary>
    public bool IsThere(string? name) => name is not null && _physical.GetValueOrDefault(name) is { Blocks: not null };

    /// <exception cref="EvidenceFormatException">So many bytes cannot be.</exception>
    public long Bytes(long extents) => extents <= (long.MaxValue >> 8) / _extentBytes ? extents * _extentBytes
        : throw Bad($"{extents} extents of {_extentBytes} bytes");

    /// <summary>A run of a physical volume; what is not there cannot be read, and keeps its place.</summary>
    /// <param name="volume">The logical volume, for problems.</param>
    /// <param name="on">The physical volume.</param>
    /// <param name="first">Its first extent.</param>
    /// <param name="count">How many.</param>
    /// <exception cref="EvidenceFormatException">There are no such extents.</exception>
    public IBlockSource Run(string volume, string? on, long? first, long count)
    {
        if (on is null || first is not >= 0 || !_physical.TryGetValue(on, out Physical? disk) || first > disk.Extents - count)
            throw Bad($"{count} extents from {first} on of the physical volume '{DisplayText.Escape(on)}', which has no such");
        long start = checked(disk.Start + Bytes(first.Value));
        if (disk.Blocks is null)
            return new MissingBlocks(Bytes(count), $"the physical volume {DisplayText.Escape(on)} of volume group {Shown}");
        if (start > disk.Blocks.Length - Bytes(count))
            _log.Of($"{_group}/{volume}", PartitionProblems.OutsideDisk, ProblemSeverity.Damage,
                $"logical volume {Shown}/{DisplayText.Escape(volume)}: extents of {DisplayText.Escape(on)} lie beyond its end and cannot be read", start);
        return JoinedBlocks.Exactly(disk.Blocks, start, Bytes(count), $"the end of the physical volume {DisplayText.Escape(on)}");
    }

    private static EvidenceFormatException Bad(string message) => new(PartitionProblems.BadMetadata, message);

    /// <param name="Blocks">Null where it is not on the disk.</param>
    /// <param name="Start">Where its first extent begins.</param>
    /// <param name="Extents">Their number.</param>
    private sealed record Physical(IBlockSource? Blocks, long Start, long Extents);
}
