using System.Buffers.Binary;
using StoreForensics.Formats.Sqlite;
using StoreForensics.Primitives;

namespace StoreForensics.Tests.Formats.Sqlite;

/// <summary>Databases copied while a program had them open: the same rows as the library finds when it opens the copy.</summary>
public sealed class SqliteRecoveryTest
{
    private const string Fill =
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 600) INSERT INTO t SELECT i, hex(zeroblob(40)) || i FROM n";
    private static readonly string[] s_start = ["PRAGMA page_size = 512", "CREATE TABLE t(a, b)", Fill];

    [Test]
    public void AWriteAheadLogIsLaidOver()
    {
        using SqliteSample sample = WithLog();
        (byte[] database, _, byte[]? log) = sample.Copy();

        AssertAsTheLibrary(database, null, log!, "SF-SQLITE-0017");
    }

    [Test]
    public void ATransactionThatIsNotInTheLogToItsEndIsNot()
    {
        using SqliteSample sample = WithLog();
        sample.Run("PRAGMA cache_size = 2", "BEGIN", "UPDATE t SET b = 'never'");
        (byte[] database, _, byte[]? log) = sample.Copy();

        AssertAsTheLibrary(database, null, log!, "SF-SQLITE-0017");
    }

    [Test]
    public void OldFramesBehindThoseOfARestartedLogDoNotCount()
    {
        using SqliteSample sample = WithLog();
        sample.Run("PRAGMA wal_checkpoint(RESTART)", "UPDATE t SET b = 'restarted' WHERE a = 5");
        (byte[] database, _, byte[]? log) = sample.Copy();

        AssertAsTheLibrary(database, null, log!, "SF-SQLITE-0017");
    }

    [Test]
    public void AFrameThatWasChangedEndsTheLog()
    {
        using SqliteSample sample = WithLog();
        (byte[] database, _, byte[]? log) = sample.Copy();
        for (int at = 40; at < log!.Length; at += log.Length / 23)
        {
            byte[] changed = [.. log];
            changed[at] ^= 1;
            (SqliteDatabase found, _) = Open(database, null, changed);
            Assert.That(SqliteSample.Rows(found, "t"), Is.EqualTo(SqliteSample.Truth(database, null, changed, "t")), $"byte {at}");
        }
    }

    [Test]
    public void ALogWhoseHeaderIsDamagedIsNotRead()
    {
        using SqliteSample sample = WithLog();
        (byte[] database, _, byte[]? log) = sample.Copy();
        log![9] ^= 0x40;

        AssertAsTheLibrary(database, null, log, "SF-SQLITE-0018");
    }

    [Test]
    public void ARowOfTheLogSaysSo()
    {
        using SqliteSample sample = WithLog();
        (byte[] database, _, byte[]? log) = sample.Copy();

        SqliteRow row = Open(database, null, log).Database.Table("t")!.Rows().First(r => r.Text("b") == "logged");
        Assert.That(row.Origin.Path.ToString(), Is.EqualTo("db-wal"));
        Assert.That(log!.AsSpan((int)row.Origin.Offset!, 20).IndexOf("logged"u8), Is.Positive);
    }

    /// <summary>Without synchronisation a journal does not say how many pages it holds.</summary>
    [Test]
    public void AHotJournalIsPlayedBack([Values("off", "full")] string synchronous)
    {
        using SqliteSample sample = InTransaction(synchronous);
        (byte[] database, byte[]? journal, _) = sample.Copy();
        Assert.That(SqliteSample.Truth(database, "t"), Has.None.EqualTo(SqliteSample.Truth(database, journal, null, "t")[0]),
            "the file itself is as the transaction left it");

        AssertAsTheLibrary(database, journal, null, "SF-SQLITE-0015");
    }

    [Test]
    public void AJournalThatGrewTheDatabaseShrinksIt()
    {
        using var sample = new SqliteSample([.. s_start, "PRAGMA cache_size = 2", "BEGIN", Fill, Fill, "DELETE FROM t WHERE a % 2 = 0"]);
        (byte[] database, byte[]? journal, _) = sample.Copy();

        AssertAsTheLibrary(database, journal, null, "SF-SQLITE-0015");
    }

    [Test]
    public void ADamagedJournalIsPlayedBackAsFarAsTheLibraryDoes()
    {
        using SqliteSample sample = InTransaction();
        (byte[] database, byte[]? journal, _) = sample.Copy();
        int record = BinaryPrimitives.ReadInt32BigEndian(journal.AsSpan(20));
        journal![record + 4 + 312] ^= 1;

        AssertAsTheLibrary(database, journal, null, "SF-SQLITE-0016", "SF-SQLITE-0015");
    }

    [TestCase("persist")]
    [TestCase("truncate")]
    public void AJournalOfATransactionThatEndedIsNone(string mode)
    {
        using var sample = new SqliteSample(["PRAGMA journal_mode = " + mode, .. s_start, "UPDATE t SET b = 'ended'"]);
        (byte[] database, byte[]? journal, _) = sample.Copy();
        Assert.That(journal, Is.Not.Null);

        AssertAsTheLibrary(database, journal, null);
    }

    [Test]
    public void WhatLiesBesideIsHostileToo()
    {
        using SqliteSample withLog = WithLog(), inTransaction = InTransaction();
        (byte[] database, _, byte[]? log) = withLog.Copy();
        (byte[] other, byte[]? journal, _) = inTransaction.Copy();
        var random = new Random(1);
        for (int round = 0; round < 300; round++)
        {
            Read(Open(database, null, Spoil(log!, random)).Database);
            Read(Open(other, Spoil(journal!, random), null).Database);
            Read(Open(other, journal![..random.Next(journal.Length)], log![..random.Next(log.Length)]).Database);
        }
        byte[] endless = [.. journal!];
        BinaryPrimitives.WriteUInt32BigEndian(endless.AsSpan(16), uint.MaxValue);
        Read(Open(other, endless, null).Database);
    }

    private static SqliteSample WithLog() => new(
        [.. s_start[..1], "PRAGMA journal_mode = wal", "PRAGMA wal_autocheckpoint = 0", .. s_start[1..], "PRAGMA wal_checkpoint(PASSIVE)",
        "UPDATE t SET b = 'logged' WHERE a % 3 = 0", "DELETE FROM t WHERE a > 500", Fill]);

    private static SqliteSample InTransaction(string synchronous = "full") =>
        new([.. s_start, "PRAGMA synchronous = " + synchronous, "PRAGMA cache_size = 2", "BEGIN", "UPDATE t SET b = 'half-way', a = -a"]);

    private static (SqliteDatabase Database, ProblemLog Problems) Open(byte[] database, byte[]? journal, byte[]? log) =>
        (SqliteSample.Open(database, out ProblemLog problems, journal, log), problems);

    private static void AssertAsTheLibrary(byte[] database, byte[]? journal, byte[]? log, params string[] codes)
    {
        (SqliteDatabase found, ProblemLog problems) = Open(database, journal, log);
        Assert.That(SqliteSample.Rows(found, "t"), Is.EqualTo(SqliteSample.Truth(database, journal, log, "t")));
        Assert.That(problems.Sorted().Select(p => p.Code), Is.EqualTo(codes));
    }

    private static byte[] Spoil(byte[] bytes, Random random)
    {
        byte[] spoilt = [.. bytes];
        for (int i = random.Next(1, 4); i > 0; i--)
            spoilt[random.Next(2) == 0 ? random.Next(40) : random.Next(spoilt.Length)] = (byte)random.Next(256);
        return spoilt;
    }

    private static void Read(SqliteDatabase database)
    {
        Assert.That(database.Table("t")?.Rows().Count() ?? 0, Is.LessThan(3000));
        Assert.That(database.Pages.Count(), Is.LessThan(3000));
    }
}
