using System.Runtime.InteropServices;
using StoreForensics.Primitives;

namespace StoreForensics.Evidence;

/// <summary>
/// Fills an <see cref="EvidenceTree"/>: a reader adds paths in any order; missing parents become implied directories. Of two entries of one name the
/// later wins (as in extraction) and the caller is told. Paths are cleaned here, in one place: a leading <c>/</c> and <c>.</c> are dropped, a <c>..</c> refused.
/// </summary>
public sealed class EvidenceTreeBuilder
{
    /// <summary>Longest path kept, in bytes; PAX records can hold megabytes.</summary>
    public const int MaxPathBytes = 1 << 20;

    /// <summary>Longest name kept, in bytes (file systems allow 255).</summary>
    public const int MaxNameBytes = 4096;

    /// <summary>Most names in one path. Linux allows deeper trees, but no system call reaches into them; readers may recurse this far.</summary>
    public const int MaxDepth = 2048;

    /// <summary>Most nodes kept: crafted archives describe thousands of directories in a few bytes.</summary>
    public const int MaxNodes = 1 << 25;

    // Names of all nodes together; what an array can index.
    private const int MaxPoolBytes = 0x7F00_0000;

    private EvidenceNode[] _nodes = new EvidenceNode[1024];
    private readonly List<NodeExtra> _extras = [];
    private byte[] _names = new byte[64 * 1024];
    private int _namesUsed;
    private int[] _table = new int[4096];
    private int _lastDirectory = EvidenceTree.Root;
    private byte[] _lastDirectoryPath = [];
    private int _lastDirectoryLength;

    public EvidenceTreeBuilder()
    {
        Count = 1;
        _nodes[0] = new EvidenceNode { Parent = 0, Kind = EntryKind.Implied, ExtraIndex = -1, LinkGroup = EvidenceTree.None, DataOffset = -1 };
    }

    /// <summary>Nodes so far, the root included.</summary>
    public int Count { get; private set; }

    /// <summary>Whether further names are refused because there are too many.</summary>
    public bool IsFull => Count >= MaxNodes || _namesUsed > MaxPoolBytes - MaxPathBytes;

    public ref readonly EvidenceNode this[int node] => ref _nodes[node];

    /// <summary>How an added path was taken.</summary>
    public enum AddResult
    {
        Added,

        /// <summary>A second entry of the same name; it replaced the first.</summary>
        Replaced,

        /// <summary>
        /// The path has a <c>..</c>, a NUL, is too long or too deep, lies below something that is no directory, or is that of a directory with entries
        /// (the root always) and the entry is none; or the tree is full. Not added.
        /// </summary>
        Refused,
    }

    /// <summary>Adds the entry of a path. The empty path is the root directory itself.</summary>
    public AddResult Add(ReadOnlySpan<byte> path, in EntryMetadata metadata, out int node)
    {
        node = EvidenceTree.None;
        if (path.Length > MaxPathBytes || path.Contains((byte)0) || HasParentName(path) || IsFull)
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

    /// <summary>The node of a path already added, or <see cref="EvidenceTree.None"/>.</summary>
    public int Find(ReadOnlySpan<byte> path)
    {
        int at = EvidenceTree.Root;
        foreach (Range range in path.Split((byte)'/'))
        {
            ReadOnlySpan<byte> name = path[range];
            if (name.IsEmpty || name.SequenceEqual("."u8))
                continue;
            at = Lookup(at, name, out _);
            if (at == EvidenceTree.None)
                break;
        }
        return at;
    }

    /// <summary>Declares two names to be one file: facts and bytes of the link become those of the target. False when the target is no regular file.</summary>
    public bool Link(int link, int target)
    {
        if (link == target || _nodes[target].Kind.IsDirectory())
            return false;
        int group = _nodes[target].LinkGroup == EvidenceTree.None ? target : _nodes[target].LinkGroup;
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
        return new EvidenceTree(_nodes, Count, [.. _extras], _names);
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
        n.ExtraIndex = AddExtra(m);
        return again ? AddResult.Replaced : AddResult.Added;
    }

    private int AddExtra(in EntryMetadata m)
    {
        if (m.Accessed is null && m.Changed is null && m.Born is null && m.Inode == 0 && m.Links <= 1 && m.LinkTarget is null && m.Xattrs is null
            && m.Kind is not (EntryKind.CharDevice or EntryKind.BlockDevice))
            return -1;
        _extras.Add(new NodeExtra
        {
            Accessed = m.Accessed,
            Changed = m.Changed,
            Born = m.Born,
            DeviceMajor = m.DeviceMajor,
            DeviceMinor = m.DeviceMinor,
            Inode = m.Inode,
            Links = m.Links,
            LinkTarget = m.LinkTarget,
            Xattrs = m.Xattrs,
        });
        return _extras.Count - 1;
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
        if (path.Length > 2 * MaxDepth && path.Count((byte)'/') >= MaxDepth)
            return EvidenceTree.None;
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

    // Looked for before any part of the path is added.
    private static bool HasParentName(ReadOnlySpan<byte> path)
    {
        int from = 0;
        while (path[from..].IndexOf(".."u8) is int found and >= 0)
        {
            int at = from + found;
            if ((at == 0 || path[at - 1] == '/') && (at + 2 == path.Length || path[at + 2] == '/'))
                return true;
            from = at + 1;
        }
        return false;
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
        int found = Lookup(directory, name, out int slot);
        if (found != EvidenceTree.None)
            return found;
        if (Count * 2 >= _table.Length)
        {
            Rehash();
            Lookup(directory, name, out slot);
        }
        if (Count == _nodes.Length)
            Array.Resize(ref _nodes, checked(_nodes.Length * 2));
        _nodes[Count] = new EvidenceNode
        {
            Parent = directory,
            Kind = EntryKind.Implied,
            NameOffset = AddName(name),
            NameLength = (ushort)name.Length,
            ExtraIndex = -1,
            LinkGroup = EvidenceTree.None,
            DataOffset = -1,
        };
        _nodes[directory].Flags |= NodeFlags.HasChildren;
        _table[slot] = Count;
        return Count++;
    }

    private int AddName(ReadOnlySpan<byte> name)
    {
        int needed = checked(_namesUsed + name.Length);
        if (needed > _names.Length)
            Array.Resize(ref _names, (int)Math.Min(Array.MaxLength, Math.Max(needed, _names.Length * 2L)));
        name.CopyTo(_names.AsSpan(_namesUsed));
        _namesUsed = needed;
        return needed - name.Length;
    }

    // Open addressing; the root, node 0, is nobody's child, so 0 marks an empty slot.
    private int Lookup(int directory, ReadOnlySpan<byte> name, out int slot)
    {
        int mask = _table.Length - 1;
        for (slot = Hash(directory, name) & mask; _table[slot] != 0; slot = (slot + 1) & mask)
        {
            ref EvidenceNode n = ref _nodes[_table[slot]];
            if (n.Parent == directory && _names.AsSpan(n.NameOffset, n.NameLength).SequenceEqual(name))
                return _table[slot];
        }
        return EvidenceTree.None;
    }

    private void Rehash()
    {
        _table = new int[checked(_table.Length * 4)];
        int mask = _table.Length - 1;
        for (int i = 1; i < Count; i++)
        {
            int slot = Hash(_nodes[i].Parent, _names.AsSpan(_nodes[i].NameOffset, _nodes[i].NameLength)) & mask;
            while (_table[slot] != 0)
                slot = (slot + 1) & mask;
            _table[slot] = i;
        }
    }

    private static int Hash(int directory, ReadOnlySpan<byte> name)
    {
        // FNV-like over 8 bytes at a time; seeded per process so that crafted names cannot all collide.
        ulong hash = s_seed ^ (uint)directory * 0x9E3779B97F4A7C15UL;
        while (name.Length >= 8)
        {
            hash = (hash ^ MemoryMarshal.Read<ulong>(name)) * 0xff51afd7ed558ccdUL;
            hash ^= hash >> 32;
            name = name[8..];
        }
        foreach (byte b in name)
            hash = (hash ^ b) * 0x100000001b3UL;
        hash *= 0xc4ceb9fe1a85ec53UL;
        return (int)((hash ^ (hash >> 29)) & 0x7fffffff);
    }

    private static readonly ulong s_seed = (ulong)Random.Shared.NextInt64();
}
