using StoreForensics.Evidence;

namespace StoreForensics.Model;

/// <summary>The roots of stores that lie among the files of another store, so that their files are told once.</summary>
public sealed class StoreWithinStores
{
    private readonly List<EntryRef> _roots = [];
    private readonly HashSet<EntryRef> _known = [];

    /// <summary>In the order in which they were read.</summary>
    public IReadOnlyList<EntryRef> Roots => _roots;

    /// <summary>Whether the entry is such a root.</summary>
    public bool IsRoot(IEvidenceSource source, int node) => _known.Count > 0 && _known.Contains(new EntryRef(source, node));

    /// <summary>Whether an entry of a layer or volume belongs to a store within it.</summary>
    /// <param name="source">The evidence.</param>
    /// <param name="files">The directory with the layer's or volume's files.</param>
    /// <param name="node">One of them.</param>
    public bool Holds(IEvidenceSource source, int files, int node)
    {
        foreach (EntryRef root in _roots)
        {
            if (root.Source == source && source.Tree.IsWithin(node, root.Node) && source.Tree.IsWithin(root.Node, files))
                return true;
        }
        return false;
    }

    /// <summary>Says that a root lies among the files of another store.</summary>
    public void Add(EntryRef root)
    {
        if (_known.Add(root))
            _roots.Add(root);
    }
}
