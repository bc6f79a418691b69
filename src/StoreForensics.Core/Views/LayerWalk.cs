using StoreForensics.Evidence;
using StoreForensics.Model;

namespace StoreForensics.Views;

/// <summary>What a walk through a layer's own directory meets.</summary>
internal enum LayerItemKind
{
    /// <summary>An entry that the layer holds.</summary>
    Entry,

    /// <summary>A deletion marker.</summary>
    Deleted,

    /// <summary>A name below that a directory made anew, or something that is no directory any more, hides.</summary>
    Hidden,
}

/// <summary>One item of a layer.</summary>
/// <param name="Kind">What was met.</param>
/// <param name="Node">The entry; the marker; for a hidden name the entry that hides it; for a deletion that the record alone tells of its directory.</param>
/// <param name="Change"><c>A</c> when nothing of the name showed below, else <c>C</c>; <c>D</c> for deletions.</param>
/// <param name="Below">What showed below; null when nothing did.</param>
/// <param name="IsRemade">Whether an entry stands in a directory that was made anew, where one of its name was before.</param>
/// <param name="Path">Absolute path of a deleted or hidden name, valid until the next item; empty for entries, whose node tells it.</param>
internal readonly record struct LayerItem(LayerItemKind Kind, int Node, char Change, ViewEntry? Below, ReadOnlyMemory<byte> Path, bool IsRemade = false);

/// <summary>
/// Walks the directory of a layer that holds differences only (not whole trees): every entry once, every deletion and every hidden name, parents first,
/// names in byte order. No recursion.
/// </summary>
internal sealed class LayerWalk
{
    private readonly Layer _layer;
    private readonly EvidenceTree _tree;
    private readonly IWhiteouts _whiteouts;
    private readonly PathBuffer _path = new();
    private readonly Stack<Frame> _frames = new();

    private LayerWalk(Layer layer)
    {
        _layer = layer;
        _tree = layer.Files!.Tree;
        _whiteouts = layer.Files.Whiteouts;
    }

    /// <summary>Items of a layer whose <see cref="Layer.Files"/> are in reach.</summary>
    public static IEnumerable<LayerItem> Of(Layer layer) => new LayerWalk(layer).Run();

    private IEnumerable<LayerItem> Run()
    {
        int root = _layer.Files!.Root;
        bool hides = _whiteouts.IsOpaque(_tree, root);
        ViewDirectory? below = ViewDirectory.RootOf(_layer.Parent);
        yield return new LayerItem(LayerItemKind.Entry, root, below is null ? 'A' : 'C', below?.Top, default);
        if (hides && below is not null)
        {
            foreach (LayerItem hidden in HiddenNames(root, below))
                yield return hidden;
        }
        _frames.Push(new Frame(root, below, hides, 0));
        while (_frames.TryPeek(out Frame? frame))
        {
            ReadOnlySpan<int> children = _tree.Children(frame.Directory);
            if (frame.Next >= children.Length)
            {
                foreach (LayerItem deleted in DeletedWithoutMark(frame))
                    yield return deleted;
                _frames.Pop();
                continue;
            }
            int node = children[frame.Next++];
            _path.Truncate(frame.PathLength);
            switch (_whiteouts.Classify(_tree, node, atLayerRoot: frame.Directory == root))
            {
                case LayerEntryMeaning.Entry:
                    ViewEntry? before = frame.Below?.Lookup(_tree.Name(node));
                    yield return new LayerItem(LayerItemKind.Entry, node, before is null ? 'A' : 'C', before, default, frame.Hides && before is not null);
                    foreach (LayerItem hidden in Enter(frame, node, before))
                        yield return hidden;
                    break;
                case LayerEntryMeaning.Deletion when !IsMadeAnew(frame.Directory, node):
                    yield return Deletion(frame, node);
                    break;
            }
        }
    }

    private LayerItem Deletion(Frame frame, int node)
    {
        ReadOnlySpan<byte> name = _whiteouts.DeletedName(_tree, node);
        _path.Push(name);
        return new LayerItem(LayerItemKind.Deleted, node, 'D', frame.Below?.Lookup(name), _path.Memory);
    }

    private bool IsMadeAnew(int directory, int marker)
    {
        int again = _tree.Child(directory, _whiteouts.DeletedName(_tree, marker));
        return again != EvidenceTree.None && again != marker;
    }

    // Goes down into a directory, and gives the names that it (or the file in its place) hides.
    private List<LayerItem> Enter(Frame frame, int node, ViewEntry? before)
    {
        bool isDirectory = _tree[node].Kind.IsDirectory();
        ReadOnlySpan<byte> name = _tree.Name(node);
        ViewDirectory? below = before is { IsDirectory: true } ? frame.Below!.Enter(name) : null;
        if (!isDirectory && below is null)
            return [];
        _path.Push(name);
        bool hides = frame.Hides || !isDirectory || _whiteouts.IsOpaque(_tree, node)
            || _whiteouts.Deletes(_tree, frame.Directory, name);
        if (isDirectory)
            _frames.Push(new Frame(node, below, hides, _path.Length));
        return hides && below is not null ? HiddenNames(node, below) : [];
    }

    private List<LayerItem> HiddenNames(int node, ViewDirectory below)
    {
        var hidden = new List<LayerItem>();
        int length = _path.Length;
        foreach (ViewEntry entry in below.Entries())
        {
            if (_tree.Child(node, entry.Name) != EvidenceTree.None || _whiteouts.Deletes(_tree, node, entry.Name))
                continue; // made anew, or deleted by a marker that tells more
            _path.Truncate(length);
            _path.Push(entry.Name);
            hidden.Add(new LayerItem(LayerItemKind.Hidden, node, 'D', entry, _path.Memory.ToArray()));
        }
        _path.Truncate(length);
        return hidden;
    }

    // What the record deletes and no entry marks: told of its directory, as it has no entry of its own.
    private List<LayerItem> DeletedWithoutMark(Frame frame)
    {
        var deleted = new List<LayerItem>();
        if (frame.Below is not { } below || frame.Hides)
            return deleted;
        foreach (byte[] name in _whiteouts.UnmarkedDeletions(_tree, frame.Directory))
        {
            if (below.Lookup(name) is not { } entry)
                continue;
            _path.Truncate(frame.PathLength);
            _path.Push(name);
            deleted.Add(new LayerItem(LayerItemKind.Deleted, frame.Directory, 'D', entry, _path.Memory.ToArray()));
        }
        return deleted;
    }

    private sealed class Frame(int directory, ViewDirectory? below, bool hides, int pathLength)
    {
        public int Directory => directory;

        /// <summary>The same directory as it showed below; null when there was none.</summary>
        public ViewDirectory? Below => below;

        /// <summary>Whether nothing of <see cref="Below"/> shows through: it, or a directory above it, was made anew.</summary>
        public bool Hides => hides;

        public int PathLength => pathLength;

        public int Next { get; set; }
    }
}
