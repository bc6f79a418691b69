using StoreForensics.Primitives;

namespace StoreForensics.Formats.Sqlite.Schema;

/// <summary>The table of tables on page 1 (file format, 2.6), and what of it can be read.</summary>
internal sealed class SqliteSchema
{
    private static readonly SqliteColumn[] s_columns = [new("type"), new("name"), new("tbl_name"), new("rootpage"), new("sql")];

    private readonly SqliteImage _image;
    private readonly ProblemLog _problems;
    private readonly List<(string Name, SqliteRow Row)> _tables = [];

    public SqliteSchema(SqliteImage image, ProblemLog problems)
    {
        (_image, _problems) = (image, problems);
        var schema = new SqliteTable("sqlite_schema", s_columns, 1, image, problems);
        foreach (SqliteRow row in schema.Rows())
        {
            if (row.Text("type") is "table" or "view" && row.Text("name") is string name)
                _tables.Add((name, row));
        }
    }

    /// <summary>Names of tables and views, in the order of the schema.</summary>
    public IEnumerable<string> Names => _tables.Select(t => t.Name);

    /// <summary>The table of that name. Null when there is none, or, after a problem,
    /// when it is none whose rows are stored and laid out in a known way.</summary>
    public SqliteTable? Table(string name)
    {
        SqliteRow[] rows = [.. _tables.Where(t => t.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(t => t.Row)];
        if (rows.Length == 0)
            return null;
        string shown = DisplayText.Escape(name);
        if (rows.Length > 1)
            _problems.Damage(SqliteProblems.NamedTwice, rows[1].Origin, $"the schema has {rows.Length} tables {shown}; the first is read");
        TableStatement statement = TableStatement.Parse(rows[0].Text("sql") ?? "");
        if (statement.IsPlain && rows[0]["rootpage"] is { Kind: SqliteValueKind.Integer, Integer: > 0 and <= uint.MaxValue and var root })
            return new SqliteTable(name, statement, (uint)root, _image, _problems);
        if (statement.OtherKind is string other)
            _problems.Damage(SqliteProblems.NotStored, rows[0].Origin,
                $"{shown} is {DisplayText.Escape(other)}: what it gives is computed, not stored, and is not evaluated");
        else
            _problems.Damage(SqliteProblems.StatementUnknown, rows[0].Origin, $"the statement that made {shown} is not understood; its rows are not read");
        return null;
    }
}
