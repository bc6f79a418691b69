using StoreForensics.Ingest.Disks;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.Partitions.Md;

/// <summary>One array: which of its members are used, and what it gives.</summary>
internal sealed class MdArray
{
    private readonly IReadOnlyList<MdMember> _members;
    private readonly PartitionLog _log;
    private readonly MdSuper _newest;

    public MdArray(IReadOnlyList<MdMember> members, PartitionLog log)
    {
        (_members, _log) = (members, log);
        _newest = members.MaxBy(m => m.Super.Events)!.Super;
    }

    private string Name => $"md {(_newest.Name.Length > 0 ? _newest.Name : _newest.SetId[..8])}";

    private string Shown => $"RAID {DisplayText.Escape(Name["md ".Length..])} ({_newest.SetId})";

    private string Level => _newest.Level < 0 ? "linear RAID" : $"RAID {_newest.Level}";

    /// <summary>Null where it is of a kind that is not read, or no member can be used: that is a problem then.</summary>
    public Slice? Read()
    {
        if (_newest.Level is not (-1 or 0 or 1 or 10) || _newest.IsReshaping)
        {
            Of(PartitionProblems.ArrayNotRead, ProblemSeverity.Warning,
                $"{Shown}: {Level}{(_newest.IsReshaping ? ", in the middle of a change of shape" : "")}, which is not read");
            return null;
        }
        try
        {
            MdMember?[] places = Places();
            Tell(places);
            IBlockSource blocks = _newest.Level switch
            {
                1 => Mirror(places),
                10 => MdTenBlocks.Of(_newest, [.. places.Select(p => Data(p, _newest.Size))]),
                0 => MdStripes.Of(_newest, [.. places.Select(p => Data(p, Length(p)))], layout => Of(PartitionProblems.OddArray, ProblemSeverity.Warning,
                    $"{Shown}: {layout}")),
                _ => new JoinedBlocks([.. places.Select(p => Data(p, Length(p)))]),
            };
            return new Slice
            {
                Place = Name,
                Name = _newest.Name.Length > 0 ? _newest.Name : null,
                Type = $"Linux software {Level} of {_newest.Disks} (metadata {_newest.Version})",
                Length = blocks.Length,
                Blocks = blocks,
                Group = Name,
                Members = [.. _members.Select(m => m.Partition)],
            };
        }
        catch (EvidenceFormatException damage)
        {
            Of(damage.Code, ProblemSeverity.Damage, $"{Shown} cannot be read: {damage.Message}");
            return null;
        }
    }

    // The newest superblock knows who was thrown out; who is behind it by more than one event was away while the others were written.
    private MdMember?[] Places()
    {
        var places = new MdMember?[_newest.Disks];
        foreach (MdMember member in _members.OrderByDescending(m => m.Super.Events))
        {
            int place = _newest.RoleOf(member.Super.Number), own = member.Super.RoleOf(member.Super.Number);
            string shown = DisplayText.Escape(member.Partition.FoundAs);
            if (own >= 0 && member.Super.Events + 1 < _newest.Events)
                Of(PartitionProblems.OldMember, ProblemSeverity.Warning,
                    $"{Shown}: {shown} knows of {member.Super.Events} events and others of {_newest.Events}: it is older and not used");
            else if (place < 0 || place >= places.Length || member.Super.IsPartlyRecovered)
                Of(PartitionProblems.OldMember, ProblemSeverity.Warning, $"{Shown}: {shown} is spare, faulty or not yet filled: it is not used");
            else if (places[place] is { } first)
                Of(PartitionProblems.OldMember, ProblemSeverity.Warning,
                    $"{Shown}: {shown} has the place of {DisplayText.Escape(first.Partition.FoundAs)}, and is not used");
            else
                places[place] = member;
        }
        return places;
    }

    private void Tell(MdMember?[] places)
    {
        int[] missing = [.. Enumerable.Range(0, places.Length).Where(i => places[i] is null)];
        if (missing.Length == 0)
            return;
        string list = string.Join(", ", missing.Take(20));
        if (_newest.Level is 1 or 10 && missing.Length < places.Length)
            Of(PartitionProblems.DegradedArray, ProblemSeverity.Warning, $"{Shown}: {Level} without {missing.Length} of its {places.Length} members (places {list})");
        else
            Of(PartitionProblems.MissingMember, ProblemSeverity.Damage,
                $"{Shown}: {Level}, of whose {places.Length} members {missing.Length} are not at hand or not used (places {list}): what lies on them cannot be read");
    }

    private IBlockSource Mirror(MdMember?[] places) =>
        Data(places.Where(p => p is not null).MaxBy(p => p!.Super.Events) ?? throw MdSuper.Bad("no member of it can be used", 0), _newest.Size);

    // What a missing member had, another of the array has, where nothing better is known.
    private long Length(MdMember? member)
    {
        long bytes = (member?.Super ?? _newest).DataSize;
        return _newest.ChunkBytes > 0 ? bytes / _newest.ChunkBytes * _newest.ChunkBytes : bytes;
    }

    private static IBlockSource Data(MdMember? member, long length) => member is null ? new MissingBlocks(length, "a member of the RAID")
        : JoinedBlocks.Exactly(member.Partition.Blocks, member.Super.DataOffset, length, "the end of a member of the RAID");

    private void Of(string code, ProblemSeverity severity, string message) => _log.Of(Name, code, severity, message);
}
