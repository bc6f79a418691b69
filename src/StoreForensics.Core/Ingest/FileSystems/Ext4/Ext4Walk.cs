using StoreForensics.Evidence;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.FileSystems.Ext4;

/// <summary>Walks the directories from the root and adds every name to the tree. A directory is entered once, so that a cycle ends.</summary>
internal sealed class Ext4Walk(Ext4Blocks ext4, InodeContent content, InodeAttributes attributes, EvidenceTreeBuilder tree, int fileSystem)
{
    private readonly HashSet<uint> _entered = [];
    private readonly Dictionary<uint, int> _linked = [];
    private readonly Stack<(uint Inode, int Node, int Depth)> _pending = new();
    private int _depth;
    private long _encrypted;

    public void Run(int directory)
    {
        Inode root = ext4.ReadInode(Ext4Layout.RootInode);
        if (root.Kind != EntryKind.Directory)
            throw Ext4Problems.Bad(Ext4Problems.Inode, "the root's inode is no directory");
        tree.Describe(directory, Metadata(root, EntryKind.Directory));
        _entered.Add(Ext4Layout.RootInode);
        _pending.Push((Ext4Layout.RootInode, directory, 0));
        var reader = new DirectoryReader(ext4, content, attributes);
        while (_pending.TryPop(out (uint Inode, int Node, int Depth) at))
        {
            _depth = at.Depth;
            List(reader, at.Inode, at.Node);
        }
        if (_encrypted > 0)
            ext4.Problems.Damage(Ext4Problems.Encrypted, ext4.Origin,
                $"{_encrypted} files and directories are encrypted: their bytes cannot be read without the key, and names in encrypted directories are shown as they lie on disk");
    }

    private void List(DirectoryReader reader, uint number, int node)
    {
        long before = ext4.Problems.DamageTold;
        try
        {
            reader.Read(ext4.ReadInode(number), (inode, name) => Add(number, node, inode, name));
        }
        catch (EvidenceFormatException e)
        {
            ext4.Problems.Damage(e.Code, ext4.At(number), $"inode {number}: the directory cannot be read: {e.Message}");
        }
        catch (Exception e) when (Containment.Holds(e))
        {
            tree.MarkWithoutNames(node);
            ext4.Problems.Fault(ext4.Origin, e);
        }
        if (ext4.Problems.DamageTold != before)
            tree.MarkWithoutNames(node);
    }

    private void Add(uint parent, int directory, uint number, ReadOnlySpan<byte> name)
    {
        if (_linked.TryGetValue(number, out int first))
        {
            AddLink(parent, directory, number, name, first);
            return;
        }
        try
        {
            Inode inode = ext4.ReadInode(number);
            if (inode.Kind is not { } kind)
                throw Ext4Problems.Bad(Ext4Problems.Inode,
                    $"inode {number} has mode 0x{inode.Mode:x}, which is no kind of file: it was deleted or never written");
            Put(parent, directory, inode, kind, name);
        }
        catch (EvidenceFormatException e)
        {
            ext4.Problems.Damage(e.Code, ext4.At(number), $"{Shown(parent, name)}: {e.Message}");
        }
        catch (Exception e) when (Containment.Holds(e))
        {
            ext4.Problems.Fault(ext4.Origin, e);
        }
    }

    private void Put(uint parent, int directory, in Inode inode, EntryKind kind, ReadOnlySpan<byte> name)
    {
        EvidenceTreeBuilder.AddResult result = tree.AddChild(directory, name, Metadata(inode, kind), out int node);
        Tell(result, parent, name);
        if (result == EvidenceTreeBuilder.AddResult.Refused)
            return;
        if (inode.Has(InodeFlags.Encrypted))
            _encrypted++;
        if (kind == EntryKind.File && inode.Has(InodeFlags.AttributeInode))
            ext4.Problems.Damage(Ext4Problems.Inode, ext4.At(inode.Number),
                $"{Shown(parent, name)}: inode {inode.Number} holds an attribute's value, and is no file");
        if (kind != EntryKind.Directory)
        {
            if (inode.Links > 1)
                _linked[inode.Number] = node;
        }
        else if (_depth >= EvidenceTreeBuilder.MaxDepth)
        {
            ext4.Problems.Damage(Ext4Problems.TooDeep, ext4.Origin, $"{Shown(parent, name)}: {_depth} directories deep; it is not entered");
        }
        else if (_entered.Add(inode.Number))
        {
            _pending.Push((inode.Number, node, _depth + 1));
        }
        else
        {
            ext4.Problems.Damage(Ext4Problems.Cycle, ext4.Origin,
                $"{Shown(parent, name)}: inode {inode.Number} is a directory that has another name already; it is not entered again");
        }
    }

    private void AddLink(uint parent, int directory, uint number, ReadOnlySpan<byte> name, int first)
    {
        Inode inode = ext4.ReadInode(number);
        EvidenceTreeBuilder.AddResult result = tree.AddChild(directory, name, Metadata(inode, inode.Kind!.Value), out int node);
        Tell(result, parent, name);
        if (result != EvidenceTreeBuilder.AddResult.Refused)
            tree.Link(node, first);
    }

    private void Tell(EvidenceTreeBuilder.AddResult result, uint parent, ReadOnlySpan<byte> name)
    {
        if (result == EvidenceTreeBuilder.AddResult.Refused)
            ext4.Problems.Damage(Ext4Problems.Name, ext4.Origin, $"{Shown(parent, name)}: no file can have this name; it is left out");
        else if (result == EvidenceTreeBuilder.AddResult.Replaced)
            ext4.Problems.Damage(Ext4Problems.Name, ext4.Origin, $"{Shown(parent, name)}: the name is there twice; the second counts");
    }

    private EntryMetadata Metadata(in Inode inode, EntryKind kind) => InodeMetadata.Of(inode, kind, content, attributes) with
    {
        DataOffset = kind == EntryKind.File ? new ContentHandle(fileSystem, inode.Number).DataOffset : -1,
    };

    private static string Shown(uint parent, ReadOnlySpan<byte> name) => $"{DisplayText.Escape(name)} in the directory of inode {parent}";
}
