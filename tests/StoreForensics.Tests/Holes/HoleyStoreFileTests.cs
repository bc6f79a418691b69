using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Formats;
using StoreForensics.Formats.Bolt;
using StoreForensics.Logs;
using StoreForensics.Primitives;
using StoreForensics.Tests.Formats.Bolt;

namespace StoreForensics.Tests.Holes;

/// <summary>Logs and databases of a store that are holes in part: what lies before and behind them is read, and a problem says where they are.</summary>
public sealed class HoleyStoreFileTests
{
    private const long Tebibyte = 1L << 40;

    private static readonly Origin s_origin = new("test", "file");

    [Test]
    public void A_database_that_ends_in_a_hole()
    {
        byte[] whole = BoltOf();
        HoleyFile.Within(() =>
        {
            BoltFile bolt = BoltFile.Open(new HoleyStream(Tebibyte, (0, whole)), Log, s_origin);
            Assert.That(bolt.Root!.Buckets().Select(b => b.Name.ToString()), Is.EqualTo(new[] { "volumes" }));
            Assert.That(bolt.Carve(), Is.Empty);
        });
        Assert.That(Log.Sorted().Select(p => (p.Code, p.Severity, p.Origin.Offset)),
            Is.EqualTo(new[] { ("SF-BOLT-0020", ProblemSeverity.Warning, (long?)whole.Length) }));
        Assert.That(Log.Sorted()[0].Message, Does.Contain($"{Tebibyte - whole.Length} of {Tebibyte} bytes are a hole"));
    }

    [Test]
    public void A_database_that_is_a_hole()
    {
        HoleyFile.Within(() => Assert.That(BoltFile.Open(new HoleyStream(Tebibyte), Log, s_origin).Root, Is.Null));
        Assert.That(Log.Sorted().Select(p => p.Code), Is.EqualTo(new[] { "SF-BOLT-0001", "SF-BOLT-0020" }));
    }

    /// <summary>What lies behind is past what is read of a database: that is said as before.</summary>
    [Test]
    public void A_database_with_data_behind_a_hole()
    {
        byte[] whole = BoltOf();
        HoleyFile.Within(() => Assert.That(BoltFile.Open(new HoleyStream(Tebibyte, (0, whole), (Tebibyte / 2, whole)), Log, s_origin).Root!.Buckets().Count(),
            Is.EqualTo(1)));
        Assert.That(Log.Sorted().Select(p => p.Code), Is.EqualTo(new[] { "SF-BOLT-0006" }));
    }

    [Test]
    public void Lines_before_and_behind_a_hole()
    {
        var holes = new List<(long, long)>();
        var lines = new List<(long, string, bool)>();
        HoleyFile.Within(() =>
        {
            var reader = new LineReader(new HoleyStream(Tebibyte, (0, "one\ntorn"u8.ToArray()), (Tebibyte / 2, "two\n"u8.ToArray())), 1 << 20, (at, bytes) =>
                holes.Add((at, bytes)));
            while (reader.Next() is { IsEmpty: false } line)
                lines.Add((reader.Offset, Encoding.ASCII.GetString(line), reader.EndsInHole));
        });
        Assert.That(lines, Is.EqualTo(new[] { (0L, "one\n", false), (4L, "torn", true), (Tebibyte / 2, "two\n", false) }));
        Assert.That(holes, Is.EqualTo(new[] { (8L, (Tebibyte / 2) - 8), ((Tebibyte / 2) + 4, (Tebibyte / 2) - 4) }));
    }

    [Test]
    public void Records_of_a_local_log_before_and_behind_a_hole()
    {
        byte[] record = Convert.FromHexString("000000190a067374646f7574109586defae5a5e094181a0568656c6c6f00000019");
        var entries = new List<long>();
        HoleyFile.Within(() =>
        {
            var reader = new LocalLogReader(new HoleyStream(Tebibyte, (0, [.. record, .. record[..9]]), (Tebibyte / 2, record)), Log, s_origin);
            entries.AddRange(reader.Read().Select(e => e.Offset));
        });
        Assert.That(entries, Is.EqualTo(new[] { 0, Tebibyte / 2 }));
        long torn = record.Length + 9;
        Assert.That(Log.Sorted().Select(p => (p.Code, p.Severity, p.Origin.Offset)), Is.EqualTo(new (string, ProblemSeverity, long?)[]
        {
            ("SF-LOCALLOG-0007", ProblemSeverity.Damage, torn), ("SF-LOCALLOG-0007", ProblemSeverity.Damage, (Tebibyte / 2) + record.Length),
            ("SF-LOCALLOG-0001", ProblemSeverity.Warning, record.Length),
        }));
    }

    /// <summary>Small files are not asked; of others so many bytes of holes are taken as are allowed together.</summary>
    [Test]
    public void Holes_are_hashed_up_to_a_limit()
    {
        var allowance = new HoleAllowance();
        Func<long, DataRun> hole = static from => new DataRun(Tebibyte, Tebibyte);
        Assert.Multiple(() =>
        {
            Assert.That(allowance.Refusal(hole, 1000), Is.Null);
            Assert.That(allowance.Refusal(hole, HoleAllowance.Bytes + 1), Does.Contain($"of its {HoleAllowance.Bytes + 1} bytes").And.Contain("--hash-holes"));
            Assert.That(allowance.Refusal(hole, HoleAllowance.Bytes / 2), Is.Null);
            Assert.That(allowance.Refusal(hole, HoleAllowance.Bytes / 2), Is.Null);
            Assert.That(allowance.Refusal(hole, 2 << 20), Is.Not.Null, "nothing is left");
            Assert.That(allowance.Refusal(static from => new DataRun(from, long.MaxValue), Tebibyte), Is.Null, "data is always read");
            Assert.That(new HoleAllowance(isUnlimited: true).Refusal(hole, Tebibyte), Is.Null);
        });
    }

    private ProblemLog Log { get; set; } = new();

    [SetUp]
    public void EmptyLog() => Log = new ProblemLog();

    private static byte[] BoltOf()
    {
        var builder = new BoltBuilder();
        return builder.Leaf(3, builder.Bucket("volumes", 4)).Leaf(4, BoltBuilder.Value("a", "b")).Freelist(2).Meta(0, 3, 0).Meta(1, 3, 1).Build();
    }
}
