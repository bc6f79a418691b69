using StoreForensics.Evidence;
using StoreForensics.Ingest.FileSystems.Btrfs.Inodes;
using StoreForensics.Ingest.FileSystems.Btrfs.Trees;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.FileSystems.Btrfs;

/// <summary>Walks the directories from the top subvolume down and adds every name to the tree, subvolumes in their place. A directory is entered once, so that
/// a cycle ends.</summary>
internal sealed class BtrfsWalk(BtrfsVolume btrfs, FileTable files, EvidenceTreeBuilder tree, int fileSystem)
{
    private readonly NamedInodes _facts = new(btrfs);
    private readonly DirectoryReader _reader = new(btrfs);
    private readonly HashSet<(ulong Tree, ulong Inode)> _entered = [];
    private readonly Dictionary<(ulong Tree, ulong Inode), int> _linked = [];
    private readonly Dictionary<ulong, Subvolume> _subvolumes = [];
    private readonly Stack<(Subvolume Subvolume, ulong Inode, int Node, int Depth)> _pending = new();
    private int _depth;

    public void Run(int directory)
    {
        Subvolume top = Open(BtrfsLayout.TopSubvolume);
        Inode root = top.ReadInode(BtrfsLayout.FirstFree);
        if (root.Kind != EntryKind.Directory)
            throw BtrfsProblems.Bad(BtrfsProblems.Inode, "the root's inode is no directory");
        tree.Describe(directory, _facts.Of(top, root, EntryKind.Directory));
        _entered.Add((top.Id, root.Number));
        _pending.Push((top, root.Number, directory, 0));
        while (_pending.TryPop(out (Subvolume Subvolume, ulong Inode, int Node, int Depth) at))
        {
            _depth = at.Depth;
            List(at.Subvolume, at.Inode, at.Node);
        }
        TellNameless();
        btrfs.Logs.Tell();
    }

    private Subvolume Open(ulong id)
    {
        if (!_subvolumes.TryGetValue(id, out Subvolume? subvolume))
            _subvolumes.Add(id, subvolume = btrfs.Subvolumes.Open(id));
        return subvolume;
    }

    private void List(Subvolume subvolume, ulong directory, int node)
    {
        long before = btrfs.DamageTold;
        try
        {
            _reader.Read(subvolume, directory, (location, name) => Add(node, location, name, new Place(subvolume, directory)));
        }
        catch (Exception e) when (Containment.Holds(e))
        {
            tree.MarkWithoutNames(node);
            btrfs.Fault(e);
        }
        if (btrfs.DamageTold != before)
            tree.MarkWithoutNames(node);
    }

    private void Add(int directory, Key location, ReadOnlySpan<byte> name, in Place place)
    {
        try
        {
            (Subvolume subvolume, ulong number) = (place.Subvolume, location.Object);
            if (location.Type == ItemType.Root)
            {
                if (!btrfs.Subvolumes.IsPlaced(subvolume.Id, place.Directory, name, location.Object))
                {
                    Tell(tree.AddChild(directory, name, NamedInodes.Empty, out _), name, place);
                    return;
                }
                (subvolume, number) = (Open(location.Object), BtrfsLayout.FirstFree);
            }
            else if (location.Type != ItemType.Inode)
            {
                throw BtrfsProblems.Bad(BtrfsProblems.Inode, $"it leads to {location}, which is neither an inode nor a subvolume");
            }
            Inode inode = subvolume.ReadInode(number);
            if (inode.Kind is not { } kind)
                throw BtrfsProblems.Bad(BtrfsProblems.Inode, $"inode {number} of tree {subvolume.Id} has mode 0x{inode.Mode:x}, which is no kind of file");
            Put(directory, subvolume, inode, kind, name, place);
        }
        catch (EvidenceFormatException e)
        {
            btrfs.Damage(e.Code, $"{place.Shown(name)}: {e.Message}", e.Offset);
        }
        catch (Exception e) when (Containment.Holds(e))
        {
            btrfs.Fault(e);
        }
    }

    private void Put(int directory, Subvolume subvolume, in Inode inode, EntryKind kind, ReadOnlySpan<byte> name, in Place place)
    {
        (ulong Tree, ulong Inode) id = (subvolume.Id, inode.Number);
        bool isLink = _linked.TryGetValue(id, out int first);
        EntryMetadata metadata = _facts.Of(subvolume, inode, kind);
        if (kind == EntryKind.File && !isLink)
            metadata.DataOffset = new ContentHandle(fileSystem, files.Add(subvolume, inode.Number)).DataOffset;
        EvidenceTreeBuilder.AddResult result = tree.AddChild(directory, name, metadata, out int node);
        Tell(result, name, place);
        if (result == EvidenceTreeBuilder.AddResult.Refused)
            return;
        if (isLink)
            tree.Link(node, first);
        else if (kind != EntryKind.Directory && inode.Links > 1)
            _linked[id] = node;
        if (kind == EntryKind.Directory)
            Enter(subvolume, inode.Number, node, name, place);
    }

    private void Enter(Subvolume subvolume, ulong inode, int node, ReadOnlySpan<byte> name, in Place place)
    {
        if (_depth >= EvidenceTreeBuilder.MaxDepth)
            btrfs.Damage(BtrfsProblems.NotEntered, $"{place.Shown(name)}: {_depth} directories deep; it is not entered");
        else if (_entered.Add((subvolume.Id, inode)))
            _pending.Push((subvolume, inode, node, _depth + 1));
        else
            btrfs.Damage(BtrfsProblems.NotEntered,
                $"{place.Shown(name)}: inode {inode} of tree {subvolume.Id} is a directory that has another name already; it is not entered again");
    }

    private void Tell(EvidenceTreeBuilder.AddResult result, ReadOnlySpan<byte> name, in Place place)
    {
        if (result == EvidenceTreeBuilder.AddResult.Refused)
            btrfs.Damage(BtrfsProblems.Name, $"{place.Shown(name)}: no file can have this name; it is left out");
        else if (result == EvidenceTreeBuilder.AddResult.Replaced)
            btrfs.Damage(BtrfsProblems.Name, $"{place.Shown(name)}: the name is there twice; the second counts");
    }

    // Of a subvolume that is deleted the tree stays until a cleaner has taken it apart: nothing refers to it any more.
    private void TellNameless()
    {
        List<ulong> deleted = [], nameless = [];
        foreach (Item item in btrfs.Roots.Range(new Key(BtrfsLayout.FirstFree, ItemType.Root, 0), new Key(BtrfsLayout.LastFree, ItemType.Root, ulong.MaxValue),
            btrfs.Damage))
        {
            if (item.Key.Type == ItemType.Root && !_subvolumes.ContainsKey(item.Key.Object))
                (item.Data.Length >= BtrfsLayout.RootItemBytes && item.Bytes.U32(216) == 0 ? deleted : nameless).Add(item.Key.Object);
        }
        if (deleted.Count > 0)
            btrfs.Warn(BtrfsProblems.Subvolume,
                $"{deleted.Count} subvolumes were deleted and not yet taken apart: what is left of them is not listed (number {Shown(deleted)})");
        if (nameless.Count > 0)
            btrfs.Warn(BtrfsProblems.Subvolume, $"{nameless.Count} subvolumes have no name in a directory that was read: they are not listed (number {Shown(nameless)})");
    }

    private static string Shown(List<ulong> numbers) => string.Join(", ", numbers.Take(16)) + (numbers.Count > 16 ? ", …" : "");

    /// <summary>Where a name stands.</summary>
    private readonly record struct Place(Subvolume Subvolume, ulong Directory)
    {
        public string Shown(ReadOnlySpan<byte> name) => $"{DisplayText.Escape(name)} in the directory of inode {Directory} of tree {Subvolume.Id}";
    }
}
