using System.Buffers.Binary;
using StoreForensics.Formats.Sqlite;
using StoreForensics.Primitives;

namespace StoreForensics.Tests.Formats.Sqlite;

/// <summary>Databases made to hang, to fill the memory, or to run what they hold.</summary>
public sealed class HostileSqliteTest
{
    private const int PageSize = 512;
    private const string Fill =
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200) INSERT INTO edge SELECT i, hex(zeroblob(30)) FROM n";
    private static readonly string[] s_tree = ["PRAGMA page_size = 512", "CREATE TABLE edge(a, b)", Fill];

    [TestCase("CREATE VIEW edge AS SELECT 1 AS a", "a view")]
    [TestCase("CREATE VIEW edge AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n", "a view")]
    [TestCase("CREATE TABLE edge(a, b AS (zeroblob(1000000000)))", "a table with generated columns, of which the first is b")]
    [TestCase("CREATE TABLE edge(a, b TEXT GENERATED ALWAYS AS (a || 'x') STORED)", "a table with generated columns, of which the first is b")]
    public void WhatIsComputedIsNamedAndNotEvaluated(string statement, string what) =>
        AssertRefused(SqliteSample.Make(statement), "SF-SQLITE-0012", "edge is " + what);

    [TestCase("CREATE VIRTUAL TABLE edge USING fts5(x)", "SF-SQLITE-0012")]
    [TestCase("CREATE TABLE edge AS SELECT (1)", "SF-SQLITE-0013")]
    [TestCase("CREATE TABLE edge(a, b", "SF-SQLITE-0013")]
    [TestCase("CREATE TABLE edge(a, 'b)", "SF-SQLITE-0013")]
    [TestCase("CREATE TABLE edge()", "SF-SQLITE-0013")]
    [TestCase("DROP TABLE edge", "SF-SQLITE-0013")]
    [TestCase("CREATE", "SF-SQLITE-0013")]
    [TestCase("", "SF-SQLITE-0013")]
    public void AStatementThatWasWrittenIntoTheSchema(string statement, string code) =>
        AssertRefused(WithSchema($"UPDATE sqlite_schema SET sql = '{statement.Replace("'", "''", StringComparison.Ordinal)}'"), code, "edge");

    [Test]
    public void TwoTablesOfOneName()
    {
        byte[] bytes = WithSchema("INSERT INTO sqlite_schema SELECT * FROM sqlite_schema");
        Assert.That(Codes(bytes, out int rows), Is.EqualTo(new[] { "SF-SQLITE-0014" }));
        Assert.That(rows, Is.EqualTo(200));
    }

    [TestCase("999999", "SF-SQLITE-0004")]
    [TestCase("'x'", "SF-SQLITE-0013")]
    [TestCase("-1", "SF-SQLITE-0013")]
    [TestCase("0", "SF-SQLITE-0013")]
    [TestCase("99999999999", "SF-SQLITE-0013")]
    public void ARootThatIsNotThere(string root, string code) =>
        Assert.That(Codes(WithSchema("UPDATE sqlite_schema SET rootpage = " + root), out _), Is.EqualTo(new[] { code }));

    [Test]
    public void ATreeThatLeadsBackToItsRoot()
    {
        byte[] bytes = SqliteSample.Make(s_tree);
        int root = Root(bytes), cell = Pointer(bytes, root, 0);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(root + cell), (uint)(root / PageSize) + 1);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(root + 8), (uint)(root / PageSize) + 1);
        Assert.That(Codes(bytes, out int rows), Is.EqualTo(new[] { "SF-SQLITE-0005" }));
        Assert.That(rows, Is.InRange(150, 199), "the other pages are read");
    }

    [Test]
    public void AChainOfInteriorPagesWithoutAnEnd()
    {
        byte[] bytes = SqliteSample.Make([.. s_tree, Fill, Fill, Fill]);
        int root = Root(bytes), first = root / PageSize;
        // Every page behind the root leads to the next one.
        for (int page = first; page < (bytes.Length / PageSize) - 1; page++)
        {
            bytes.AsSpan(page * PageSize, 12).Clear();
            bytes[page * PageSize] = 5;
            BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan((page * PageSize) + 8), (uint)page + 2);
        }
        Assert.That(Codes(bytes, out _), Is.EqualTo(new[] { "SF-SQLITE-0011" }));
    }

    [TestCase(10, TestName = "A leaf of an index below a table")]
    [TestCase(99, TestName = "No page of a tree below a table")]
    public void APageOfAnotherKind(byte kind)
    {
        byte[] bytes = SqliteSample.Make(s_tree);
        int root = Root(bytes), cell = root + Pointer(bytes, root, 0);
        bytes[(BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(cell)) - 1) * PageSize] = kind;
        Assert.That(Codes(bytes, out int rows), Is.EqualTo(new[] { "SF-SQLITE-0006" }));
        Assert.That(rows, Is.InRange(150, 199), "the other pages are read");
    }

    [TestCase(0, 0x7f, TestName = "Header longer than the record")]
    [TestCase(1, 10, TestName = "A type that is reserved")]
    [TestCase(1, 0x7f, TestName = "A text longer than the record")]
    public void ARecordThatIsNone(int at, byte value)
    {
        byte[] bytes = SqliteSample.Make("PRAGMA page_size = 512", "CREATE TABLE edge(a, b)", "INSERT INTO edge VALUES ('x', 'y'), ('z', 'w')");
        int root = Root(bytes);
        bytes[root + Pointer(bytes, root, 0, 8) + 2 + at] = value; // behind length and row id, of one byte each
        Assert.That(Codes(bytes, out int rows), Is.EqualTo(new[] { "SF-SQLITE-0010" }));
        Assert.That(rows, Is.EqualTo(1));
    }

    [Test]
    public void ADatabaseWithoutItsLastPage()
    {
        byte[] bytes = SqliteSample.Make(s_tree);
        Assert.That(Codes(bytes[..^PageSize], out int rows), Is.EquivalentTo(new[] { "SF-SQLITE-0003", "SF-SQLITE-0004" }));
        Assert.That(rows, Is.InRange(150, 199), "the other pages are read");
    }

    [Test]
    public void CellsThatPointOutOfThePage()
    {
        byte[] bytes = SqliteSample.Make("PRAGMA page_size = 512", "CREATE TABLE edge(a, b)", "INSERT INTO edge VALUES (1, 1), (2, 2), (3, 3), (4, 4), (5, 5)");
        int root = Root(bytes);
        foreach ((int index, int offset) in new[] { (0, 511), (1, 0), (2, 65535), (3, 14) })
            BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(root + 8 + (2 * index)), (ushort)offset);
        Assert.That(Codes(bytes, out int rows), Is.EqualTo(new[] { "SF-SQLITE-0007" }));
        Assert.That(rows, Is.EqualTo(1));
    }

    [Test]
    public void ThousandsOfCellsThatAreTheSame()
    {
        byte[] bytes = SqliteSample.Make("PRAGMA page_size = 65536", "CREATE TABLE edge(a, b)", "INSERT INTO edge VALUES (1, hex(zeroblob(10000)))");
        int root = Root(bytes), cell = Pointer(bytes, root, 0, headerSize: 8);
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(root + 3), 20000);
        for (int i = 0; i < 20000; i++)
            BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(root + 8 + (2 * i)), (ushort)cell);
        Assert.That(Codes(bytes, out int rows), Is.EqualTo(new[] { "SF-SQLITE-0007" }));
        Assert.That(rows, Is.LessThanOrEqualTo(3));
    }

    [Test]
    public void AChainOfOverflowPagesInACircle()
    {
        byte[] bytes = SqliteSample.Make("PRAGMA page_size = 512", "CREATE TABLE edge(a, b)",
            "INSERT INTO edge VALUES (1, hex(zeroblob(10000))), (2, 'after')");
        int overflow = FirstOverflow(bytes);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(overflow), (uint)(overflow / PageSize) + 1);
        Assert.That(Codes(bytes, out int rows), Is.EqualTo(new[] { "SF-SQLITE-0008" }));
        Assert.That(rows, Is.EqualTo(1));
    }

    [Test]
    public void RowsThatShareAChain()
    {
        byte[] bytes = SqliteSample.Make("PRAGMA page_size = 512", "CREATE TABLE edge(a, b)",
            "INSERT INTO edge VALUES (1, hex(zeroblob(10000))), (2, hex(zeroblob(10000)))");
        int root = Root(bytes), one = Link(bytes, root + Pointer(bytes, root, 0, 8)), two = Link(bytes, root + Pointer(bytes, root, 1, 8));
        bytes.AsSpan(one, 4).CopyTo(bytes.AsSpan(two));
        Assert.That(Codes(bytes, out int rows), Is.EqualTo(new[] { "SF-SQLITE-0019" }));
        Assert.That(rows, Is.EqualTo(2));
    }

    [Test]
    public void ARowOfAnExabyte()
    {
        byte[] bytes = SqliteSample.Make("PRAGMA page_size = 512", "CREATE TABLE edge(a, b)",
            $"INSERT INTO edge VALUES (2, 'after'), (1, '{new string('x', 300)}')");
        int root = Root(bytes), cell = root + Pointer(bytes, root, 1, 8);
        new byte[] { 0x90, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x00 }.CopyTo(bytes, cell); // 2^60
        Assert.That(Codes(bytes, out int rows), Is.EqualTo(new[] { "SF-SQLITE-0009" }));
        Assert.That(rows, Is.EqualTo(1));
        new byte[] { 0x88, 0x80, 0x80, 0x00 }.CopyTo(bytes, cell); // 16 MiB: no more than a row may have, and not in the file
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.That(Codes(bytes, out _), Is.EqualTo(new[] { "SF-SQLITE-0008" }));
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(1 << 20));
    }

    /// <summary>A tree of 40 pages, each of whose 32,000 cells points to one cell: rows and problems are bounded by the bytes that there are.</summary>
    [Test]
    public void EveryPageFullOfCellsThatAreTheSame()
    {
        byte[] start = SqliteSample.Make("PRAGMA page_size = 65536", "CREATE TABLE edge(a, b)");
        byte[] bytes = [.. start, .. new byte[40 * 65536]];
        int root = Root(start);
        new byte[] { 5, 0, 0, 0, 40 }.CopyTo(bytes, root);
        for (int page = 0; page < 40; page++)
        {
            int at = start.Length + (page * 65536);
            new byte[] { 13, 0, 0, 0x7f, 0x00 }.CopyTo(bytes, at);
            new byte[] { 2, 1, 1, 0, 0 }.CopyTo(bytes, at + 65530);
            for (int cell = 0; cell < 0x7f00; cell++)
                BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(at + 8 + (2 * cell)), 65530);
            BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(root + 12 + (2 * page)), (ushort)(60000 - (5 * page)));
            BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(root + 60000 - (5 * page)), (uint)(at / 65536) + 1);
        }
        Assert.That(Codes(bytes, out int rows), Has.Length.EqualTo(41));
        Assert.That(rows, Is.InRange(1, 40 * (65536 - (2 * 0x7f00)) / 4));
    }

    [TestCase(16, 3, "SF-SQLITE-0002")]
    [TestCase(19, 9, "SF-SQLITE-0002")]
    [TestCase(20, 200, "SF-SQLITE-0002")]
    [TestCase(21, 0, "SF-SQLITE-0002")]
    [TestCase(47, 9, "SF-SQLITE-0002")]
    [TestCase(0, 0, "SF-SQLITE-0001")]
    public void AHeaderThatCannotBe(int at, byte value, string code)
    {
        byte[] bytes = SqliteSample.Make(s_tree);
        bytes[at] = value;
        SqliteDatabase database = SqliteSample.Open(bytes, out ProblemLog problems);
        Assert.That(problems.Sorted().Select(p => p.Code), Is.EqualTo(new[] { code }));
        Assert.That((database.IsReadable, database.Table("edge"), database.Pages.Any()), Is.EqualTo((false, (SqliteTable?)null, false)));
    }

    [Test]
    public void EveryTruncation()
    {
        byte[] bytes = SqliteSample.Make([.. s_tree, "UPDATE edge SET b = hex(zeroblob(900)) WHERE a % 10 = 0"]);
        var random = new Random(1);
        int whole = ReadAll(bytes);
        foreach (int length in Enumerable.Range(0, bytes.Length / PageSize).Select(p =>
            p * PageSize).Concat(Enumerable.Range(0, 200).Select(_ => random.Next(bytes.Length))))
        {
            SqliteDatabase database = SqliteSample.Open(bytes[..length], out ProblemLog problems);
            Assert.That(database.Table("edge")?.Rows().Count() ?? 0, Is.LessThanOrEqualTo(whole));
            Assert.That(problems.HasDamage, $"{length} bytes");
        }
    }

    [Test]
    public void BytesChangedAnywhere([Values(1, 2, 3)] int seed)
    {
        byte[] sample = SqliteSample.Make([.. s_tree, "CREATE TABLE w(k PRIMARY KEY, v) WITHOUT ROWID", "INSERT INTO w SELECT a, b FROM edge",
            "UPDATE edge SET b = hex(zeroblob(900)) WHERE a % 10 = 0"]);
        var random = new Random(seed);
        for (int round = 0; round < 1500; round++)
        {
            byte[] bytes = [.. sample];
            for (int i = random.Next(1, 12); i > 0; i--)
            {
                int at = random.Next(3) switch
                {
                    0 => random.Next(100),
                    1 => (random.Next(bytes.Length / PageSize) * PageSize) + random.Next(40),
                    _ =>
                    random.Next(bytes.Length)
                };
                bytes[at] = random.Next(2) == 0 ? (byte)random.Next(256) : (byte)(bytes[at] ^ (1 << random.Next(8)));
            }
            ReadAll(bytes);
        }
    }

    private static int ReadAll(byte[] bytes)
    {
        SqliteDatabase database = SqliteSample.Open(bytes, out _);
        int rows = 0;
        long taken = 0;
        foreach (SqliteTable table in database.TableNames.Distinct().Select(database.Table).OfType<SqliteTable>())
        {
            foreach (SqliteRow row in table.Rows())
            {
                rows++;
                taken += row[0].Bytes.Length + row[table.Columns.Count - 1].Bytes.Length;
            }
        }
        Assert.That(taken, Is.LessThanOrEqualTo(12L * bytes.Length));
        Assert.That(database.Pages.Sum(p => (long)p.Bytes.Length), Is.LessThanOrEqualTo(bytes.Length));
        return rows;
    }

    private static void AssertRefused(byte[] bytes, string code, string message)
    {
        SqliteDatabase database = SqliteSample.Open(bytes, out ProblemLog problems);
        Assert.That(database.Table("edge"), Is.Null);
        Problem problem = problems.Sorted().Single();
        Assert.That((problem.Code, problem.Severity), Is.EqualTo((code, ProblemSeverity.Damage)));
        Assert.That(problem.Message, Does.Contain(message));
    }

    private static string[] Codes(byte[] bytes, out int rows)
    {
        SqliteDatabase database = SqliteSample.Open(bytes, out ProblemLog problems);
        rows = database.Table("edge")?.Rows().Count() ?? 0;
        return [.. problems.Sorted().Select(p => p.Code)];
    }

    private static byte[] WithSchema(string change) => SqliteSample.Make([.. s_tree, "PRAGMA writable_schema = ON", change]);

    /// <summary>The byte at which the table's root page begins.</summary>
    private static int Root(byte[] bytes) =>
        (int)(SqliteSample.Scalar(bytes, "SELECT rootpage FROM sqlite_schema WHERE name = 'edge'") - 1)
        * (BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(16)) is var size and not 1 ? size : 65536);

    private static int Pointer(byte[] bytes, int page, int index, int headerSize = 12) =>
        BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(page + headerSize + (2 * index)));

    private static int FirstOverflow(byte[] bytes)
    {
        int root = Root(bytes);
        return (BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(Link(bytes, root + Pointer(bytes, root, 0, 8)))) - 1) * PageSize;
    }

    /// <summary>Where the number of the first overflow page stands in a leaf's cell whose record is longer than 16 KiB.</summary>
    private static int Link(byte[] bytes, int cell)
    {
        int at = 0;
        SqliteVarint.TryRead(bytes.AsSpan(cell), ref at, out ulong payload);
        SqliteVarint.TryRead(bytes.AsSpan(cell), ref at, out _);
        int least = ((PageSize - 12) * 32 / 255) - 23, fitting = least + (int)((payload - (ulong)least) % (PageSize - 4));
        return cell + at + (fitting <= PageSize - 35 ? fitting : least);
    }
}
