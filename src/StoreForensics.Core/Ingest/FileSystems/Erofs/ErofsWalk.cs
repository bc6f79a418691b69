using StoreForensics.Evidence;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.FileSystems.Erofs;

/// <summary>Walks the directories from the root and adds every name to the tree. A directory is entered once, so that a cycle ends.</summary>
internal sealed class ErofsWalk(ErofsVolume volume, EvidenceTreeBuilder tree, int fileSystem)
{
    private const int MaxLinkTarget = 64 << 10;

    private readonly InodeAttributes _attributes = new(volume);
    private readonly DirectoryReader _reader = new(volume);
    private readonly HashSet<ulong> _entered = [];
    private readonly Dictionary<ulong, int> _linked = [];
    private readonly Stack<(ulong Inode, int Node, int Depth)> _pending = new();
    private int _depth;
    private long _compressed;

    public void Run(int directory)
    {
        Inode root = volume.ReadInode(volume.Super.RootNode);
        if (root.Kind != EntryKind.Directory)
            throw ErofsProblems.Bad(ErofsProblems.Inode, "the root's inode is no directory", root.Offset);
        tree.Describe(directory, Metadata(root, EntryKind.Directory));
        _entered.Add(root.Number);
        _pending.Push((root.Number, directory, 0));
        while (_pending.TryPop(out (ulong Inode, int Node, int Depth) at))
        {
            _depth = at.Depth;
            List(at.Inode, at.Node);
        }
        if (_compressed > 0)
            volume.Damage(ErofsProblems.Compressed, null, $"{_compressed} files are compressed, which is not read: their bytes are missing");
    }

    private void List(ulong number, int node)
    {
        long before = volume.DamageTold;
        try
        {
            _reader.Read(volume.ReadInode(number), (inode, name, offset) => Add(node, inode, name, new Place(number, offset)));
        }
        catch (EvidenceFormatException e)
        {
            volume.Damage(e.Code, e.Offset, $"node {number}: the directory cannot be read whole: {e.Message}");
        }
        catch (Exception e) when (Containment.Holds(e))
        {
            tree.MarkWithoutNames(node);
            volume.Fault(e);
        }
        if (volume.DamageTold != before)
            tree.MarkWithoutNames(node);
    }

    private void Add(int directory, ulong number, ReadOnlySpan<byte> name, Place place)
    {
        try
        {
            Inode inode = volume.ReadInode(number);
            if (inode.Kind is not { } kind)
                throw ErofsProblems.Bad(ErofsProblems.Inode, $"node {number} has mode 0x{inode.Mode:x}, which is no kind of file", inode.Offset);
            Put(directory, inode, kind, name, place);
        }
        catch (EvidenceFormatException e)
        {
            volume.Damage(e.Code, e.Offset ?? place.Offset, $"{place.Shown(name)}: {e.Message}");
        }
        catch (Exception e) when (Containment.Holds(e))
        {
            volume.Fault(e);
        }
    }

    private void Put(int directory, in Inode inode, EntryKind kind, ReadOnlySpan<byte> name, Place place)
    {
        EvidenceTreeBuilder.AddResult result = tree.AddChild(directory, name, Metadata(inode, kind), out int node);
        Tell(result, name, place);
        if (result == EvidenceTreeBuilder.AddResult.Refused)
            return;
        if (kind != EntryKind.Directory)
        {
            if (_linked.TryGetValue(inode.Number, out int first))
                tree.Link(node, first);
            else if (inode.Links > 1)
                _linked[inode.Number] = node;
            _compressed += first == 0 && kind == EntryKind.File && inode.IsCompressed ? 1 : 0;
        }
        else if (_depth >= EvidenceTreeBuilder.MaxDepth)
        {
            volume.Damage(ErofsProblems.TooDeep, place.Offset, $"{place.Shown(name)}: {_depth} directories deep; it is not entered");
        }
        else if (_entered.Add(inode.Number))
        {
            _pending.Push((inode.Number, node, _depth + 1));
        }
        else
        {
            volume.Damage(ErofsProblems.Cycle, place.Offset,
                $"{place.Shown(name)}: node {inode.Number} is a directory that has another name already; it is not entered again");
        }
    }

    private void Tell(EvidenceTreeBuilder.AddResult result, ReadOnlySpan<byte> name, Place place)
    {
        if (result == EvidenceTreeBuilder.AddResult.Refused)
            volume.Damage(ErofsProblems.Name, place.Offset, $"{place.Shown(name)}: no file can have this name; it is left out");
        else if (result == EvidenceTreeBuilder.AddResult.Replaced)
            volume.Damage(ErofsProblems.Name, place.Offset, $"{place.Shown(name)}: the name is there twice; the second counts");
    }

    private EntryMetadata Metadata(in Inode inode, EntryKind kind)
    {
        byte[]? target = kind == EntryKind.Symlink ? LinkTarget(inode) : null;
        bool isDevice = kind is EntryKind.CharDevice or EntryKind.BlockDevice;
        return new EntryMetadata
        {
            Kind = kind,
            Mode = (ushort)(inode.Mode & 0xFFF),
            Uid = inode.Uid,
            Gid = inode.Gid,
            Size = kind == EntryKind.File ? inode.Size : target?.Length ?? 0,
            DirectorySize = kind == EntryKind.Directory ? inode.Size : 0,
            Modified = inode.Modified,
            HasFraction = true,
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

    private byte[] LinkTarget(in Inode inode)
    {
        if (inode.Size > MaxLinkTarget)
            throw ErofsProblems.Bad(ErofsProblems.Content, $"node {inode.Number} is a symlink to {inode.Size} bytes, which no path has", inode.Offset);
        using var content = new ContentStream(volume, inode);
        byte[] target = new byte[inode.Size];
        content.ReadExactly(target);
        return target;
    }

    /// <summary>Where a name stands.</summary>
    private readonly record struct Place(ulong Directory, long Offset)
    {
        public string Shown(ReadOnlySpan<byte> name) => $"{DisplayText.Escape(name)} in the directory of node {Directory}";
    }
}
