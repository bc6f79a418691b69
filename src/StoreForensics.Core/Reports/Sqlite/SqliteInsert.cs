using SQLitePCL;

namespace StoreForensics.Reports.Sqlite;

/// <summary>Rows by a prepared INSERT.</summary>
internal sealed class SqliteInsert(sqlite3_stmt statement, int columns, Func<IOException> failure) : RowInsert
{
    private int _bound;

    public override RowInsert Integer(long? value)
    {
        Check(value is long number ? raw.sqlite3_bind_int64(statement, ++_bound, number) : raw.sqlite3_bind_null(statement, ++_bound));
        return this;
    }

    public override RowInsert Utf8(ReadOnlySpan<byte> value)
    {
        Check(value.IsEmpty ? raw.sqlite3_bind_null(statement, ++_bound) : raw.sqlite3_bind_text(statement, ++_bound, value));
        return this;
    }

    public override RowInsert Blob(ReadOnlySpan<byte> value)
    {
        Check(raw.sqlite3_bind_blob(statement, ++_bound, value));
        return this;
    }

    public override void Run()
    {
        if (_bound != columns)
            throw new InvalidOperationException($"{_bound} values for {columns} columns");
        _bound = 0;
        if (raw.sqlite3_step(statement) != raw.SQLITE_DONE)
            throw failure();
        Check(raw.sqlite3_reset(statement));
    }

    public override void Dispose()
    {
        base.Dispose();
        statement.Dispose();
    }

    private void Check(int code)
    {
        if (code != raw.SQLITE_OK)
            throw failure();
    }
}
