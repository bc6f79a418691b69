using StoreForensics.Evidence;
using StoreForensics.Ingest.FileSystems.Btrfs.Inodes;
using StoreForensics.Ingest.FileSystems.Btrfs.Trees;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.FileSystems.Btrfs.Deleted;

/// <summary>An inode that is no more, as older leaves have it. Numbers are not used again within a subvolume.</summary>
internal sealed class OldFile(ulong tree, ulong number)
{
    private const int MostNames = 64, MostExtents = 1 << 16;

    private bool _isAliveHeld;

    public ulong Tree => tree;

    public ulong Number => number;

    /// <summary>The newest copy of the inode with a name left, with its transaction and leaf; null: only a name of it was found.</summary>
    public (ulong Generation, ulong Leaf, byte[] Bytes)? Alive { get; private set; }

    /// <summary>What a directory says of it, where there is no copy of it.</summary>
    public EntryKind NamedKind { get; set; }

    /// <summary>The newest first, once all are known.</summary>
    public List<OldName> Names { get; } = [];

    /// <summary>Stretches with the last transaction that has each, and its leaf.</summary>
    public List<(ulong Generation, ulong Leaf, Key Key, byte[] Data)> Extents { get; } = [];

    /// <summary>Attributes of the newest copy.</summary>
    public Dictionary<Key, (ulong Generation, byte[] Data)> Attributes { get; } = [];

    /// <summary>Whether it is of a removed subvolume that was not taken apart, so that nothing of it was freed.</summary>
    public bool IsHeld { get; private set; }

    public void Take(TreeNode leaf, ReadOnlySpan<byte> inode, bool isHeld)
    {
        bool isNewer = Alive is not { } known || StateOf(leaf.Generation, leaf.Logical, inode, isHeld)
            .CompareTo(StateOf(known.Generation, known.Leaf, known.Bytes, _isAliveHeld)) > 0;
        IsHeld |= isHeld;
        if (inode.U32(40) == 0 || !isNewer)
            return;
        Alive = (leaf.Generation, leaf.Logical, inode[..BtrfsLayout.InodeBytes].ToArray());
        _isAliveHeld = isHeld;
    }

    // A leaf may be written several times in one transaction: then the last is the one that something holds; that was changed later, counted more changes, or
    // has more bytes, for those that were written before are counted when they reach the disk.
    private static (ulong, bool, Timestamp, ulong, ulong, ulong) StateOf(ulong generation, ulong leaf, ReadOnlySpan<byte> inode, bool isHeld) =>
        (generation, isHeld, new Inode(0, inode[..BtrfsLayout.InodeBytes].ToArray()).Changed, inode.U64(72), inode.U64(24), leaf);

    public void TakeName(OldName name)
    {
        for (int i = 0; i < Names.Count; i++)
        {
            if (Names[i].Directory != name.Directory || !Names[i].Name.AsSpan().SequenceEqual(name.Name))
                continue;
            if (Names[i].Generation < name.Generation)
                Names[i] = name;
            return;
        }
        if (Names.Count < MostNames)
            Names.Add(name);
    }

    public void TakeExtent(TreeNode leaf, bool isHeld, Key key, ReadOnlySpan<byte> data)
    {
        for (int i = Extents.Count - 1; i >= 0 && i >= Extents.Count - MostNames; i--)
        {
            if (Extents[i].Key != key || !data.SequenceEqual(Extents[i].Data))
                continue;
            if (Extents[i].Generation < leaf.Generation || isHeld || (Alive is { } alive && alive.Leaf == leaf.Logical))
                Extents[i] = (leaf.Generation, leaf.Logical, key, Extents[i].Data);
            return;
        }
        if (Extents.Count < MostExtents)
            Extents.Add((leaf.Generation, leaf.Logical, key, data.ToArray()));
    }

    public void TakeAttribute(ulong generation, Key key, ReadOnlySpan<byte> data)
    {
        if (!Attributes.TryGetValue(key, out (ulong Generation, byte[]) known) || known.Generation < generation)
            Attributes[key] = (generation, data.ToArray());
    }
}

/// <summary>A name in a directory of the same tree.</summary>
/// <param name="Directory">The directory's inode.</param>
/// <param name="Name">As on disk.</param>
/// <param name="Generation">The last transaction that has it.</param>
internal sealed record OldName(ulong Directory, byte[] Name, ulong Generation);
