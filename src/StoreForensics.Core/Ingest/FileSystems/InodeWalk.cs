using StoreForensics.Evidence;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.FileSystems;

/// <summary>
/// Walks the directories of a file system from the root and adds every name to the tree. A directory is entered once, so that a cycle ends; one of which names
/// cannot be read says so (<see cref="EvidenceNode.LacksNames"/>).
/// </summary>
/// <param name="tree">Takes the names.</param>
/// <param name="noun">What messages call an inode.</param>
internal abstract class InodeWalk<TInode>(EvidenceTreeBuilder tree, string noun)
    where TInode : struct
{
    private readonly HashSet<ulong> _entered = [];
    private readonly Dictionary<ulong, int> _linked = [];
    private readonly Stack<(ulong Inode, int Node, int Depth)> _pending = new();
    private int _depth;

    protected delegate void NameTaker(ulong inode, ReadOnlySpan<byte> name, long offset);

    /// <summary>Codes of problems: an inode that cannot be used, a name that cannot be, a directory with two names, one that lies too deep.</summary>
    protected abstract (string Inode, string Name, string Cycle, string TooDeep) Codes { get; }

    /// <inheritdoc cref="ProblemLog.DamageTold"/>
    protected abstract long DamageTold { get; }

    /// <param name="root">The root's inode.</param>
    /// <param name="directory">The node that it becomes.</param>
    /// <exception cref="EvidenceFormatException">It is no directory.</exception>
    protected void Walk(ulong root, int directory)
    {
        TInode inode = ReadInode(root);
        if (FactsOf(inode) is not { Kind: EntryKind.Directory } facts)
            throw new EvidenceFormatException(Codes.Inode, "the root's inode is no directory", FactsOf(inode).Offset);
        tree.Describe(directory, Metadata(inode, EntryKind.Directory));
        _entered.Add(facts.Number);
        _pending.Push((facts.Number, directory, 0));
        while (_pending.TryPop(out (ulong Inode, int Node, int Depth) at))
        {
            _depth = at.Depth;
            List(at.Inode, at.Node);
        }
    }

    /// <exception cref="EvidenceFormatException">It cannot be read.</exception>
    protected abstract TInode ReadInode(ulong number);

    /// <summary>What the walk has to know; no kind: the mode is that of no kind of file.</summary>
    protected abstract (ulong Number, EntryKind? Kind, uint Mode, uint Links, long? Offset) FactsOf(in TInode inode);

    /// <exception cref="EvidenceFormatException">The directory cannot be read whole: the names before were given.</exception>
    protected abstract void ReadNames(in TInode directory, NameTaker take);

    protected abstract EntryMetadata Metadata(in TInode inode, EntryKind kind);

    protected abstract void Damage(string code, long? offset, string message);

    protected abstract void Fault(Exception fault);

    /// <summary>Called once for every file that was added, not for its further names.</summary>
    protected virtual void Seen(in TInode inode, EntryKind kind)
    {
    }

    private void List(ulong number, int node)
    {
        long before = DamageTold;
        try
        {
            ReadNames(ReadInode(number), (inode, name, offset) => Add(node, inode, name, new Place(noun, number, offset)));
        }
        catch (EvidenceFormatException e)
        {
            Damage(e.Code, e.Offset, $"{noun} {number}: the directory cannot be read whole: {e.Message}");
        }
        catch (Exception e) when (Containment.Holds(e))
        {
            tree.MarkWithoutNames(node);
            Fault(e);
        }
        if (DamageTold != before)
            tree.MarkWithoutNames(node);
    }

    private void Add(int directory, ulong number, ReadOnlySpan<byte> name, Place place)
    {
        try
        {
            TInode inode = ReadInode(number);
            (_, EntryKind? found, uint mode, _, _) = FactsOf(inode);
            if (found is not { } kind)
                throw new EvidenceFormatException(Codes.Inode,
                    $"{noun} {number} has mode 0x{mode:x}, which is no kind of file: it was deleted or never written");
            Put(directory, inode, kind, name, place);
        }
        catch (EvidenceFormatException e)
        {
            Damage(e.Code, place.Offset, $"{place.Shown(name)}: {e.Message}");
        }
        catch (Exception e) when (Containment.Holds(e))
        {
            Fault(e);
        }
    }

    private void Put(int directory, in TInode inode, EntryKind kind, ReadOnlySpan<byte> name, Place place)
    {
        EvidenceTreeBuilder.AddResult result = tree.AddChild(directory, name, Metadata(inode, kind), out int node);
        if (result == EvidenceTreeBuilder.AddResult.Refused)
        {
            Damage(Codes.Name, place.Offset, $"{place.Shown(name)}: no file can have this name; it is left out");
            return;
        }
        if (result == EvidenceTreeBuilder.AddResult.Replaced)
            Damage(Codes.Name, place.Offset, $"{place.Shown(name)}: the name is there twice; the second counts");
        (ulong number, _, _, uint links, _) = FactsOf(inode);
        if (_linked.TryGetValue(number, out int first))
            tree.Link(node, first);
        else if (kind == EntryKind.Directory)
            Enter(number, node, name, place);
        else
            Keep(inode, kind, number, links, node);
    }

    private void Keep(in TInode inode, EntryKind kind, ulong number, uint links, int node)
    {
        if (links > 1)
            _linked[number] = node;
        Seen(inode, kind);
    }

    private void Enter(ulong number, int node, ReadOnlySpan<byte> name, Place place)
    {
        if (_depth >= EvidenceTreeBuilder.MaxDepth)
            Damage(Codes.TooDeep, place.Offset, $"{place.Shown(name)}: {_depth} directories deep; it is not entered");
        else if (_entered.Add(number))
            _pending.Push((number, node, _depth + 1));
        else
            Damage(Codes.Cycle, place.Offset,
                $"{place.Shown(name)}: {noun} {number} is a directory that has another name already; it is not entered again");
    }

    /// <summary>Where a name stands.</summary>
    private readonly record struct Place(string Noun, ulong Directory, long Offset)
    {
        public string Shown(ReadOnlySpan<byte> name) => $"{DisplayText.Escape(name)} in the directory of {Noun} {Directory}";
    }
}
