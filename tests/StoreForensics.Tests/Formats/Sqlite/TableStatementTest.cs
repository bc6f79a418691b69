using StoreForensics.Formats.Sqlite;
using StoreForensics.Formats.Sqlite.Schema;

namespace StoreForensics.Tests.Formats.Sqlite;

/// <summary>Statements that the library accepts, against what it makes of them.</summary>
public sealed class TableStatementTest
{
    [TestCase("CREATE TABLE t(a, b)")]
    [TestCase("CREATE TABLE t(id INTEGER PRIMARY KEY, b)")]
    [TestCase("CREATE TABLE t(id integer not null primary key autoincrement, b)")]
    [TestCase("CREATE TABLE t(id INTEGER PRIMARY KEY DESC, b)")]
    [TestCase("CREATE TABLE t(id INT PRIMARY KEY, b)")]
    [TestCase("CREATE TABLE t(id INTEGER(8) PRIMARY KEY, b)")]
    [TestCase("CREATE TABLE t(id UNSIGNED INTEGER PRIMARY KEY, b)")]
    [TestCase("CREATE TABLE t(id INTEGER CONSTRAINT pk PRIMARY KEY, b)")]
    [TestCase("CREATE TABLE t(b, id INTEGER, PRIMARY KEY (id))")]
    [TestCase("CREATE TABLE t(b, id INTEGER, PRIMARY KEY (id DESC))")]
    [TestCase("CREATE TABLE t(b, id INTEGER, UNIQUE (b) PRIMARY KEY (\"id\"))")]
    [TestCase("CREATE TABLE t(b INTEGER, id INTEGER, PRIMARY KEY (id, b))")]
    [TestCase("CREATE TABLE t(\"a,(b\" TEXT, [c d] , `e``f` DECIMAL(10, 5), 'g''h')")]
    [TestCase("CREATE TABLE t /* a ( comment */ (a -- , b\n, c, CHECK (a > (1 + 2)), CONSTRAINT x UNIQUE (a, c))")]
    [TestCase("CREATE TABLE t(a DEFAULT (1 + (2)), b DEFAULT 'PRIMARY KEY', c REFERENCES u(x) ON DELETE SET DEFAULT, d DEFAULT NULL, ä)")]
    [TestCase("CREATE TABLE IF NOT EXISTS main.t(a, generated, always, key, \"primary\")")]
    [TestCase("CREATE TABLE t(k, v, PRIMARY KEY (k)) WITHOUT ROWID")]
    [TestCase("CREATE TABLE t(a INT, k TEXT PRIMARY KEY, b ANY) STRICT, WITHOUT ROWID")]
    [TestCase("CREATE TABLE t(a, b, c, PRIMARY KEY (c COLLATE nocase DESC, a)) WITHOUT ROWID")]
    public void AsTheLibraryReadsIt(string statement)
    {
        bool hasRowId = !statement.Contains("WITHOUT ROWID", StringComparison.Ordinal);
        byte[] bytes = SqliteSample.Make(statement, "WITH RECURSIVE n(i) AS (SELECT 4 UNION ALL SELECT i + 1 FROM n WHERE i < 9) INSERT INTO t SELECT "
            + Values(statement) + " FROM n");
        SqliteDatabase database = SqliteSample.OpenWhole(bytes);
        SqliteTable table = database.Table("t")!;

        Assert.That(table.Columns.Select((c, i) => SqliteSample.Scalar(bytes,
            $"SELECT count(*) FROM pragma_table_info('t') WHERE cid = {i} AND name = '{c.Name.Replace("'", "''", StringComparison.Ordinal)}'")),
            Is.All.EqualTo(1));
        Assert.That(table.Columns, Has.Count.EqualTo(SqliteSample.Scalar(bytes, "SELECT count(*) FROM pragma_table_info('t')")));
        Assert.That(SqliteSample.Rows(database, "t"), Is.EqualTo(SqliteSample.Truth(bytes, "t", hasRowId)));
    }

    [Test]
    public void ATableWhoseKeyNamesAColumnTwiceIsNotLaidOut() =>
        Assert.That(TableStatement.Parse("CREATE TABLE t(a, b, PRIMARY KEY (a, a)) WITHOUT ROWID").IsPlain, Is.False);

    [Test]
    public void DefaultsAreSeen()
    {
        IReadOnlyList<SqliteColumn> columns =
            TableStatement.Parse("CREATE TABLE t(a DEFAULT 1, b DEFAULT NULL, c REFERENCES u ON DELETE SET DEFAULT, d, e DEFAULT (1 + 2) NOT NULL)").Columns;
        Assert.That(columns.Select(c => c.HasDefault), Is.EqualTo(new[] { true, false, false, false, true }));
    }

    // As many values as columns, whole numbers in the order of the rows' keys.
    private static string Values(string statement)
    {
        byte[] bytes = SqliteSample.Make(statement);
        return string.Join(", ", Enumerable.Range(1, (int)SqliteSample.Scalar(bytes, "SELECT count(*) FROM pragma_table_info('t')")).Select(c => $"i * {c}"));
    }
}
