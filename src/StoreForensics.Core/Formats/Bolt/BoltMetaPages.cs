namespace StoreForensics.Formats.Bolt;

/// <summary>The meta pages of a file, best first: the first one's state is the live one.</summary>
internal static class BoltMetaPages
{
    /// <summary>
    /// At most two. Meta page 1 lies one page size behind page 0; when page 0 does not tell that size reliably, it is looked for
    /// at every power of two (section 8.1) and has to name the offset it was found at.
    /// </summary>
    public static IReadOnlyList<BoltMeta> Find(ReadOnlySpan<byte> content)
    {
        var found = new List<BoltMeta>(2);
        BoltMeta? first = BoltMeta.Parse(content, 0);
        if (first is BoltMeta zero)
            found.Add(zero);
        BoltMeta? second = first is { IsTrusted: true } ? BoltMeta.Parse(content, (int)first.Value.PageSize) : Search(content);
        if (second is BoltMeta one)
            found.Add(one);
        found.Sort(Compare);
        return found;
    }

    private static BoltMeta? Search(ReadOnlySpan<byte> content)
    {
        BoltMeta? best = null;
        for (int offset = BoltLayout.MinSearchedPageSize; offset <= BoltLayout.MaxPageSize; offset <<= 1)
        {
            BoltMeta? candidate = BoltMeta.Parse(content, offset);
            if (candidate is { State: not BoltMetaState.Unusable } meta && meta.PageSize == offset && (best is null || meta.State < best.Value.State))
                best = meta;
        }
        return best;
    }

    /// <summary>The library takes the valid one with the higher transaction id, and page 0 when they are equal.</summary>
    private static int Compare(BoltMeta a, BoltMeta b)
    {
        int byTrust = Rank(a).CompareTo(Rank(b));
        if (byTrust != 0)
            return byTrust;
        int byTransaction = b.TransactionId.CompareTo(a.TransactionId);
        return byTransaction != 0 ? byTransaction : a.Offset.CompareTo(b.Offset);
    }

    private static int Rank(BoltMeta meta) => meta.IsTrusted ? 0 : (int)meta.State;
}
