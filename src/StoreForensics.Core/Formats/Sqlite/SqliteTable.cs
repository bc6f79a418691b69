using System.Text;
using StoreForensics.Formats.Sqlite.Schema;
using StoreForensics.Primitives;

namespace StoreForensics.Formats.Sqlite;

/// <summary>A table whose rows are stored. Nothing that its statement says is evaluated: no default, check, affinity or collation.</summary>
internal sealed class SqliteTable
{
    private readonly SqliteImage _image;
    private readonly ProblemLog _problems;
    private readonly uint _root;
    private readonly int[]? _storedAt;
    private readonly Dictionary<string, int> _byName = new(StringComparer.OrdinalIgnoreCase);

    public SqliteTable(string name, TableStatement statement, uint root, SqliteImage image, ProblemLog problems)
        : this(name, statement.Columns, root, image, problems)
    {
        RowIdColumn = statement.RowIdColumn;
        if (statement.StoredOrder is not { } order)
            return;
        _storedAt = new int[order.Count];
        for (int i = 0; i < order.Count; i++)
            _storedAt[order[i]] = i;
    }

    public SqliteTable(string name, IReadOnlyList<SqliteColumn> columns, uint root, SqliteImage image, ProblemLog problems)
    {
        (Name, Columns, _root, _image, _problems) = (name, columns, root, image, problems);
        for (int i = 0; i < columns.Count; i++)
            _byName.TryAdd(columns[i].Name, i);
    }

    public string Name { get; }

    /// <summary>In the order declared.</summary>
    public IReadOnlyList<SqliteColumn> Columns { get; }

    /// <summary>The column that is another name of the row id; null when there is none.</summary>
    public int? RowIdColumn { get; }

    public bool IsWithoutRowId => _storedAt is not null;

    public Encoding Encoding => _image.Header.Encoding;

    /// <summary>Whether rows were lost; known when they were read to the end.</summary>
    public bool IsDamaged { get; private set; }

    /// <summary>The column's number; -1 when there is none of that name.</summary>
    public int IndexOf(string column) => _byName.GetValueOrDefault(column, -1);

    /// <summary>Where in a stored record the column's value stands.</summary>
    public int StoredAt(int column) => _storedAt is null ? column : _storedAt[column];

    /// <summary>
    /// The rows in the order of their keys: of row ids, or of the primary key. Read anew at each enumeration; rows that cannot be had are problems.
    /// </summary>
    public IEnumerable<SqliteRow> Rows()
    {
        var walk = new TreeWalk(_image, DisplayText.Escape(Name), IsWithoutRowId, _problems);
        foreach (StoredRecord record in walk.Records(_root))
            yield return new SqliteRow(this, record);
        IsDamaged |= walk.IsDamaged;
    }
}
