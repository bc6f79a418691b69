using StoreForensics.Evidence;

namespace StoreForensics.Ingest.FileSystems;

/// <summary>Puts the names of deleted files and directories together to paths, down from what is live.</summary>
internal sealed class OldPaths
{
    private readonly EvidenceTree _live;
    private readonly int _root;
    private readonly Dictionary<ulong, int> _directories = [];
    private readonly Dictionary<IOldInode, byte[]?> _known = [];

    /// <param name="live">The tree of what is there.</param>
    /// <param name="root">The file system's root in it.</param>
    /// <param name="rootInode">The inode of that.</param>
    public OldPaths(EvidenceTree live, int root, ulong rootInode)
    {
        (_live, _root) = (live, root);
        _directories[rootInode] = root;
        for (int node = root + 1; node < live.Count; node++)
        {
            if (live[node].Kind == EntryKind.Directory && live.Extra(node).Inode is > 0 and var inode && IsBelowRoot(node))
                _directories.TryAdd(inode, node);
        }
    }

    /// <summary>Directories that are there, with their nodes.</summary>
    public IReadOnlyDictionary<ulong, int> Directories => _directories;

    /// <summary>The path below the file system's root; null where a directory on the way is not known.</summary>
    public byte[]? Of(IOldName name)
    {
        if (name.Owner is { } owner)
            OfDirectory(owner);
        return Join(name);
    }

    // Up a chain without recursion, for a path may be thousands deep; one that comes back to itself, in hostile evidence, has no path.
    private void OfDirectory(IOldInode directory)
    {
        var chain = new Stack<IOldInode>();
        IOldInode at = directory;
        while (!_known.ContainsKey(at) && chain.Count < EvidenceTreeBuilder.MaxDepth)
        {
            _known[at] = null;
            chain.Push(at);
            if (at.NewestName is not { Owner: { } above })
                break;
            at = above;
        }
        while (chain.TryPop(out IOldInode? one))
            _known[one] = one.NewestName is { } name ? Join(name) : null;
    }

    private byte[]? Join(IOldName name)
    {
        byte[]? parent = name.Owner is { } owner ? _known.GetValueOrDefault(owner) : OfLive(name.Directory);
        if (parent is null || parent.Length > EvidenceTreeBuilder.MaxPathBytes / 2)
            return null;
        return parent.Length == 0 ? name.Name : [.. parent, (byte)'/', .. name.Name];
    }

    private byte[]? OfLive(ulong directory) => _directories.TryGetValue(directory, out int node) ? _live.PathOf(node, _root).Bytes.ToArray() : null;

    private bool IsBelowRoot(int node)
    {
        for (int at = node; at != EvidenceTree.Root; at = _live[at].Parent)
        {
            if (at == _root)
                return true;
        }
        return _root == EvidenceTree.Root;
    }
}

/// <summary>One use of an inode that ended.</summary>
internal interface IOldInode
{
    /// <summary>Null where no copy of a directory has a name of it.</summary>
    IOldName? NewestName { get; }
}

/// <summary>A name that a directory had.</summary>
internal interface IOldName
{
    /// <summary>The directory's inode.</summary>
    ulong Directory { get; }

    /// <summary>The directory, if it was deleted; null: a live one.</summary>
    IOldInode? Owner { get; }

    /// <summary>As on disk.</summary>
    byte[] Name { get; }
}
