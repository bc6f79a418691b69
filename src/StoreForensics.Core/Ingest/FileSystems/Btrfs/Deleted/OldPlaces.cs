using StoreForensics.Evidence;
using StoreForensics.Ingest.FileSystems.Btrfs.Trees;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.FileSystems.Btrfs.Deleted;

/// <summary>Puts names together to paths below the top subvolume, through directories and subvolumes that are there or were removed.</summary>
internal sealed class OldPlaces(BtrfsVolume btrfs, LiveTrees live, OldFiles files)
{
    private const int MostDirectories = 4096, MostTrees = 64;

    private readonly Dictionary<(ulong Tree, ulong Inode), byte[]?> _directories = [];
    private readonly Dictionary<ulong, byte[]?> _trees = new() { [BtrfsLayout.TopSubvolume] = [] };

    /// <summary>Null where a directory on the way is not known.</summary>
    public byte[]? Of(ulong tree, OldName name) => Joined(OfDirectory(tree, name.Directory, 0), name.Name);

    private byte[]? OfDirectory(ulong tree, ulong inode, int trees)
    {
        if (_directories.TryGetValue((tree, inode), out byte[]? known))
            return known;
        var names = new Stack<byte[]>();
        byte[]? path = null;
        ulong at = inode;
        for (int i = 0; i < MostDirectories; i++)
        {
            if (at == BtrfsLayout.FirstFree)
            {
                path = OfTree(tree, trees);
                break;
            }
            if (NameOf(tree, at) is not { } name)
                break;
            names.Push(name.Name);
            at = name.Directory;
        }
        while (path is not null && names.TryPop(out byte[]? next))
            path = Joined(path, next);
        return _directories[(tree, inode)] = path;
    }

    private OldName? NameOf(ulong tree, ulong directory)
    {
        if (files.Find(tree, directory) is { } old)
            return old.Names is [{ } newest, ..] ? newest : null;
        if (live.Subvolume(tree) is not { } subvolume)
            return null;
        var first = new Key(directory, ItemType.Reference, 0);
        try
        {
            return subvolume.Items.Range(first, first with { Offset = ulong.MaxValue }, null).Cast<Item?>().FirstOrDefault() is { } item
                && item.Data.Length >= 10 && item.Data.Length >= 10 + item.Bytes.U16(8)
                ? new OldName(item.Key.Offset, item.Bytes.Slice(10, item.Bytes.U16(8)).ToArray(), 0) : null;
        }
        catch (EvidenceFormatException)
        {
            return null;
        }
    }

    private byte[]? OfTree(ulong tree, int depth)
    {
        if (_trees.TryGetValue(tree, out byte[]? known) || depth > MostTrees)
            return known;
        _trees[tree] = null;
        (ulong Parent, OldName Name)? place = files.Places.TryGetValue(tree, out (ulong, OldName) old) ? old : live.IsLive(tree) ? Now(tree) : null;
        return _trees[tree] = place is var (parent, name) ? Joined(OfDirectory(parent, name.Directory, depth + 1), name.Name) : null;
    }

    private (ulong Parent, OldName Name)? Now(ulong tree)
    {
        var first = new Key(tree, ItemType.RootBackReference, 0);
        try
        {
            return btrfs.Roots.Range(first, first with { Offset = ulong.MaxValue }, null).Cast<Item?>().FirstOrDefault() is { } item
                && item.Data.Length >= BtrfsLayout.RootReferenceBytes && item.Data.Length >= BtrfsLayout.RootReferenceBytes + item.Bytes.U16(16)
                ? (item.Key.Offset, new OldName(item.Bytes.U64(0), item.Bytes.Slice(BtrfsLayout.RootReferenceBytes, item.Bytes.U16(16)).ToArray(), 0)) : null;
        }
        catch (EvidenceFormatException)
        {
            return null;
        }
    }

    private static byte[]? Joined(byte[]? parent, byte[] name) => parent is null || parent.Length > EvidenceTreeBuilder.MaxPathBytes / 2 ? null
        : parent.Length == 0 ? name : [.. parent, (byte)'/', .. name];
}
