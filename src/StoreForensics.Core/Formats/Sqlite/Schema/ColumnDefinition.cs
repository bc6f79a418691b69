
namespace StoreForensics.Formats.Sqlite.Schema;

/// <summary>
/// One column of <c>CREATE TABLE</c> (https://www.sqlite.org/lang_createtable.html). What stands in parentheses (lengths, checks, defaults) is an
/// expression, and passed over.
/// </summary>
internal sealed class ColumnDefinition
{
    private static readonly string[] s_constraints = ["CONSTRAINT", "PRIMARY", "NOT", "NULL", "UNIQUE", "CHECK", "DEFAULT", "COLLATE", "REFERENCES",
        "GENERATED", "AS", "DEFERRABLE"];

    private readonly SchemaToken[] _outer;

    /// <param name="tokens">From its name to the comma behind it; at least the name.</param>
    public ColumnDefinition(ReadOnlySpan<SchemaToken> tokens)
    {
        int depth = tokens[0].Depth;
        _outer = [.. tokens.ToArray().Where(t => t.Depth == depth)];
        Column = new SqliteColumn(tokens[0].Text, HasDefaultValue());
    }

    public SqliteColumn Column { get; }

    /// <summary>Its value is computed (https://www.sqlite.org/gencol.html); AS stands in no other column.</summary>
    public bool IsGenerated => At("AS") > 0;

    public bool IsPrimaryKey => KeyAt > 0;

    /// <summary>Whether its type is INTEGER and nothing else, which a key needs to be the row's number.</summary>
    public bool IsInteger => _outer.Length > 1 && _outer[1].Is("INTEGER") && (_outer.Length == 2 || s_constraints.Any(_outer[2].Is));

    /// <summary>A quirk that is kept: with DESC behind it here, the key is a column like others (lang_createtable.html, 5).</summary>
    public bool IsDescending => KeyAt > 0 && KeyAt + 2 < _outer.Length && _outer[KeyAt + 2].Is("DESC");

    private int KeyAt => At("PRIMARY") is var at and > 0 && at + 1 < _outer.Length && _outer[at + 1].Is("KEY") ? at : -1;

    private int At(string word) => Array.FindIndex(_outer, 1, t => t.Is(word));

    // ON DELETE SET DEFAULT is none; DEFAULT NULL is as good as none.
    private bool HasDefaultValue()
    {
        for (int i = 1; i < _outer.Length; i++)
        {
            if (_outer[i].Is("DEFAULT") && !_outer[i - 1].Is("SET"))
                return i + 1 == _outer.Length || !_outer[i + 1].Is("NULL");
        }
        return false;
    }
}
