using StoreForensics.Ingest.Recognition;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.Partitions.Md;

/// <summary>Finds members of Linux software RAID among partitions, and puts arrays together.</summary>
internal sealed class MdReader : IAssembler
{
    private readonly HashSet<Partition> _looked = [];
    private readonly SortedDictionary<string, List<MdMember>> _arrays = new(StringComparer.Ordinal);
    private readonly HashSet<string> _done = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public bool IsWaiting => _arrays.Any(a => !_done.Contains(a.Key));

    /// <summary>By identifier. An array waits for its members as long as they may come.</summary>
    public IReadOnlyList<Slice> Assemble(IReadOnlyList<Partition> found, bool isLast, PartitionLog log)
    {
        foreach (Partition partition in found.Where(_looked.Add))
            Look(partition, log);
        var slices = new List<Slice>();
        foreach ((string id, List<MdMember> members) in _arrays.Where(a => !_done.Contains(a.Key)).ToArray())
        {
            if (!isLast && members.Select(m => m.Super.RoleOf(m.Super.Number)).Where(r => r >= 0).Distinct().Count() < members[0].Super.Disks)
                continue;
            _done.Add(id);
            if (new MdArray(members, log).Read() is { } slice)
                slices.Add(slice);
        }
        return slices;
    }

    private void Look(Partition partition, PartitionLog log)
    {
        if (partition.Content.Kind != FormatKind.LinuxRaid)
            return;
        try
        {
            if (MdSuper.Read(partition.Blocks) is not { } super)
                return;
            if (!_arrays.TryGetValue(super.SetId, out List<MdMember>? members))
                _arrays[super.SetId] = members = [];
            members.Add(new MdMember(partition, super));
        }
        catch (EvidenceFormatException damage)
        {
            log.Damage(damage.Code, $"{DisplayText.Escape(partition.FoundAs)}: {damage.Message}", partition.Start + damage.Offset);
        }
    }
}
