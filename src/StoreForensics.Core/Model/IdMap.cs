namespace StoreForensics.Model;

/// <summary>
/// How the ids of a user namespace lie on disk, as <c>/proc/PID/uid_map</c> has it: ranges of ids inside, each beginning at an id of the host
/// (user_namespaces(7), "User and group ID mappings").
/// </summary>
/// <param name="ranges">In the kernel's order; of two that overlap on disk the first counts.</param>
public sealed class IdMap(IReadOnlyList<IdRange> ranges) : IEquatable<IdMap>
{
    /// <summary>What the kernel shows for an id that the namespace does not map (<c>/proc/sys/kernel/overflowuid</c>).</summary>
    public const uint Nobody = 65534;

    /// <summary>All ids from one on: how many were mapped is not known.</summary>
    public static IdMap From(uint first) => new([new IdRange(0, first, uint.MaxValue - first)]);

    public IReadOnlyList<IdRange> Ranges => ranges;

    /// <summary>The id inside; <see cref="Nobody"/> where the namespace does not map it.</summary>
    public uint Inside(uint onDisk)
    {
        foreach (IdRange range in ranges)
        {
            if (onDisk >= range.OnDisk && onDisk - range.OnDisk < range.Count)
                return range.Inside + (onDisk - range.OnDisk);
        }
        return Nobody;
    }

    /// <summary>The same map where its ids on disk are ids of a namespace that has a map of its own. What that does not map is left out.</summary>
    public IdMap Within(IdMap outer)
    {
        var composed = new List<IdRange>();
        foreach (IdRange own in ranges)
        {
            foreach (IdRange range in outer.Ranges)
            {
                ulong first = Math.Max(own.OnDisk, range.Inside), end = Math.Min((ulong)own.OnDisk + own.Count, (ulong)range.Inside + range.Count);
                if (first < end)
                    composed.Add(new IdRange(own.Inside + (uint)(first - own.OnDisk), range.OnDisk + (uint)(first - range.Inside), (uint)(end - first)));
            }
        }
        return new IdMap(composed);
    }

    public bool Equals(IdMap? other) => other is not null && ranges.SequenceEqual(other.Ranges);

    public override bool Equals(object? obj) => Equals(obj as IdMap);

    public override int GetHashCode() => ranges.Count == 0 ? 0 : ranges[0].GetHashCode();
}
