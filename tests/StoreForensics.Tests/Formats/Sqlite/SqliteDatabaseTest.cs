using System.Buffers.Binary;
using System.Text;
using StoreForensics.Formats.Sqlite;
using StoreForensics.Primitives;
using StoreForensics.Tests.Stores;

namespace StoreForensics.Tests.Formats.Sqlite;

/// <summary>Every row of databases that the SQLite library wrote, against what the library answers.</summary>
public sealed class SqliteDatabaseTest
{
    private const string Count = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ";

    private static readonly string[] s_script =
    [
        "CREATE TABLE t(id INTEGER PRIMARY KEY, a, \"b, (c)\" TEXT DEFAULT 'x)', c)",
        Count + "400) INSERT INTO t SELECT i * 3 - 300, CASE i % 9 WHEN 0 THEN NULL WHEN 1 THEN 0 WHEN 2 THEN 1 WHEN 3 THEN i * -77 WHEN 4 THEN i * 1000003 WHEN 5 THEN i * 5000000029 WHEN 6 THEN i / 7.0 WHEN 7 THEN i * 99999999999999 ELSE -i END, "
            + "substr(hex(zeroblob(3000)), 1, i * 13 % 5000) || 'ä\U0001F600' || i, CASE i % 3 WHEN 0 THEN zeroblob(i * 7 % 1500) ELSE CAST(i AS TEXT) END FROM n",
        "DELETE FROM t WHERE id % 5 = 0",
        "UPDATE t SET c = 'changed' WHERE id % 7 = 0",
        "ALTER TABLE t ADD COLUMN d",
        "ALTER TABLE t ADD COLUMN e INTEGER DEFAULT 7",
        "INSERT INTO t VALUES (-9000000000000000000, 1, 2, 3, 4, 5), (9000000000000000000, 1, 2, 3, NULL, NULL)",
        "CREATE TABLE w(k1 TEXT, v, k2 INT, x BLOB, PRIMARY KEY (k2, k1)) WITHOUT ROWID",
        Count + "300) INSERT INTO w SELECT 'key' || i, i * 1.5, i % 10, zeroblob(i * 11 % 3000) FROM n",
        "DELETE FROM w WHERE k2 = 3",
        "CREATE TABLE none(a)",
    ];

    [Test]
    public void EveryPageSizeAndEncoding([Values(512, 1024, 4096, 65536)] int pageSize, [Values("UTF-8", "UTF-16le", "UTF-16be")] string encoding,
        [Values(0, 1)] int autoVacuum)
    {
        byte[] bytes = SqliteSample.Make([$"PRAGMA page_size = {pageSize}", $"PRAGMA encoding = '{encoding}'", $"PRAGMA auto_vacuum = {autoVacuum}",
            .. s_script]);
        AssertScript(bytes);
    }

    [Test]
    public void AfterVacuum() => AssertScript(SqliteSample.Make([.. s_script, "VACUUM"]));

    [Test]
    public void WithBytesReservedInEveryPage()
    {
        byte[] empty = SqliteSample.Make("PRAGMA page_size = 1024", "PRAGMA user_version = 1");
        empty[20] = 32;
        BinaryPrimitives.WriteUInt16BigEndian(empty.AsSpan(105), 1024 - 32);
        AssertScript(SqliteSample.Continue(empty, s_script));
    }

    [Test]
    public void FiftyThousandRows()
    {
        byte[] bytes = SqliteSample.Make("CREATE TABLE t(a, b)", Count + "50000) INSERT INTO t SELECT i, 'row ' || i FROM n",
            "DELETE FROM t WHERE a BETWEEN 20000 AND 21000");
        SqliteDatabase database = SqliteSample.OpenWhole(bytes);
        Assert.That(SqliteSample.Rows(database, "t"), Is.EqualTo(SqliteSample.Truth(bytes, "t")));
    }

    [Test]
    public void ValuesOfAMegabyte()
    {
        byte[] bytes = SqliteSample.Make("CREATE TABLE t(a, b, c)", Count
            + "180000) INSERT INTO t SELECT 1, group_concat(i, '-'), CAST(group_concat(i) AS BLOB) FROM n");
        SqliteDatabase database = SqliteSample.OpenWhole(bytes);
        Assert.That(database.Table("t")!.Rows().Single()[1].Bytes.Length, Is.GreaterThan(1_000_000));
        Assert.That(SqliteSample.Rows(database, "t"), Is.EqualTo(SqliteSample.Truth(bytes, "t")));
    }

    [Test]
    public void TheTableOfTablesIsRead()
    {
        byte[] bytes = SqliteSample.Make([.. s_script, "CREATE VIEW v AS SELECT 1", "CREATE INDEX i ON t(a)"]);
        Assert.That(SqliteSample.OpenWhole(bytes).TableNames, Is.EqualTo(new[] { "t", "w", "none", "v" }));
    }

    [Test]
    public void NamesOfTablesAndColumnsHaveNoCase()
    {
        SqliteTable table = SqliteSample.OpenWhole(SqliteSample.Make("CREATE TABLE Edge(Entity)", "INSERT INTO Edge VALUES ('x')")).Table("eDGE")!;
        Assert.That(table.Rows().Single().Text("ENTITY"), Is.EqualTo("x"));
    }

    [Test]
    public void WhatARowIsTooOldForIsNullOrNotKnown()
    {
        byte[] bytes = SqliteSample.Make("CREATE TABLE t(a)", "INSERT INTO t VALUES (1)", "ALTER TABLE t ADD COLUMN b", "ALTER TABLE t ADD COLUMN c DEFAULT 5");
        SqliteRow row = SqliteSample.OpenWhole(bytes).Table("t")!.Rows().Single();
        Assert.That((row["a"].Integer, row["b"].Kind, row["c"].Kind, row["d"].Kind),
            Is.EqualTo((1L, SqliteValueKind.Null, SqliteValueKind.NotStored, SqliteValueKind.Null)));
    }

    [Test]
    public void ARowSaysWhereItStands()
    {
        byte[] bytes = SqliteSample.Make("PRAGMA page_size = 512", "CREATE TABLE t(a)", "INSERT INTO t VALUES ('first'), ('second')");
        Origin origin = SqliteSample.OpenWhole(bytes).Table("t")!.Rows().Last().Origin;
        Assert.That(Encoding.ASCII.GetString(bytes.AsSpan((int)origin.Offset! + 4, 6)), Is.EqualTo("second"), origin.ToString());
    }

    [FsCheck.NUnit.Property(Replay = "7,11", MaxTest = 60)]
    public void RowsOfAnything(long[] integers, double[] reals, string?[] texts, byte[][] blobs)
    {
        using var sample = new SqliteSample("PRAGMA page_size = 512", "CREATE TABLE t(a, b, c, d)", "BEGIN");
        for (int i = 0; i < Math.Max(Math.Max(integers.Length, reals.Length), Math.Max(texts.Length, blobs.Length)); i++)
            sample.Insert("t", At(integers, i), At(reals, i) is double real && !double.IsNaN(real) ? real : null, At(texts, i), i < blobs.Length
                ? Enumerable.Repeat(blobs[i], i + 1).SelectMany(b => b).ToArray() : null);
        sample.Run("COMMIT");
        byte[] bytes = sample.Bytes;
        Assert.That(SqliteSample.Rows(SqliteSample.OpenWhole(bytes), "t"), Is.EqualTo(SqliteSample.Truth(bytes, "t")));
    }

    [TestCase("evidence/cellar/cellar.tar.xz", "var/lib/containers/storage/db.sql")]
    [TestCase("evidence/cellar/cellar.tar.xz", "home/cook/.local/share/containers/storage/db.sql")]
    [TestCase("evidence/elder/elder.tar.xz", "var/lib/docker/linkgraph.db")]
    [TestCase("evidence/seed07/barn.tar.xz", "var/lib/docker/linkgraph.db")]
    [TestCase("evidence/seed07/seed07.tar.gz", "var/lib/docker/linkgraph.db")]
    public void DatabasesOfRealEngines(string archive, string path)
    {
        byte[] bytes = SharedEvidence.Files(archive)[path];
        SqliteDatabase database = SqliteSample.OpenWhole(bytes);
        Assert.That(database.TableNames, Is.Not.Empty);
        foreach (string table in database.TableNames)
            Assert.That(SqliteSample.Rows(database, table), Is.EqualTo(SqliteSample.Truth(bytes, table)), table);
    }

    private static object? At<T>(T[] values, int index) => index < values.Length ? values[index] : null;

    private static void AssertScript(byte[] bytes)
    {
        SqliteDatabase database = SqliteSample.OpenWhole(bytes);
        Assert.That(SqliteSample.Rows(database, "t", notStored: "integer:7"), Is.EqualTo(SqliteSample.Truth(bytes, "t")));
        Assert.That(SqliteSample.Rows(database, "w"), Is.EqualTo(SqliteSample.Truth(bytes, "w", hasRowId: false)));
        Assert.That(SqliteSample.Rows(database, "none"), Is.Empty);
    }
}
