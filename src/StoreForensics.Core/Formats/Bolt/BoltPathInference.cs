namespace StoreForensics.Formats.Bolt;

/// <summary>
/// Tells to which bucket carved pages belonged. Copy-on-write replaces a leaf and the pages above it but shares all others, so a stale page often
/// leads to pages that a state still uses, or stale parents lead to it. What two signs place differently stays unknown.
/// </summary>
internal sealed class BoltPathInference
{
    private readonly BoltImage _image;
    private readonly IReadOnlyList<BoltCarvedPage> _pages;
    private readonly BoltTree?[] _states;
    private readonly Dictionary<ulong, BoltCarvedPage> _byId;
    private readonly List<Edge> _edges = [];

    public BoltPathInference(BoltImage image, IReadOnlyList<BoltCarvedPage> pages, BoltTree? live, BoltTree? previous)
    {
        _image = image;
        _pages = pages;
        _states = [live, previous];
        _byId = pages.ToDictionary(p => p.Page.Id);
    }

    public void Run()
    {
        (HashSet<BoltKey> top, HashSet<BoltKey> inner) = BucketNames();
        foreach (BoltCarvedPage page in _pages)
        {
            PlaceBySharedPages(page);
            if (page.Path is null && page.Page.IsLeaf && page.Elements.All(e => e.IsBucket && top.Contains(KeyOf(e)) && !inner.Contains(KeyOf(e))))
                (page.Path, page.Basis) = ([], BoltPathBasis.OldPointers);
            page.IsAnchor = page.Path is not null;
            AddEdges(page);
        }
        FollowPointers();
    }

    private void PlaceBySharedPages(BoltCarvedPage page)
    {
        IReadOnlyList<BoltKey>? path = null;
        foreach (BoltElement element in page.Elements)
        {
            IReadOnlyList<BoltKey>? sign = PlaceByChild(page, element);
            if (sign is null)
                continue;
            if (path is not null && !SamePath(path, sign))
                return;
            path = sign;
        }
        if (path is not null)
            (page.Path, page.Basis) = (path, BoltPathBasis.SharedPages);
    }

    /// <summary>The bucket of the page, when this element leads to a page that a state uses for the same thing.</summary>
    private IReadOnlyList<BoltKey>? PlaceByChild(BoltCarvedPage page, BoltElement element)
    {
        ulong child = ChildOf(page, element);
        if (child == 0 || _states.Select(s => s?.OwnerOf(child)).FirstOrDefault(o => o is not null) is not BoltBucket owner)
            return null;
        if (!page.Page.IsLeaf)
            return StartsWith(child, KeyOf(element)) ? owner.Path : null;
        bool isSameBucket = owner.RootPage == child && owner.Parent is not null && owner.Name == KeyOf(element);
        return isSameBucket ? owner.Parent!.Path : null;
    }

    private void AddEdges(BoltCarvedPage parent)
    {
        foreach (BoltElement element in parent.Elements)
        {
            // A branch repeats its child's smallest key, so a page that was reused since gives itself away. A bucket does not.
            ulong id = ChildOf(parent, element);
            if (id != 0 && _byId.TryGetValue(id, out BoltCarvedPage? child) && (parent.Page.IsLeaf || StartsWith(id, KeyOf(element))))
                _edges.Add(new Edge(parent, child, parent.Page.IsLeaf ? KeyOf(element) : (BoltKey?)null));
        }
    }

    /// <summary>Hands known paths down to carved children, a level each round, until
    /// nothing changes. A page that two parents claim differently has none.</summary>
    private void FollowPointers()
    {
        for (int round = 0; round < BoltLayout.MaxPageDepth; round++)
        {
            var claims = new Dictionary<BoltCarvedPage, IReadOnlyList<BoltKey>?>();
            foreach (Edge edge in _edges)
            {
                if (edge.Child.IsAnchor || edge.Parent.Path is null || edge.Parent.Path.Count > BoltLayout.MaxBucketDepth)
                    continue;
                IReadOnlyList<BoltKey> path = edge.Bucket is BoltKey name ? [.. edge.Parent.Path, name] : edge.Parent.Path;
                if (!claims.TryAdd(edge.Child, path) && claims[edge.Child] is { } claimed && !SamePath(claimed, path))
                    claims[edge.Child] = null;
            }
            if (!Apply(claims))
                return;
        }
    }

    private bool Apply(Dictionary<BoltCarvedPage, IReadOnlyList<BoltKey>?> claims)
    {
        bool isChanged = false;
        foreach (BoltCarvedPage page in _pages.Where(p => !p.IsAnchor))
        {
            IReadOnlyList<BoltKey>? path = claims.GetValueOrDefault(page);
            isChanged |= path is null != page.Path is null || (path is not null && !SamePath(path, page.Path!));
            page.Path = path;
            page.Basis = path is null ? BoltPathBasis.Unknown : BoltPathBasis.OldPointers;
        }
        return isChanged;
    }

    /// <summary>Names of buckets at the top level of the states, and of all others.</summary>
    private (HashSet<BoltKey> Top, HashSet<BoltKey> Inner) BucketNames()
    {
        HashSet<BoltKey> top = [], inner = [];
        foreach (BoltBucket bucket in _states.SelectMany(s => s?.Root.WithDescendants() ?? []))
        {
            if (bucket.Depth > 0)
                (bucket.Depth == 1 ? top : inner).Add(bucket.Name);
        }
        return (top, inner);
    }

    private bool StartsWith(ulong pageId, BoltKey key)
    {
        if (_image.TryPage(pageId, out BoltPage page, out _) != BoltPageFault.None)
            return false;
        var first = new List<BoltElement>(1);
        BoltElements.Parse(_image, page.Offset, page.Length, page.IsLeaf, Math.Min(1, page.Count), first);
        return first.Count == 1 && KeyOf(first[0]) == key;
    }

    /// <summary>The page that an element leads to; 0 for a value or an inline bucket.</summary>
    private ulong ChildOf(BoltCarvedPage page, BoltElement element)
    {
        if (!page.Page.IsLeaf)
            return element.Child;
        return element.IsBucket && element.ValueLength >= BoltLayout.BucketHeaderSize
            ? _image.Order.U64(_image.Bytes(element.ValueOffset, BoltLayout.BucketHeaderSize), BoltLayout.BucketRootAt)
            : 0;
    }

    private BoltKey KeyOf(BoltElement element) => new(_image.Content.Slice(element.KeyOffset, element.KeyLength));

    private static bool SamePath(IReadOnlyList<BoltKey> a, IReadOnlyList<BoltKey> b) => ReferenceEquals(a, b) || a.SequenceEqual(b);

    /// <summary>A pointer from one carved page to another; through the bucket of that name, or within one bucket.</summary>
    private readonly record struct Edge(BoltCarvedPage Parent, BoltCarvedPage Child, BoltKey? Bucket);
}
