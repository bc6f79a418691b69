namespace StoreForensics.Formats.Sqlite.Recovery;

/// <summary>Pages of another file (a rollback journal, a write-ahead log) in the place of those below.</summary>
/// <param name="below">What is under them.</param>
/// <param name="file">The file that the pages above lie in.</param>
/// <param name="offsets">Page number → offset in that file; each with a whole page behind it.</param>
/// <param name="pageSize">Bytes of a page.</param>
/// <param name="count">How many pages the database then has.</param>
internal sealed class OverlaidPages(ISqlitePages below, SqliteFile file, IReadOnlyDictionary<uint, int> offsets, int pageSize, uint count) : ISqlitePages
{
    public uint Count => count;

    public uint WholeCount { get; } = Whole(below.WholeCount, offsets, count);

    public long Present => below.Present + offsets.Count;

    public bool TryPage(uint number, out SqlitePage page)
    {
        page = default;
        if (number == 0 || number > count)
            return false;
        if (!offsets.TryGetValue(number, out int offset))
            return below.TryPage(number, out page);
        page = new SqlitePage(number, file.Content.Slice(offset, pageSize), file.At(offset));
        return true;
    }

    public IEnumerable<SqlitePage> All()
    {
        foreach (uint number in below.All().Select(p => p.Number).Concat(offsets.Keys).Distinct().Order())
        {
            if (TryPage(number, out SqlitePage page))
                yield return page;
        }
    }

    private static uint Whole(uint below, IReadOnlyDictionary<uint, int> offsets, uint count)
    {
        uint whole = below;
        while (whole < count && offsets.ContainsKey(whole + 1))
            whole++;
        return Math.Min(whole, count);
    }
}
