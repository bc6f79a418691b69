
namespace StoreForensics.Formats.Sqlite.Schema;

/// <summary>
/// What <c>CREATE TABLE</c> says of how rows are stored (https://www.sqlite.org/lang_createtable.html). Only plain tables are understood: of all else it is
/// said what it is, and nothing in it is evaluated.
/// </summary>
internal sealed class TableStatement
{
    private readonly List<ColumnDefinition> _columns = [];
    private string[]? _key;

    private TableStatement()
    {
    }

    public IReadOnlyList<SqliteColumn> Columns { get; private set; } = [];

    /// <summary>The column that is the row's number, and whose stored value is nothing; null when there is none.</summary>
    public int? RowIdColumn { get; private set; }

    /// <summary>The columns in the order stored, which WITHOUT ROWID changes (file format, 2.4); null for a table with row ids.</summary>
    public IReadOnlyList<int>? StoredOrder { get; private set; }

    /// <summary>What it is, when that is no table with stored rows: "a view". Null for a plain table and for what is not understood.</summary>
    public string? OtherKind { get; private set; }

    /// <summary>Whether the rows can be read by it.</summary>
    public bool IsPlain { get; private set; }

    public static TableStatement Parse(string sql)
    {
        var statement = new TableStatement();
        if (sql.Length <= SqliteLayout.MaxStatement && SchemaTokens.Of(sql) is { } tokens)
            statement.IsPlain = statement.Read(tokens.ToArray()) && statement.OtherKind is null;
        return statement;
    }

    // CREATE [TEMP] (TABLE | VIEW | VIRTUAL TABLE) name ( … ) options.
    private bool Read(ReadOnlySpan<SchemaToken> tokens)
    {
        if (tokens.Length < 2 || !tokens[0].Is("CREATE"))
            return false;
        tokens = tokens[(tokens[1].Is("TEMP") || tokens[1].Is("TEMPORARY") ? 2 : 1)..];
        OtherKind = tokens.IsEmpty ? null : tokens[0].Is("VIEW") ? "a view" : tokens[0].Is("VIRTUAL") ? "a virtual table" : null;
        if (OtherKind is not null || tokens.Length < 4 || !tokens[0].Is("TABLE"))
            return false;
        int open = OpeningAt(tokens);
        int close = IndexOfSign(tokens, ')');
        return open > 0 && close > open && ReadParts(tokens[(open + 1)..close]) && Settle(IsWithoutRowId(tokens[(close + 1)..]));
    }

    // TABLE [IF NOT EXISTS] [schema .] name (
    private static int OpeningAt(ReadOnlySpan<SchemaToken> tokens)
    {
        int at = tokens[1].Is("IF") && tokens[2].Is("NOT") && tokens[3].Is("EXISTS") ? 4 : 1;
        if (at + 2 < tokens.Length && tokens[at + 1].IsSign('.'))
            at += 2;
        return at + 1 < tokens.Length && tokens[at].IsName && tokens[at + 1].IsSign('(') ? at + 1 : -1;
    }

    private bool ReadParts(ReadOnlySpan<SchemaToken> tokens)
    {
        while (!tokens.IsEmpty)
        {
            int comma = IndexOfSign(tokens, ',', depth: 1);
            ReadOnlySpan<SchemaToken> part = comma < 0 ? tokens : tokens[..comma];
            tokens = comma < 0 ? [] : tokens[(comma + 1)..];
            if (part.IsEmpty || !part[0].IsName)
                return false;
            if (IsTableConstraint(part[0]))
                ReadKey(part);
            else if (_columns.Count < SqliteLayout.MaxColumns)
                _columns.Add(new ColumnDefinition(part));
            else
                return false;
        }
        return _columns.Count > 0;
    }

    // These words are reserved: unquoted they name no column.
    private static bool IsTableConstraint(SchemaToken token) =>
        token.Is("CONSTRAINT") || token.Is("PRIMARY") || token.Is("UNIQUE") || token.Is("CHECK") || token.Is("FOREIGN");

    // PRIMARY KEY ( name [COLLATE name] [ASC|DESC], … ), perhaps behind another constraint without a comma between.
    private void ReadKey(ReadOnlySpan<SchemaToken> part)
    {
        for (int i = 0; i + 2 < part.Length; i++)
        {
            if (part[i].Depth != 1 || !part[i].Is("PRIMARY") || !part[i + 1].Is("KEY") || !part[i + 2].IsSign('('))
                continue;
            var names = new List<string>();
            for (int at = i + 3; at < part.Length && part[at].Depth > 1; at++)
            {
                if (part[at - 1].IsSign('(') || part[at - 1].IsSign(','))
                    names.Add(part[at].Text);
            }
            _key = [.. names];
            return;
        }
    }

    private bool Settle(bool isWithoutRowId)
    {
        if (_columns.Find(c => c.IsGenerated) is { } generated)
        {
            OtherKind = "a table with generated columns, of which the first is " + generated.Column.Name;
            return false;
        }
        Columns = [.. _columns.Select(c => c.Column)];
        int single = _columns.FindIndex(c => c.IsPrimaryKey);
        if (isWithoutRowId)
            return TryOrder(single >= 0 ? [single] : [.. (_key ?? []).Select(Find)]);
        if (single >= 0 ? _columns[single].IsInteger && !_columns[single].IsDescending : _key is [var key] && (single = Find(key)) >= 0
            && _columns[single].IsInteger)
            RowIdColumn = single;
        return true;
    }

    // The key first, then the rest as declared. A key that names a column twice, or none, is none that we could lay out.
    private bool TryOrder(int[] key)
    {
        if (key.Length == 0 || key.Contains(-1) || key.Distinct().Count() < key.Length)
            return false;
        StoredOrder = [.. key, .. Enumerable.Range(0, _columns.Count).Except(key)];
        return true;
    }

    private int Find(string name) => _columns.FindIndex(c => c.Column.IsNamed(name));

    private static bool IsWithoutRowId(ReadOnlySpan<SchemaToken> options)
    {
        for (int i = 0; i + 1 < options.Length; i++)
        {
            if (options[i].Is("WITHOUT") && options[i + 1].Is("ROWID"))
                return true;
        }
        return false;
    }

    private static int IndexOfSign(ReadOnlySpan<SchemaToken> tokens, char sign, int depth = 0)
    {
        for (int i = 0; i < tokens.Length; i++)
        {
            if (tokens[i].Depth == depth && tokens[i].IsSign(sign))
                return i;
        }
        return -1;
    }
}
