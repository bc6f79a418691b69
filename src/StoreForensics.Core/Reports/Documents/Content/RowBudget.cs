namespace StoreForensics.Reports.Documents.Content;

/// <summary>Of a list too long to show, the first and the last half of what there is room for: how it began and how it ended.</summary>
/// <param name="count">Rows in all, as counted before.</param>
/// <param name="most">Rows to show.</param>
internal sealed class RowBudget(long count, int most)
{
    private long _seen;
    private int _shown;

    /// <summary>Rows that are not shown.</summary>
    public long LeftOut => Math.Max(0, count - most);

    /// <summary>What to do with the next row.</summary>
    public RowChoice Next()
    {
        long at = _seen++;
        bool show = _shown < most && (LeftOut == 0 || at < (most + 1) / 2 || at >= count - (most / 2));
        if (show)
            _shown++;
        return show ? RowChoice.Show : at == (most + 1) / 2 ? RowChoice.BeginGap : RowChoice.Skip;
    }
}

internal enum RowChoice
{
    Show,

    /// <summary>Not shown, and the first of those.</summary>
    BeginGap,
    Skip,
}
