namespace StoreForensics.Docker.Bolt;

/// <summary>
/// Tells to which bucket carved pages belonged. Copy-on-write replaces a leaf and the branches above it but shares all other pages, so a stale page
/// usually leads to pages that a state still uses, or stale parents lead to it. What two signs place differently stays unknown.
/// </summary>
internal sealed class BoltPathInference(BoltImage image, IReadOnlyList<BoltCarvedPage> pages, BoltTree? live, BoltTree? previous)
{
    private readonly Dictionary<ulong, BoltCarvedPage> _byId = pages.ToDictionary(p => p.Page.Id);

    public void Run(BoltStateIndex liveIndex, BoltStateIndex previousIndex)
    {
        foreach (BoltCarvedPage page in pages)
            FromChildrenInUse(page);
        FromParents();
        foreach (BoltCarvedPage page in pages.Where(p => p.Path is null))
            FromSharedKeys(page, liveIndex, previousIndex);
        FromParents();
    }

    private void FromChildrenInUse(BoltCarvedPage page)
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
            (page.Path, page.Basis) = (path, BoltPathBasis.Pages);
    }

    /// <summary>The bucket of the page, when this element leads to a page that a state uses for the same thing.</summary>
    private IReadOnlyList<BoltKey>? PlaceByChild(BoltCarvedPage page, BoltElement element)
    {
        ulong child = page.Page.IsLeaf ? RootOf(element) : element.Child;
        if (child == 0 || (live?.OwnerOf(child) ?? previous?.OwnerOf(child)) is not BoltBucket owner)
            return null;
        if (!page.Page.IsLeaf)
            return StartsWith(child, KeyOf(element)) ? owner.Path : null;
        bool isSameBucket = owner.RootPage == child && owner.Parent is not null && owner.Name == KeyOf(element);
        return isSameBucket ? owner.Parent!.Path : null;
    }

    /// <summary>Hands known paths down to carved children, and theirs; each page is placed once.</summary>
    private void FromParents()
    {
        var pending = new Queue<BoltCarvedPage>(pages.Where(p => p.Path is not null));
        while (pending.TryDequeue(out BoltCarvedPage? parent))
        {
            foreach (BoltElement element in parent.Elements)
            {
                if (ChildOf(parent, element) is not BoltCarvedPage child || child.Path is not null || parent.Path!.Count > BoltLayout.MaxBucketDepth)
                    continue;
                child.Path = parent.Page.IsLeaf ? [.. parent.Path!, KeyOf(element)] : parent.Path;
                child.Basis = parent.Basis;
                pending.Enqueue(child);
            }
        }
    }

    private BoltCarvedPage? ChildOf(BoltCarvedPage parent, BoltElement element)
    {
        ulong id = parent.Page.IsLeaf ? RootOf(element) : element.Child;
        if (id == 0 || !_byId.TryGetValue(id, out BoltCarvedPage? child))
            return null;
        // A branch repeats its child's smallest key, so a page that was reused since gives itself away. A bucket does not.
        return parent.Page.IsLeaf || StartsWith(id, KeyOf(element)) ? child : null;
    }

    private void FromSharedKeys(BoltCarvedPage page, BoltStateIndex liveIndex, BoltStateIndex previousIndex)
    {
        BoltBucket? bucket = null;
        foreach (BoltElement element in page.Elements)
        {
            BoltBucket? holder = page.Page.IsLeaf ? Holder(KeyOf(element), element.IsBucket) : null;
            if (holder is not null && bucket is not null && !SamePath(holder.Path, bucket.Path))
                return;
            bucket = holder ?? bucket;
        }
        if (bucket is not null)
            (page.Path, page.Basis) = (bucket.Path, BoltPathBasis.SharedKeys);

        BoltBucket? Holder(BoltKey key, bool isBucket) =>
            liveIndex.OnlyBucketWith(key, isBucket, out bool isAmbiguous) ?? (isAmbiguous ? null : previousIndex.OnlyBucketWith(key, isBucket, out _));
    }

    private bool StartsWith(ulong pageId, BoltKey key)
    {
        if (image.TryPage(pageId, out BoltPage page, out _) != BoltPageFault.None)
            return false;
        var first = new List<BoltElement>(1);
        BoltElements.Parse(image, page.Offset, page.Length, page.IsLeaf, Math.Min(1, page.Count), first);
        return first.Count == 1 && KeyOf(first[0]) == key;
    }

    private ulong RootOf(BoltElement element) => element.IsBucket && element.ValueLength >= BoltLayout.BucketHeaderSize
        ? image.Order.U64(image.Bytes(element.ValueOffset, BoltLayout.BucketHeaderSize), BoltLayout.BucketRootAt)
        : 0;

    private BoltKey KeyOf(BoltElement element) => new(image.Content.Slice(element.KeyOffset, element.KeyLength));

    private static bool SamePath(IReadOnlyList<BoltKey> a, IReadOnlyList<BoltKey> b) => ReferenceEquals(a, b) || a.SequenceEqual(b);
}
