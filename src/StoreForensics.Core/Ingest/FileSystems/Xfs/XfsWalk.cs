using StoreForensics.Evidence;
using StoreForensics.Ingest.FileSystems.Xfs.Attributes;
using StoreForensics.Ingest.FileSystems.Xfs.Directories;
using StoreForensics.Ingest.FileSystems.Xfs.Inodes;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.FileSystems.Xfs;

/// <summary>Walks the directories from the root and adds every name to the tree. A directory is entered once, so that a cycle ends.</summary>
internal sealed class XfsWalk(XfsVolume xfs, EvidenceTreeBuilder tree, int fileSystem)
{
    private readonly InodeAttributes _attributes = new(xfs);
    private readonly DirectoryReader _reader = new(xfs);
    private readonly HashSet<ulong> _entered = [];
    private readonly Dictionary<ulong, int> _linked = [];
    private readonly Stack<(ulong Inode, int Node, int Depth)> _pending = new();
    private int _depth;
    private long _realtime;

    public void Run(int directory)
    {
        Inode root = xfs.ReadInode(xfs.Super.RootInode);
        if (root.Kind != EntryKind.Directory)
            throw XfsProblems.Bad(XfsProblems.Inode, "the root's inode is no directory", root.Offset);
        tree.Describe(directory, Metadata(root, EntryKind.Directory));
        _entered.Add(root.Number);
        _pending.Push((root.Number, directory, 0));
        while (_pending.TryPop(out (ulong Inode, int Node, int Depth) at))
        {
            _depth = at.Depth;
            List(at.Inode, at.Node);
        }
        if (_realtime > 0)
            xfs.Damage(XfsProblems.Realtime, null, $"{_realtime} files have their bytes on a real-time device, which is not this one: they cannot be read");
    }

    private void List(ulong number, int node)
    {
        long before = xfs.DamageTold;
        try
        {
            _reader.Read(xfs.ReadInode(number), (inode, name, offset) => Add(node, inode, name, new Place(number, offset)));
        }
        catch (EvidenceFormatException e)
        {
            xfs.Damage(e.Code, e.Offset, $"inode {number}: the directory cannot be read: {e.Message}");
        }
        catch (Exception e) when (Containment.Holds(e))
        {
            tree.MarkWithoutNames(node);
            xfs.Fault(e);
        }
        if (xfs.DamageTold != before)
            tree.MarkWithoutNames(node);
    }

    private void Add(int directory, ulong number, ReadOnlySpan<byte> name, Place place)
    {
        try
        {
            Inode inode = xfs.ReadInode(number);
            if (inode.Kind is not { } kind)
                throw XfsProblems.Bad(XfsProblems.Inode,
                    $"inode {number} has mode 0x{inode.Mode:x}, which is no kind of file: it was deleted or never written");
            if (_linked.TryGetValue(number, out int first))
                AddLink(directory, inode, kind, name, place, first);
            else
                Put(directory, inode, kind, name, place);
        }
        catch (EvidenceFormatException e)
        {
            xfs.Damage(e.Code, place.Offset, $"{place.Shown(name)}: {e.Message}");
        }
        catch (Exception e) when (Containment.Holds(e))
        {
            xfs.Fault(e);
        }
    }

    private void Put(int directory, in Inode inode, EntryKind kind, ReadOnlySpan<byte> name, Place place)
    {
        EvidenceTreeBuilder.AddResult result = tree.AddChild(directory, name, Metadata(inode, kind), out int node);
        Tell(result, name, place);
        if (result == EvidenceTreeBuilder.AddResult.Refused)
            return;
        if (kind == EntryKind.File && inode.IsRealtime)
            _realtime++;
        if (kind != EntryKind.Directory)
        {
            if (inode.Links > 1)
                _linked[inode.Number] = node;
        }
        else if (_depth >= EvidenceTreeBuilder.MaxDepth)
        {
            xfs.Damage(XfsProblems.TooDeep, place.Offset, $"{place.Shown(name)}: {_depth} directories deep; it is not entered");
        }
        else if (_entered.Add(inode.Number))
        {
            _pending.Push((inode.Number, node, _depth + 1));
        }
        else
        {
            xfs.Damage(XfsProblems.Cycle, place.Offset,
                $"{place.Shown(name)}: inode {inode.Number} is a directory that has another name already; it is not entered again");
        }
    }

    private void AddLink(int directory, in Inode inode, EntryKind kind, ReadOnlySpan<byte> name, Place place, int first)
    {
        EvidenceTreeBuilder.AddResult result = tree.AddChild(directory, name, Metadata(inode, kind), out int node);
        Tell(result, name, place);
        if (result != EvidenceTreeBuilder.AddResult.Refused)
            tree.Link(node, first);
    }

    private void Tell(EvidenceTreeBuilder.AddResult result, ReadOnlySpan<byte> name, Place place)
    {
        if (result == EvidenceTreeBuilder.AddResult.Refused)
            xfs.Damage(XfsProblems.Name, place.Offset, $"{place.Shown(name)}: no file can have this name; it is left out");
        else if (result == EvidenceTreeBuilder.AddResult.Replaced)
            xfs.Damage(XfsProblems.Name, place.Offset, $"{place.Shown(name)}: the name is there twice; the second counts");
    }

    private EntryMetadata Metadata(in Inode inode, EntryKind kind)
    {
        byte[]? target = kind == EntryKind.Symlink ? LinkTarget.Of(xfs, inode) : null;
        bool isDevice = kind is EntryKind.CharDevice or EntryKind.BlockDevice;
        return new EntryMetadata
        {
            Kind = kind,
            Mode = (ushort)(inode.Mode & 0xFFF),
            Uid = inode.Uid,
            Gid = inode.Gid,
            Size = kind == EntryKind.File ? Math.Max(0, inode.Size) : target?.Length ?? 0,
            DirectorySize = kind == EntryKind.Directory ? Math.Max(0, inode.Size) : 0,
            Modified = inode.Modified,
            HasFraction = true,
            Accessed = inode.Accessed,
            Changed = inode.Changed,
            Born = inode.Born,
            DeviceMajor = isDevice ? inode.Device.Major : 0,
            DeviceMinor = isDevice ? inode.Device.Minor : 0,
            Inode = inode.Number,
            Links = inode.Links,
            DataOffset = kind == EntryKind.File && inode.Number <= ContentHandle.MaxContent
                ? new ContentHandle(fileSystem, (long)inode.Number).DataOffset : -1,
            LinkTarget = target,
            Xattrs = _attributes.Read(inode),
        };
    }

    /// <summary>Where a name stands.</summary>
    private readonly record struct Place(ulong Directory, long Offset)
    {
        public string Shown(ReadOnlySpan<byte> name) => $"{DisplayText.Escape(name)} in the directory of inode {Directory}";
    }
}
