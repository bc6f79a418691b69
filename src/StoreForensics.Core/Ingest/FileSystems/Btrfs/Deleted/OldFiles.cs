using StoreForensics.Evidence;
using StoreForensics.Ingest.FileSystems.Btrfs.Inodes;
using StoreForensics.Ingest.FileSystems.Btrfs.Trees;

namespace StoreForensics.Ingest.FileSystems.Btrfs.Deleted;

/// <summary>Gathers inodes that are no more, the places of removed subvolumes, and leaves of checksums, out of older leaves.</summary>
internal sealed class OldFiles(LiveTrees live, OldDirectories directories)
{
    private const int MostFiles = 1 << 17, MostLeaves = 1 << 20, MostKnown = 1 << 20;
    private const int NameAt = 10, ExtendedNameAt = 18;

    private readonly Dictionary<(ulong Tree, ulong Inode), OldFile?> _files = [];
    private int _count;
    private bool _isHeld;

    /// <summary>By tree, then by number.</summary>
    public IEnumerable<OldFile> All => _files.Values.OfType<OldFile>().OrderBy(f => f.Tree).ThenBy(f => f.Number);

    /// <summary>Whether there were more than are kept.</summary>
    public bool IsFull => _count >= MostFiles || Checksums.Count >= MostLeaves;

    /// <summary>Where removed subvolumes were: the tree that they lay in, the directory there, and the name, as the last transaction has it.</summary>
    public Dictionary<ulong, (ulong Parent, OldName Name)> Places { get; } = [];

    /// <summary>Addresses of leaves of the tree of checksums, with their transactions.</summary>
    public List<(ulong Logical, ulong Generation)> Checksums { get; } = [];

    public OldFile? Find(ulong tree, ulong inode) => _files.GetValueOrDefault((tree, inode));

    /// <param name="leaf">An older leaf, or one of a removed tree.</param>
    /// <param name="isHeld">Whether it is of a removed subvolume that was not taken apart: nothing of that was freed.</param>
    public void Take(TreeNode leaf, bool isHeld)
    {
        _isHeld = isHeld;
        if (leaf.Owner == BtrfsLayout.ChecksumTree && Checksums.Count < MostLeaves)
            Checksums.Add((leaf.Logical, leaf.Generation));
        bool isFiles = leaf.Owner == BtrfsLayout.TopSubvolume || leaf.Owner is >= BtrfsLayout.FirstFree and <= BtrfsLayout.LastFree;
        if (!isFiles && leaf.Owner != BtrfsLayout.RootTree)
            return;
        for (int i = 0; i < leaf.Count; i++)
        {
            Key key = leaf.KeyAt(i);
            ReadOnlySpan<byte> data = leaf.Data(i).Span;
            if (isFiles)
                Take(leaf, key, data);
            else if (key.Type == ItemType.RootBackReference)
                TakePlace(leaf, key, data);
        }
    }

    private void Take(TreeNode leaf, Key key, ReadOnlySpan<byte> data)
    {
        if (key.Type is ItemType.DirectoryIndex)
        {
            TakeEntries(leaf, key, data);
            return;
        }
        if (key.Type == ItemType.Inode && data.Length >= BtrfsLayout.InodeBytes)
            directories.Take(leaf.Owner, key.Object, leaf.Generation, data);
        if (key.Type is not (ItemType.Inode or ItemType.Reference or ItemType.ExtendedReference or ItemType.Xattr or ItemType.Extent)
            || FileOf(leaf.Owner, key.Object) is not { } file)
            return;
        switch (key.Type)
        {
            case ItemType.Inode when data.Length >= BtrfsLayout.InodeBytes:
                file.Take(leaf, data, _isHeld);
                break;
            case ItemType.Reference:
                TakeReferences(file, key.Offset, data, leaf.Generation);
                break;
            case ItemType.ExtendedReference when data.Length >= ExtendedNameAt && data.Length >= ExtendedNameAt + data.U16(16):
                file.TakeName(new OldName(data.U64(0), data.Slice(ExtendedNameAt, data.U16(16)).ToArray(), leaf.Generation));
                break;
            case ItemType.Xattr:
                file.TakeAttribute(leaf.Generation, key, data);
                break;
            case ItemType.Extent:
                file.TakeExtent(leaf, _isHeld, key, data);
                break;
            default:
                break;
        }
    }

    // btrfs_inode_ref: index, length, name; several in one item.
    private static void TakeReferences(OldFile file, ulong directory, ReadOnlySpan<byte> data, ulong generation)
    {
        while (data.Length >= NameAt && data.Length >= NameAt + data.U16(8) && data.U16(8) > 0)
        {
            file.TakeName(new OldName(directory, data.Slice(NameAt, data.U16(8)).ToArray(), generation));
            data = data[(NameAt + data.U16(8))..];
        }
    }

    private void TakeEntries(TreeNode leaf, Key key, ReadOnlySpan<byte> data)
    {
        var names = new NamedItems(data);
        while (names.MoveNext())
        {
            if (names.Location.Type != ItemType.Inode || FileOf(leaf.Owner, names.Location.Object) is not { } file)
                continue;
            file.NamedKind = KindOf(names.Whole[29]);
            file.TakeName(new OldName(key.Object, names.Name.ToArray(), leaf.Generation));
        }
    }

    // BTRFS_FT_*.
    private static EntryKind KindOf(byte type) => type switch
    {
        2 => EntryKind.Directory,
        3 => EntryKind.CharDevice,
        4 => EntryKind.BlockDevice,
        5 => EntryKind.Fifo,
        6 => EntryKind.Socket,
        7 => EntryKind.Symlink,
        _ => EntryKind.File,
    };

    private void TakePlace(TreeNode leaf, Key key, ReadOnlySpan<byte> data)
    {
        if (data.Length < BtrfsLayout.RootReferenceBytes || data.Length < BtrfsLayout.RootReferenceBytes + data.U16(16) || live.IsLive(key.Object))
            return;
        var name = new OldName(data.U64(0), data.Slice(BtrfsLayout.RootReferenceBytes, data.U16(16)).ToArray(), leaf.Generation);
        if (Places.Count < MostFiles && (!Places.TryGetValue(key.Object, out (ulong, OldName Name) known) || known.Name.Generation < name.Generation))
            Places[key.Object] = (key.Offset, name);
    }

    // Null for one that is there.
    private OldFile? FileOf(ulong tree, ulong inode)
    {
        if (_files.TryGetValue((tree, inode), out OldFile? known))
            return known;
        if (inode is < BtrfsLayout.FirstFree or > BtrfsLayout.LastFree || IsFull)
            return null;
        OldFile? file = live.Has(tree, inode) ? null : new OldFile(tree, inode);
        if (file is not null || _files.Count < MostKnown)
            _files[(tree, inode)] = file;
        _count += file is null ? 0 : 1;
        return file;
    }
}
