namespace StoreForensics.Evidence;

/// <summary>
/// Fills an <see cref="EvidenceTree"/>: a reader adds paths in any order; missing parents become implied directories. Of two entries of one name the
/// later wins (as in extraction) and the caller is told. Paths are cleaned here, in
/// one place: a leading <c>/</c> and <c>.</c> are dropped, a <c>..</c> refused.
/// </summary>
public sealed class EvidenceTreeBuilder
{
    /// <summary>Longest path kept, in bytes; PAX records can hold megabytes.</summary>
    public const int MaxPathBytes = 1 << 20;

    /// <summary>Longest name kept, in bytes (file systems allow 255).</summary>
    public const int MaxNameBytes = 4096;

    /// <summary>Most names in one path. Deeper trees are hostile: a path costs as much as it is deep.</summary>
    public const int MaxDepth = 8192;

    /// <summary>Most nodes kept: crafted archives describe thousands of directories in a few bytes.</summary>
    public const int MaxNodes = 1 << 25;

    // Names of all nodes together; what an array can index.
    private const int MaxPoolBytes = 0x7F00_0000;

    private readonly ExtraTable _extras = new();
    private readonly NameTable _table = new();
    private readonly int _mostNodes;
    private EvidenceNode[] _nodes;
    private byte[] _names;
    private int _namesUsed;
    private int _lastDirectory = EvidenceTree.Root;
    private byte[] _lastDirectoryPath = [];
    private int _lastDirectoryLength;
    private int _lastGroup;

    /// <param name="expectedNodes">A guess: room is made for so many at once, within reason. What is not used costs next to nothing.</param>
    public EvidenceTreeBuilder(long expectedNodes = 0) : this(expectedNodes, MaxNodes)
    {
    }

    /// <param name="expectedNodes">See above.</param>
    /// <param name="mostNodes">Nodes kept, the root included.</param>
    internal EvidenceTreeBuilder(long expectedNodes, int mostNodes)
    {
        _mostNodes = mostNodes;
        int room = (int)Math.Clamp(expectedNodes, 1024, 1 << 18);
        _nodes = GC.AllocateUninitializedArray<EvidenceNode>(room);
        _names = GC.AllocateUninitializedArray<byte>(room * 16);
        Count = 1;
        _nodes[0] = new EvidenceNode { Parent = 0, Kind = EntryKind.Implied, ExtraIndex = ExtraTable.None, LinkGroup = EvidenceTree.None, DataOffset = -1 };
    }

    /// <summary>Nodes so far, the root included.</summary>
    public int Count { get; private set; }

    /// <summary>Whether further names are refused because there are too many.</summary>
    public bool IsFull => Count >= _mostNodes || _namesUsed > MaxPoolBytes - MaxPathBytes;

    public ref readonly EvidenceNode this[int node] => ref _nodes[node];

    /// <summary>How an added path was taken.</summary>
    public enum AddResult
    {
        Added,

        /// <summary>A second entry of the same name; it replaced the first.</summary>
        Replaced,

        /// <summary>
        /// Not added: the path has a <c>..</c> or a NUL, is too long or too deep, lies below something that is no directory, or would put
        /// something else in the place of the root or of a directory with entries; or the tree is full. Nothing of it is left in the tree.
        /// </summary>
        Refused,
    }

    /// <summary>Adds the entry of a path. The empty path is the root directory itself.</summary>
    public AddResult Add(ReadOnlySpan<byte> path, in EntryMetadata metadata, out int node)
    {
        node = EvidenceTree.None;
        if (!IsKeepable(path) || IsFull)
            return AddResult.Refused;
        node = Resolve(path);
        if (node == EvidenceTree.None)
            return AddResult.Refused;
        return Set(node, metadata);
    }

    /// <summary>Adds the child of a known directory: for readers that walk a tree themselves.</summary>
    public AddResult AddChild(int directory, ReadOnlySpan<byte> name, in EntryMetadata metadata, out int node)
    {
        node = EvidenceTree.None;
        if (!IsPlainName(name) || !_nodes[directory].Kind.IsDirectory() || IsFull)
            return AddResult.Refused;
        node = ChildOrNew(directory, name);
        return Set(node, metadata);
    }

    /// <summary>Says what a directory that is already in the tree is like. Anything but the facts of a directory is refused.</summary>
    public AddResult Describe(int directory, in EntryMetadata metadata) =>
        metadata.Kind == EntryKind.Directory && _nodes[directory].Kind.IsDirectory() ? Set(directory, metadata) : AddResult.Refused;

    /// <summary>The node of a path already added, or <see cref="EvidenceTree.None"/>.</summary>
    public int Find(ReadOnlySpan<byte> path)
    {
        int at = EvidenceTree.Root;
        foreach (Range range in path.Split((byte)'/'))
        {
            ReadOnlySpan<byte> name = path[range];
            if (name.IsEmpty || name.SequenceEqual("."u8))
                continue;
            at = Lookup(at, name, NameTable.Hash(at, name));
            if (at == EvidenceTree.None)
                break;
        }
        return at;
    }

    /// <summary>See <see cref="EvidenceNode.LacksNames"/>.</summary>
    public void MarkWithoutNames(int node) => _nodes[node].Flags |= NodeFlags.LacksNames;

    /// <summary>Says that a file's bytes are nowhere in the evidence.</summary>
    public void MarkWithoutBytes(int node) => _nodes[node].Flags |= NodeFlags.LacksBytes;

    /// <summary>Nothing is known of the entry's mode and owner.</summary>
    public void MarkWithoutInode(int node) => _nodes[node].Flags |= NodeFlags.LacksInode;

    /// <summary>Declares two names to be one file: facts and bytes of the link become those of the
    /// target. False when either is a directory, or the link has entries below it.</summary>
    public bool Link(int link, int target)
    {
        if (link == target || link == EvidenceTree.Root || (_nodes[link].Flags & NodeFlags.HasChildren) != 0 || _nodes[target].Kind.IsDirectory())
            return false;
        // Not the target's number: a later entry may take its place and be another file.
        int group = _nodes[target].LinkGroup == EvidenceTree.None ? _lastGroup++ : _nodes[target].LinkGroup;
        ref EvidenceNode to = ref _nodes[link];
        EvidenceNode from = _nodes[target];
        (from.Parent, from.NameOffset, from.NameLength) = (to.Parent, to.NameOffset, to.NameLength);
        from.LinkGroup = group;
        to = from;
        _nodes[target].LinkGroup = group;
        return true;
    }

    /// <summary>Says of all nodes that have a modification time that the wrapping could have held its fraction.</summary>
    public void MarkFractions()
    {
        foreach (ref EvidenceNode node in _nodes.AsSpan(0, Count))
        {
            if ((node.Flags & NodeFlags.HasModified) != 0)
                node.Flags |= NodeFlags.HasFraction;
        }
    }

    /// <summary>Ends building. The builder must not be used afterwards.</summary>
    public EvidenceTree Seal()
    {
        LinkGroups.Settle(_nodes.AsSpan(0, Count), _extras, _names);
        return new EvidenceTree(_nodes, Count, _extras, _names);
    }

    private AddResult Set(int node, in EntryMetadata m)
    {
        ref EvidenceNode n = ref _nodes[node];
        bool again = n.Kind != EntryKind.Implied;
        NodeFlags kept = n.Flags & NodeFlags.HasChildren;
        if ((kept != 0 || node == EvidenceTree.Root) && m.Kind != EntryKind.Directory)
            return AddResult.Refused; // a file over a directory with entries: what lies below must not vanish
        n.Kind = m.Kind;
        n.Mode = m.Mode;
        n.Uid = m.Uid;
        n.Gid = m.Gid;
        n.Size = m.Size;
        n.DataOffset = m.DataOffset;
        n.LinkGroup = EvidenceTree.None;
        n.Flags = kept | (m.Modified is null ? NodeFlags.None : NodeFlags.HasModified) | (m.HasFraction ? NodeFlags.HasFraction : NodeFlags.None);
        (n.ModifiedSeconds, n.ModifiedNanoseconds) = (m.Modified?.Seconds ?? 0, m.Modified?.Nanoseconds ?? 0);
        n.ExtraIndex = _extras.Add(m);
        return again ? AddResult.Replaced : AddResult.Added;
    }

    private int Resolve(ReadOnlySpan<byte> path)
    {
        path = TrimEnds(path);
        int slash = path.LastIndexOf((byte)'/');
        ReadOnlySpan<byte> directory = slash < 0 ? default : path[..slash];
        ReadOnlySpan<byte> name = slash < 0 ? path : path[(slash + 1)..];
        if (!directory.SequenceEqual(_lastDirectoryPath.AsSpan(0, _lastDirectoryLength)))
        {
            int found = WalkDown(directory);
            if (found == EvidenceTree.None)
                return EvidenceTree.None;
            Remember(directory, found);
        }
        return Step(_lastDirectory, name);
    }

    private int WalkDown(ReadOnlySpan<byte> path)
    {
        int at = EvidenceTree.Root;
        while (!path.IsEmpty && at != EvidenceTree.None)
        {
            int slash = path.IndexOf((byte)'/');
            ReadOnlySpan<byte> name = slash < 0 ? path : path[..slash];
            path = slash < 0 ? default : path[(slash + 1)..];
            at = Step(at, name);
        }
        return at;
    }

    private int Step(int directory, ReadOnlySpan<byte> name)
    {
        if (name.IsEmpty || name.SequenceEqual("."u8))
            return directory;
        if (!IsPlainName(name) || !_nodes[directory].Kind.IsDirectory())
            return EvidenceTree.None;
        return ChildOrNew(directory, name);
    }

    private static bool IsPlainName(ReadOnlySpan<byte> name) =>
        name.Length is > 0 and <= MaxNameBytes && !name.SequenceEqual(".."u8) && !name.SequenceEqual("."u8) && !name.ContainsAny((byte)'/', (byte)0);

    // Looked at before any part of the path is added.
    private static bool IsKeepable(ReadOnlySpan<byte> path)
    {
        if (path.Length > MaxPathBytes || path.Contains((byte)0))
            return false;
        bool canBeTooLong = path.Length > MaxNameBytes || path.Length > MaxDepth;
        if (!canBeTooLong && path.IndexOf(".."u8) < 0)
            return true;
        int depth = 0;
        foreach (Range range in path.Split((byte)'/'))
        {
            ReadOnlySpan<byte> name = path[range];
            if (name.SequenceEqual(".."u8) || name.Length > MaxNameBytes || (!name.IsEmpty && ++depth > MaxDepth))
                return false;
        }
        return true;
    }

    private static ReadOnlySpan<byte> TrimEnds(ReadOnlySpan<byte> path)
    {
        while (path.EndsWith("/"u8) || path.EndsWith("/."u8))
            path = path[..path.LastIndexOf((byte)'/')];
        return path;
    }

    private void Remember(ReadOnlySpan<byte> directory, int node)
    {
        if (_lastDirectoryPath.Length < directory.Length)
            _lastDirectoryPath = new byte[Math.Max(256, directory.Length * 2)];
        directory.CopyTo(_lastDirectoryPath);
        _lastDirectoryLength = directory.Length;
        _lastDirectory = node;
    }

    private int ChildOrNew(int directory, ReadOnlySpan<byte> name)
    {
        uint hash = NameTable.Hash(directory, name);
        int found = Lookup(directory, name, hash);
        if (found != EvidenceTree.None)
            return found;
        if (Count == _nodes.Length)
            GrowNodes();
        _nodes[Count] = new EvidenceNode
        {
            Parent = directory,
            Kind = EntryKind.Implied,
            NameOffset = AddName(name),
            NameLength = (ushort)name.Length,
            ExtraIndex = ExtraTable.None,
            LinkGroup = EvidenceTree.None,
            DataOffset = -1,
        };
        _nodes[directory].Flags |= NodeFlags.HasChildren;
        _table.Add(hash, Count);
        return Count++;
    }

    // Nodes and names are written before they are read: clearing megabytes first would be wasted.
    private void GrowNodes()
    {
        EvidenceNode[] grown = GC.AllocateUninitializedArray<EvidenceNode>(checked(_nodes.Length * 2));
        _nodes.CopyTo(grown, 0);
        _nodes = grown;
    }

    private int AddName(ReadOnlySpan<byte> name)
    {
        int needed = checked(_namesUsed + name.Length);
        if (needed > _names.Length)
        {
            byte[] grown = GC.AllocateUninitializedArray<byte>((int)Math.Min(Array.MaxLength, Math.Max(needed, _names.Length * 2L)));
            _names.AsSpan(0, _namesUsed).CopyTo(grown);
            _names = grown;
        }
        name.CopyTo(_names.AsSpan(_namesUsed));
        _namesUsed = needed;
        return needed - name.Length;
    }

    private int Lookup(int directory, ReadOnlySpan<byte> name, uint hash)
    {
        int slot = -1;
        while (_table.TryNext(hash, ref slot, out int node))
        {
            ref EvidenceNode n = ref _nodes[node];
            if (n.Parent == directory && _names.AsSpan(n.NameOffset, n.NameLength).SequenceEqual(name))
                return node;
        }
        return EvidenceTree.None;
    }
}
