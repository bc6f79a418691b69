using StoreForensics.Evidence;
using StoreForensics.Primitives;

namespace StoreForensics.Tests.Verification;

/// <summary>An evidence with some of its entries changed, added or taken out, as an intruder would; the rest is the original's.</summary>
internal sealed class AlteredEvidence : IEvidenceSource
{
    private readonly IEvidenceSource _original;
    private readonly Dictionary<string, byte[]> _contents = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Func<EntryMetadata, EntryMetadata>> _changes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, EntryMetadata> _added = new(StringComparer.Ordinal);
    private readonly HashSet<string> _removed = new(StringComparer.Ordinal);
    private readonly HashSet<string> _torn = new(StringComparer.Ordinal);

    public AlteredEvidence(IEvidenceSource original, string? name = null) => (_original, Tree, Name) = (original, original.Tree, name ?? original.Name);

    public string Name { get; }

    public IReadOnlyList<string> Wrapping => _original.Wrapping;

    public EvidenceTree Tree { get; private set; }

    public byte[] Read(string path)
    {
        using Stream stream = _original.Open(Node(path));
        var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    public int Node(string path) => _original.Tree.Find(EvidenceTree.Root, new EvidencePath(System.Text.Encoding.UTF8.GetBytes(path)).Bytes);

    public void Change(string path, Func<EntryMetadata, EntryMetadata> change) => _changes[path] = change;

    public void SetContent(string path, byte[] bytes)
    {
        _contents[path] = bytes;
        if (_changes.TryGetValue(path, out Func<EntryMetadata, EntryMetadata>? before))
            _changes[path] = m => before(m) with { Size = bytes.Length };
        else
            _changes[path] = m => m with { Size = bytes.Length };
    }

    public void Remove(string path) => _removed.Add(path);

    /// <summary>Says that names of a directory could not be read.</summary>
    public void Tear(string path) => _torn.Add(path);

    public void Add(string path, EntryMetadata metadata, byte[] bytes)
    {
        _added[path] = metadata with { Size = bytes.Length };
        _contents[path] = bytes;
    }

    /// <summary>What the tree says of an entry.</summary>
    public static EntryMetadata MetadataOf(EvidenceTree tree, int node)
    {
        ref readonly EvidenceNode n = ref tree[node];
        NodeExtra extra = tree.Extra(node);
        return new EntryMetadata
        {
            Kind = n.Kind,
            Mode = n.Mode,
            Uid = n.Uid,
            Gid = n.Gid,
            Size = n.Size,
            Modified = n.Modified,
            HasFraction = n.HasFraction,
            Accessed = extra.Accessed,
            Changed = extra.Changed,
            Born = extra.Born,
            DeviceMajor = extra.DeviceMajor,
            DeviceMinor = extra.DeviceMinor,
            Inode = extra.Inode,
            LinkTarget = extra.LinkTarget,
            Xattrs = extra.Xattrs,
            DataOffset = node,
        };
    }

    /// <summary>Makes the tree with all changes so far.</summary>
    public AlteredEvidence Build()
    {
        EvidenceTree old = _original.Tree;
        var builder = new EvidenceTreeBuilder(old.Count);
        int[] built = new int[old.Count];
        for (int node = 0; node < old.Count; node++)
        {
            string path = System.Text.Encoding.Latin1.GetString(old.PathOf(node).Bytes);
            if (old[node].Kind == EntryKind.Implied || _removed.Contains(path))
                continue;
            EntryMetadata metadata = MetadataOf(old, node);
            if (_changes.TryGetValue(path, out Func<EntryMetadata, EntryMetadata>? change))
                metadata = change(metadata);
            builder.Add(old.PathOf(node).Bytes, metadata, out built[node]);
            if (_torn.Contains(path))
                builder.MarkWithoutNames(built[node]);
            if (old.FirstLink(node) is var first && first != node && built[first] != 0)
                builder.Link(built[node], built[first]);
        }
        foreach ((string path, EntryMetadata metadata) in _added)
            builder.Add(System.Text.Encoding.Latin1.GetBytes(path), metadata with { DataOffset = 0 }, out _);
        Tree = builder.Seal();
        return this;
    }

    public Stream Open(int node)
    {
        string path = System.Text.Encoding.Latin1.GetString(Tree.PathOf(node).Bytes);
        return _contents.TryGetValue(path, out byte[]? bytes) ? new MemoryStream(bytes, writable: false) : _original.Open((int)Tree[node].DataOffset);
    }

    public void Dispose()
    {
    }
}
