using StoreForensics.Formats.Sqlite.Recovery;
using StoreForensics.Formats.Sqlite.Schema;
using StoreForensics.Primitives;

namespace StoreForensics.Formats.Sqlite;

/// <summary>
/// An SQLite 3 database, read by its pages, without the library and without trusting it (https://www.sqlite.org/fileformat2.html). Nothing in it is run: no
/// view, trigger, default or generated column. Opening never throws; damage is in the problem log, the rest is here.
/// </summary>
internal sealed class SqliteDatabase
{
    private readonly SqliteSchema? _schema;
    private readonly ISqlitePages? _pages;

    private SqliteDatabase(SqliteFile file, ISqlitePages? pages, SqliteSchema? schema) => (File, _pages, _schema) = (file, pages, schema);

    /// <summary>The database file as it was given.</summary>
    public SqliteFile File { get; }

    /// <summary>Whether its header could be used. Without one there are neither pages nor tables.</summary>
    public bool IsReadable => _schema is not null;

    /// <summary>Names of tables and views, in the order of the schema.</summary>
    public IEnumerable<string> TableNames => _schema?.Names ?? [];

    /// <summary>Every page that is there, those on no tree included, as they stand after recovery.</summary>
    public IEnumerable<SqlitePage> Pages => _schema is null ? [] : _pages!.All();

    /// <summary>
    /// Reads header and schema. What lies beside the file is taken into account as the library would: first a transaction that had not ended is undone from
    /// the rollback journal, then the write-ahead log is laid over.
    /// </summary>
    /// <param name="file">The database.</param>
    /// <param name="problems">Where damage goes.</param>
    /// <param name="journal">The file of the same name with <c>-journal</c> behind it; null when there is none.</param>
    /// <param name="log">That with <c>-wal</c>.</param>
    public static SqliteDatabase Open(SqliteFile file, ProblemLog problems, SqliteFile? journal = null, SqliteFile? log = null)
    {
        // The library deletes what lies beside an empty file (pager.c, hasHotJournal and pagerOpenWalIfPresent).
        if (file.Content.IsEmpty)
            return Refuse(file, problems, SqliteProblems.NoDatabase, "is empty, and no SQLite 3 database");
        ISqlitePages pages = Recovered(file, problems, journal, log, out int pageSize);
        if (!pages.TryPage(1, out SqlitePage first) || !SqliteHeader.IsDatabase(first.Bytes.Span))
            return Refuse(file, problems, SqliteProblems.NoDatabase, "is no SQLite 3 database");
        if (SqliteHeader.Parse(first.Bytes.Span, out string fault) is not { } header)
            return Refuse(file, problems, SqliteProblems.HeaderInvalid, "cannot be read as a database: " + fault);
        if (header.PageSize != pageSize)
            return Refuse(file, problems, SqliteProblems.HeaderInvalid,
                $"cannot be read as a database: its pages have {pageSize} bytes, and its header gives {header.PageSize}");
        if ((header.PageCount ?? pages.Count) is var count && count > pages.WholeCount)
            problems.Damage(SqliteProblems.FileCut, file.At(file.Content.Length), $"the database is cut: {pages.WholeCount} whole pages of {count} are there");
        return new SqliteDatabase(file, pages, new SqliteSchema(new SqliteImage(pages, header), problems));
    }

    /// <summary>
    /// The table of that name. Null when there is none, and, after a problem, when it is a view, a virtual table, has generated columns, or is not understood.
    /// </summary>
    public SqliteTable? Table(string name) => _schema?.Table(name);

    private static ISqlitePages Recovered(SqliteFile file, ProblemLog problems, SqliteFile? journal, SqliteFile? log, out int pageSize)
    {
        RollbackJournal? undo = journal is { } j ? RollbackJournal.Read(j, problems) : null;
        WriteAheadLog? redo = log is { } l ? WriteAheadLog.Read(l, problems) : null;
        pageSize = undo?.PageSize ?? PageSizeOf(file.Content.Span) ?? redo?.PageSize ?? SqliteLayout.MinPageSize;
        ISqlitePages pages = new FilePages(file, pageSize);
        if (undo is not null)
            pages = undo.Over(pages);
        if (redo is null)
            return pages;
        if (redo.PageSize != pageSize)
        {
            problems.Damage(SqliteProblems.LogInvalid, log!.Value.At(0),
                $"the pages of the write-ahead log have {redo.PageSize} bytes, those of the database {pageSize}; it is not read");
            return pages;
        }
        redo.Report(problems);
        return redo.Over(pages);
    }

    private static int? PageSizeOf(ReadOnlySpan<byte> content) => SqliteHeader.IsDatabase(content) ? SqliteHeader.Parse(content, out _)?.PageSize : null;

    private static SqliteDatabase Refuse(SqliteFile file, ProblemLog problems, string code, string message)
    {
        problems.Damage(code, file.Origin, message);
        return new SqliteDatabase(file, null, null);
    }
}
