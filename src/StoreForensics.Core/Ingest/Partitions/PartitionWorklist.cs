using StoreForensics.Ingest.Disks;
using StoreForensics.Ingest.Recognition;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.Partitions;

/// <summary>
/// Divides a disk, and what that gives, until nothing new is found; then puts together what can be, and divides that. Ends on any disk: a place is looked at
/// once, depth and number of what lies within other partitions are bounded.
/// </summary>
internal sealed class PartitionWorklist(
    IReadOnlyList<IDivider> dividers, IReadOnlyList<IAssembler> assemblers, PartitionLog log, IReadOnlyList<CompanionDisk> companions, DiskKey? key)
{
    /// <summary>A guest's disk in a logical volume, with a volume group of its own, is three deep.</summary>
    public const int MaxDepth = 8;

    /// <summary>Most partitions within others; a table of the disk itself is bounded by its own size.</summary>
    public const int MaxWithin = 2048;

    private readonly List<Partition> _found = [];
    private readonly Queue<Partition> _pending = new();
    private readonly Dictionary<(IBlockSource Source, long Offset), bool> _looked = [];
    private int _within;
    private bool _hasCompanions;
    private string? _partOf;

    public FoundPartitions Run(IBlockSource disk, int? sectorBytes)
    {
        DivideDisk(disk, sectorBytes, null, log);
        do
        {
            while (_pending.TryDequeue(out Partition? next))
                Divide(next);
        }
        while (Assemble(isLast: false) || AddCompanions() || Assemble(isLast: true));
        return new FoundPartitions(Ordered(), _partOf);
    }

    private void DivideDisk(IBlockSource disk, int? sectorBytes, CompanionDisk? aside, PartitionLog told)
    {
        var whole = new Partition
        {
            Type = "no partition table",
            Start = 0,
            Length = disk.Length,
            Place = "whole disk",
            Ground = (disk, 0),
            Blocks = disk,
            Aside = aside,
        };
        int before = _found.Count;
        try
        {
            IReadOnlyList<Slice> slices = Ask(whole, new DivisionContext(told, IsDisk: true, sectorBytes, key));
            _looked[whole.Ground] = slices.Count > 0;
            foreach (Slice slice in slices)
                Add(slice, null, slice.Offset, (whole.Blocks, slice.Offset), 0, aside);
        }
        catch (EvidenceFormatException damage)
        {
            told.Damage(damage.Code, $"the partition table cannot be read: {damage.Message}", damage.Offset);
        }
        if (_found.Count == before)
            _found.Add(whole);
    }

    // What is wrong with them, their own reading tells.
    private bool AddCompanions()
    {
        if (_hasCompanions || !assemblers.Any(a => a.IsWaiting))
            return false;
        _hasCompanions = true;
        int before = _found.Count;
        foreach (CompanionDisk companion in companions)
        {
            if (companion.Open() is { } disk)
                DivideDisk(disk, null, companion, new PartitionLog(new ProblemLog(), companion.Name));
        }
        return _found.Count > before;
    }

    // Where something is recognised, that is what the partition holds, whatever else may look like a table there.
    private void Divide(Partition part)
    {
        if (part.Content.Kind is not (FormatKind.Unknown or FormatKind.Luks))
            return;
        PartitionLog place = part.Aside is null ? log.Within(part.FoundAs) : new PartitionLog(new ProblemLog(), part.FoundAs);
        if (_looked.TryGetValue(part.Ground, out bool hadTable))
        {
            if (hadTable)
                place.Damage(PartitionProblems.Nested, "the partition begins with a partition table that was read before: it is not read again");
            return;
        }
        IReadOnlyList<Slice> slices = AskQuietly(part, place);
        _looked[part.Ground] = slices.Count > 0;
        if (slices.Count > 0 && part.Depth >= MaxDepth)
            place.Damage(PartitionProblems.Nested, $"partitions within partitions, more than {MaxDepth} deep: those in here are not read");
        else if (slices.Count > MaxWithin - _within)
            place.Damage(PartitionProblems.Nested, $"more than {MaxWithin} partitions within others: the {slices.Count} in here are not read");
        else
            AddWithin(part, slices);
    }

    private void AddWithin(Partition part, IReadOnlyList<Slice> slices)
    {
        _within += slices.Count;
        foreach (Slice slice in slices)
            Add(slice, part, part.Start + slice.Offset, (part.Ground.Source, part.Ground.Offset + slice.Offset), part.Depth + 1, part.Aside);
    }

    // Nothing is missing where a table could be and the bytes cannot be read: whoever reads the partition's file system says so.
    private IReadOnlyList<Slice> AskQuietly(Partition part, PartitionLog place)
    {
        try
        {
            return Ask(part, new DivisionContext(place, IsDisk: false, SectorBytes: null, key));
        }
        catch (EvidenceFormatException)
        {
            return [];
        }
    }

    private IReadOnlyList<Slice> Ask(Partition part, DivisionContext context)
    {
        foreach (IDivider divider in dividers)
        {
            if (divider.Divide(part, context) is { } slices)
                return slices;
        }
        return [];
    }

    private bool Assemble(bool isLast)
    {
        int before = _found.Count;
        foreach (IAssembler assembler in assemblers)
        {
            foreach (Slice slice in assembler.Assemble(_found, isLast, log))
                AddAssembled(slice);
        }
        return _found.Count > before;
    }

    private void AddAssembled(Slice slice)
    {
        foreach (Partition member in slice.Members)
            member.IsMember = true;
        // What has members on an evidence that was read before is that one's, and what has all elsewhere is of those.
        if (slice.Members.FirstOrDefault(m => m.Aside is { IsBefore: true }) is { } owner && slice.Members.Any(m => m.Aside is null))
            _partOf ??= owner.Aside!.Name;
        CompanionDisk? aside = slice.Members.FirstOrDefault(m => m.Aside is { IsBefore: true })?.Aside
            ?? (slice.Members.Any(m => m.Aside is null) ? null : slice.Members is [var first, ..] ? first.Aside : null);
        int depth = slice.Members.Select(m => m.Depth).DefaultIfEmpty().Max() + 1;
        // A name is unique among the groups of one machine; that of a guest is another one.
        Partition? within = slice.Members.Select(m => m.Within).Distinct().Count() == 1 ? slice.Members[0].Within : null;
        if (depth > MaxDepth || (depth > 1 && ++_within > MaxWithin))
            log.Of(slice.Place, PartitionProblems.Nested, ProblemSeverity.Damage,
                $"{DisplayText.Escape(slice.Place)} lies within other partitions, more than {MaxDepth} deep or more than {MaxWithin} in all: it is not read");
        else
            Add(slice, within, null, (slice.Blocks, null), depth, aside);
    }

    private void Add(Slice slice, Partition? within, long? start, (IBlockSource Source, long? Offset) ground, int depth, CompanionDisk? aside)
    {
        var part = new Partition
        {
            Name = slice.Name,
            Type = slice.Type,
            Start = start,
            Length = slice.Length,
            Place = slice.Place,
            Within = within,
            Group = slice.Group,
            Thin = slice.Thin,
            Aside = aside,
            Depth = depth,
            Ground = ground.Offset is long offset ? (ground.Source, offset) : (slice.Blocks, 0),
            Blocks = slice.Blocks,
        };
        _found.Add(part);
        _pending.Enqueue(part);
    }

    // From the outside in, whenever it was that each was found.
    private List<Partition> Ordered()
    {
        List<Partition> ordered = [.. _found.Where(p => p.Aside is null).OrderBy(p => p.Depth).ThenBy(p => p.Group is null)
            .ThenBy(p => p.Group, StringComparer.Ordinal)];
        for (int i = 0; i < ordered.Count; i++)
            ordered[i].Index = i;
        return ordered;
    }
}
