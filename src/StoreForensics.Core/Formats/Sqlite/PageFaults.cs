using StoreForensics.Primitives;

namespace StoreForensics.Formats.Sqlite;

/// <summary>
/// Counts what is wrong with the cells of one page, so that a forged page makes one problem of each kind and not one for each of its thousands of cells.
/// </summary>
internal sealed class PageFaults(string table, SqlitePage page, int entries)
{
    private readonly SortedDictionary<string, int> _counts = new(StringComparer.Ordinal);

    public void Add(string code, int count = 1) => _counts[code] = _counts.GetValueOrDefault(code) + count;

    /// <summary>Whether anything was wrong.</summary>
    public bool Report(ProblemLog problems)
    {
        foreach ((string code, int count) in _counts)
            problems.Damage(code, page.Origin, $"page {page.Number} of {table}: {count} of {entries} entries {Describe(code)}");
        return _counts.Count > 0;
    }

    private static string Describe(string code) => code switch
    {
        SqliteProblems.PageMissing => "lead to a page that is not in the file; what is below is lost",
        SqliteProblems.PageMetBefore => "lead to a page that was met before; it is not read again",
        SqliteProblems.PageOfOtherKind => "lead to a page of another kind; what is below is lost",
        SqliteProblems.CellOutside => "leave the page or overlap, and are lost",
        SqliteProblems.ChainBroken => "go on in overflow pages that are missing or form a circle, and are lost",
        SqliteProblems.ChainShared => "share overflow pages with other rows, so that one of them is not as it was written",
        SqliteProblems.RowTooLong => $"claim more than {SqliteLayout.MaxPayload} bytes and are not read",
        SqliteProblems.RecordInvalid => "hold no record of the format, and are lost",
        _ => $"lead more than {SqliteLayout.MaxDepth} pages deep and are not followed",
    };
}
