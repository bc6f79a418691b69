namespace StoreForensics.Formats.Sqlite;

/// <summary>Pages as they lie in the database file (file format, 1.2). The last one may be cut.</summary>
internal sealed class FilePages(SqliteFile file, int pageSize) : ISqlitePages
{
    public uint Count { get; } = (uint)(((long)file.Content.Length + pageSize - 1) / pageSize);

    public uint WholeCount => (uint)(file.Content.Length / pageSize);

    public long Present => Count;

    public bool TryPage(uint number, out SqlitePage page)
    {
        page = default;
        if (number == 0 || number > Count)
            return false;
        int offset = (int)((number - 1L) * pageSize);
        page = new SqlitePage(number, file.Content.Slice(offset, Math.Min(pageSize, file.Content.Length - offset)), file.At(offset));
        return true;
    }

    public IEnumerable<SqlitePage> All()
    {
        for (uint number = 1; number <= Count; number++)
        {
            if (TryPage(number, out SqlitePage page))
                yield return page;
        }
    }
}
