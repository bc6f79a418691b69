using StoreForensics.Primitives;

namespace StoreForensics.Ingest.FileSystems.Xfs.Deleted;

/// <summary>
/// Gives names to uses of inodes: a name in a directory as a transaction left it means what its inode was then. What the log said nothing of yet is what was
/// made before the directory was changed last, and nothing else.
/// </summary>
internal sealed class OldNames(InodeUses uses)
{
    private const int MostOfOne = 64, MostPending = 1 << 20;

    private readonly List<Pending> _pending = [];
    private readonly HashSet<(ulong, ulong, ulong)> _seen = [];

    /// <summary>Takes a name.</summary>
    /// <param name="parent">The directory's inode.</param>
    /// <param name="changed">When the directory was changed last; null: unknown.</param>
    /// <param name="number">What is named.</param>
    /// <param name="name">As on disk.</param>
    /// <param name="lsn">The record of the log.</param>
    public void Take(ulong parent, Timestamp? changed, ulong number, ReadOnlySpan<byte> name, ulong lsn)
    {
        InodeUse? owner = uses.Current(parent, out bool isLive);
        if (owner is null && !isLive && !uses.IsLiveDirectory(parent))
            return;
        if (uses.Current(number, out bool isNamedLive) is { } named)
            Add(named, new OldName(parent, owner, name.ToArray(), lsn));
        else if (!isNamedLive && changed is { } time && _pending.Count < MostPending && _seen.Add((parent, number, Hash(name))))
            _pending.Add(new Pending(number, time, new OldName(parent, owner, name.ToArray(), lsn)));
    }

    /// <summary>After all was read.</summary>
    public void Finish()
    {
        foreach (Pending pending in _pending)
        {
            if (uses.Before(pending.Number, pending.Changed) is { } named)
                Add(named, pending.Name);
        }
        foreach (InodeUse use in uses.All)
            use.Names.Sort((a, b) => b.Lsn.CompareTo(a.Lsn) is not 0 and var later ? later : a.Name.AsSpan().SequenceCompareTo(b.Name));
    }

    private static void Add(InodeUse named, OldName name)
    {
        for (int i = 0; i < named.Names.Count; i++)
        {
            OldName known = named.Names[i];
            if (known.Parent != name.Parent || known.Owner != name.Owner || !known.Name.AsSpan().SequenceEqual(name.Name))
                continue;
            if (known.Lsn < name.Lsn)
                named.Names[i] = name;
            return;
        }
        if (named.Names.Count < MostOfOne)
            named.Names.Add(name);
    }

    private static ulong Hash(ReadOnlySpan<byte> name)
    {
        ulong hash = 14695981039346656037;
        foreach (byte b in name)
            hash = (hash ^ b) * 1099511628211;
        return hash;
    }

    private readonly record struct Pending(ulong Number, Timestamp Changed, OldName Name);
}
