namespace StoreForensics.Formats.Bolt;

/// <summary>A page that no state uses and that still parses, at least in part.</summary>
internal sealed class BoltCarvedPage(BoltPage page, List<BoltElement> elements)
{
    public BoltPage Page { get; } = page;

    /// <summary>The good ones, at least one.</summary>
    public List<BoltElement> Elements { get; } = elements;

    /// <summary>The bucket that it belonged to, from the top; null while unknown.</summary>
    public IReadOnlyList<BoltKey>? Path { get; set; }

    public BoltPathBasis Basis { get; set; }

    /// <summary>Placed by what stands on it, so that pointers to it cannot place it otherwise.</summary>
    public bool IsAnchor { get; set; }
}

/// <summary>Finds those pages (format reference, section 8.5).</summary>
internal static class BoltCarvedPages
{
    public static List<BoltCarvedPage> Find(BoltImage image, BoltTree? live, BoltTree? previous)
    {
        var pages = new List<BoltCarvedPage>();
        for (int slot = 2; slot < image.SlotCount; slot++)
        {
            if (IsUsed(slot) || image.TryPage((ulong)slot, out BoltPage page, out _) != BoltPageFault.None || page.Count == 0)
                continue;
            page = page with { Length = LengthLeft(page) };
            var elements = new List<BoltElement>();
            BoltElements.Parse(image, page.Offset, page.Length, page.IsLeaf, page.Count, elements);
            if (elements.Count > 0)
                pages.Add(new BoltCarvedPage(page, elements));
        }
        return pages;

        bool IsUsed(int slot) => (live?.Uses(slot) ?? false) || (previous?.Uses(slot) ?? false);

        // A large page is overwritten from the slot on that got a page of its own since.
        int LengthLeft(BoltPage page)
        {
            int first = (int)page.Id, slot = first + 1;
            while (slot < image.SlotCount && (long)(slot - first) * image.PageSize < page.Length && !IsUsed(slot) && !image.HasOwnHeader(slot))
                slot++;
            return (int)Math.Min(page.Length, (long)(slot - first) * image.PageSize);
        }
    }
}
