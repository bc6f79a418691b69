using System.Runtime.InteropServices;
using StoreForensics.Primitives;

namespace StoreForensics.Evidence;

/// <summary>
/// Every name of one evidence, compactly: a node is a number, names lie in one pool of bytes, rarely used facts in a side table. Node 0 is the root.
/// Built by a reader through <see cref="EvidenceTreeBuilder"/>, then sealed; a sealed tree may be read from several threads. Children are in byte order.
/// </summary>
public sealed class EvidenceTree
{
    /// <summary>The evidence's root directory.</summary>
    public const int Root = 0;

    /// <summary>No such node.</summary>
    public const int None = -1;

    private readonly EvidenceNode[] _nodes;
    private readonly ExtraTable _extras;
    private readonly byte[] _names;
    private readonly int[] _children;
    private readonly int[] _childStart;

    internal EvidenceTree(EvidenceNode[] nodes, int count, ExtraTable extras, byte[] names)
    {
        _nodes = nodes;
        _extras = extras;
        _names = names;
        Count = count;
        (_childStart, _children) = ChildOrder.Compute(nodes, count, names);
    }

    /// <summary>Nodes, the root included.</summary>
    public int Count { get; }

    public ref readonly EvidenceNode this[int node] => ref _nodes[node];

    public ReadOnlySpan<byte> Name(int node)
    {
        ref readonly EvidenceNode n = ref _nodes[node];
        return _names.AsSpan(n.NameOffset, n.NameLength);
    }

    /// <summary>A directory's entries in byte order of their names; empty for anything else.</summary>
    public ReadOnlySpan<int> Children(int node) => _children.AsSpan(_childStart[node], _childStart[node + 1] - _childStart[node]);

    /// <summary>The child of that name, or <see cref="None"/>. Binary search.</summary>
    public int Child(int directory, ReadOnlySpan<byte> name)
    {
        ReadOnlySpan<int> children = Children(directory);
        int low = 0, high = children.Length - 1;
        while (low <= high)
        {
            int middle = (low + high) >>> 1;
            int order = Name(children[middle]).SequenceCompareTo(name);
            if (order == 0)
                return children[middle];
            if (order < 0)
                low = middle + 1;
            else
                high = middle - 1;
        }
        return None;
    }

    /// <summary>Walks <c>a/b/c</c> down from a directory, following no link; <c>.</c> and empty
    /// names are skipped, <c>..</c> never matches. <see cref="None"/> if absent.</summary>
    public int Find(int from, ReadOnlySpan<byte> path)
    {
        int at = from;
        while (!path.IsEmpty && at != None)
        {
            int slash = path.IndexOf((byte)'/');
            ReadOnlySpan<byte> name = slash < 0 ? path : path[..slash];
            path = slash < 0 ? default : path[(slash + 1)..];
            if (!name.IsEmpty && !name.SequenceEqual("."u8))
                at = Child(at, name);
        }
        return at;
    }

    /// <summary>Access, change and birth time, device, links and the like; all unknown where the wrapping has none.</summary>
    public NodeExtra Extra(int node) => _extras.Get(_nodes[node].ExtraIndex);

    public ReadOnlySpan<byte> LinkTarget(int node) => _extras.GetIfMore(_nodes[node].ExtraIndex).LinkTarget;

    /// <summary>All extended attributes, in the order recorded; empty when there are none.</summary>
    public IReadOnlyList<ExtendedAttribute> Xattrs(int node) => _extras.GetIfMore(_nodes[node].ExtraIndex).Xattrs ?? [];

    /// <summary>An attribute's value, or null.</summary>
    public byte[]? Xattr(int node, string name)
    {
        if (_extras.GetIfMore(_nodes[node].ExtraIndex).Xattrs is { } all)
        {
            foreach (ExtendedAttribute attribute in all)
            {
                if (attribute.Name == name)
                    return attribute.Value;
            }
        }
        return null;
    }

    /// <summary>The first name, in byte order of whole paths, of the file that this name links to; the node itself where it has no other.</summary>
    public int FirstLink(int node) => _nodes[node].LinkGroup is var group && group == None ? node : group;

    /// <summary>Path from an ancestor, names joined by <c>/</c>, no leading slash; empty for the ancestor itself.</summary>
    public EvidencePath PathOf(int node, int ancestor = Root)
    {
        int length = PathLength(node, ancestor);
        byte[] path = new byte[length];
        WritePath(node, ancestor, path);
        return new EvidencePath(path);
    }

    /// <summary>Bytes that <see cref="WritePath"/> needs.</summary>
    public int PathLength(int node, int ancestor)
    {
        int length = 0;
        for (int at = node; at != ancestor && at != Root; at = _nodes[at].Parent)
            length += _nodes[at].NameLength + 1;
        return Math.Max(0, length - 1);
    }

    /// <summary>Writes the path of <see cref="PathOf"/> into the target, which must be exactly <see cref="PathLength"/> long.</summary>
    public void WritePath(int node, int ancestor, Span<byte> target)
    {
        int end = target.Length;
        for (int at = node; at != ancestor && at != Root; at = _nodes[at].Parent)
        {
            ReadOnlySpan<byte> name = Name(at);
            name.CopyTo(target[(end - name.Length)..]);
            end -= name.Length + 1;
            if (end > 0)
                target[end] = (byte)'/';
        }
    }

    /// <summary>Whether a node lies below (or is) the ancestor.</summary>
    public bool IsWithin(int node, int ancestor)
    {
        for (int at = node; ; at = _nodes[at].Parent)
        {
            if (at == ancestor)
                return true;
            if (at == Root)
                return false;
        }
    }
}

/// <summary>The facts that every listing shows.</summary>
[StructLayout(LayoutKind.Auto)]
public struct EvidenceNode
{
    public int Parent;
    internal int NameOffset;
    internal ushort NameLength;
    public EntryKind Kind;
    internal NodeFlags Flags;

    /// <summary>Permission and set-id bits, 12 bits; 0 for an implied directory.</summary>
    public ushort Mode;
    public uint Uid;
    public uint Gid;

    /// <summary>See <see cref="EntryMetadata.Size"/>.</summary>
    public long Size;
    internal long ModifiedSeconds;
    internal int ModifiedNanoseconds;
    internal int ExtraIndex;
    internal int LinkGroup;

    /// <summary>See <see cref="EntryMetadata.DataOffset"/>.</summary>
    public long DataOffset;

    public readonly Timestamp? Modified => (Flags & NodeFlags.HasModified) != 0 ? new Timestamp(ModifiedSeconds, ModifiedNanoseconds) : null;

    /// <summary>Whether it is a name of a file whose bytes are nowhere in the evidence
    /// (a hard link to what an archive left out): its size is unknown, not 0.</summary>
    public readonly bool LacksBytes => (Flags & NodeFlags.LacksBytes) != 0;

    /// <summary>Whether nothing is known of its mode and owner: its bytes or its name were found without its inode.</summary>
    public readonly bool LacksInode => (Flags & NodeFlags.LacksInode) != 0;

    /// <summary>Whether names of the directory could not be read: what is not in it may be there all the same.</summary>
    public readonly bool LacksNames => (Flags & NodeFlags.LacksNames) != 0;

    /// <summary>Whether the wrapping could hold a fraction of a second for this entry.</summary>
    public readonly bool HasFraction => (Flags & NodeFlags.HasFraction) != 0;
}

[Flags]
internal enum NodeFlags : byte
{
    None = 0,
    HasModified = 1,
    HasFraction = 2,
    HasChildren = 4,
    LacksBytes = 8,
    LacksNames = 16,
    LacksInode = 32,
}

/// <summary>Facts that few entries have or few readers ask for. Null or 0 is unknown.</summary>
public sealed class NodeExtra
{
    public static readonly NodeExtra Empty = new();

    public Timestamp? Accessed { get; init; }

    public Timestamp? Changed { get; init; }

    public Timestamp? Born { get; init; }

    public uint DeviceMajor { get; init; }

    public uint DeviceMinor { get; init; }

    public ulong Inode { get; init; }

    /// <summary>Number of names: as the file system recorded, else as counted in the evidence. 0: unknown.</summary>
    public uint Links { get; internal set; }

    /// <summary>See <see cref="EntryMetadata.DirectorySize"/>; 0: unknown, or no directory.</summary>
    public long DirectorySize { get; init; }

    public byte[]? LinkTarget { get; init; }

    public IReadOnlyList<ExtendedAttribute>? Xattrs { get; init; }
}
