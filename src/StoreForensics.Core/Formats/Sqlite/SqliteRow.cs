using StoreForensics.Primitives;

namespace StoreForensics.Formats.Sqlite;

/// <summary>A row of a table, its values under the names of their columns.</summary>
internal sealed class SqliteRow(SqliteTable table, in StoredRecord record)
{
    private readonly StoredRecord _record = record;

    /// <summary>Null in a table without row ids.</summary>
    public long? RowId => table.IsWithoutRowId ? null : _record.RowId;

    /// <summary>Where its cell begins.</summary>
    public Origin Origin => _record.Origin;

    /// <summary>The value in a column, counted as declared.</summary>
    public SqliteValue this[int column]
    {
        get
        {
            if (column == table.RowIdColumn)
                return SqliteValue.Of(_record.RowId);
            int at = table.StoredAt(column);
            return at < _record.Values.Length ? _record.Values[at]
                : table.Columns[column].HasDefault ? new SqliteValue(SqliteValueKind.NotStored)
                : default;
        }
    }

    /// <summary>The value in the column of that name; null (the value) where the table has no such column.</summary>
    public SqliteValue this[string column] => table.IndexOf(column) is var at and >= 0 ? this[at] : default;

    /// <summary>A text; null when the value is none. What is not valid in the encoding of the database becomes U+FFFD.</summary>
    public string? Text(string column) => this[column] is { Kind: SqliteValueKind.Text } value ? table.Encoding.GetString(value.Bytes.Span) : null;
}
