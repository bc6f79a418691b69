using StoreForensics.Formats.Bolt;
using StoreForensics.Primitives;
using static StoreForensics.Tests.Formats.Bolt.BoltBuilder;

namespace StoreForensics.Tests.Formats.Bolt;

public sealed class BoltFileTest
{
    private static readonly string[] TwoLevels = ["/a bucket 7", "/top=1", "a/k1=v1", "a/k2=v2"];

    /// <summary>The bytes of a fresh database in docker-storage-formats.md section 8.1.</summary>
    [Test]
    public void FreshDatabaseOfTheSpecification()
    {
        const string Header0 = "0000000000000000 0400 0000 00000000", Header1 = "0100000000000000 0400 0000 00000000";
        const string Body = "edda0ced 02000000 00100000 00000000 0300000000000000 0000000000000000 0200000000000000 0400000000000000 0000000000000000 eefd8946116e5107";
        byte[] file = new byte[4 * 4096];
        Hex(Header0 + Body).CopyTo(file, 0);
        byte[] meta1 = Hex(Header1 + Body.Replace(" 0000000000000000 eefd8946116e5107", " 0100000000000000", StringComparison.Ordinal));
        meta1.CopyTo(file, 4096);
        BitConverter.GetBytes(BoltLayout.Checksum(meta1.AsSpan(16))).CopyTo(file, 4096 + 16 + 56);
        Hex("0200000000000000 1000 0000 00000000").CopyTo(file, 2 * 4096);
        Hex("0300000000000000 0200 0000 00000000").CopyTo(file, 3 * 4096);

        BoltFile bolt = BoltAsserts.OpenWhole(file);

        Assert.That(BoltLayout.Checksum(file.AsSpan(16, 56)), Is.EqualTo(0x07516e114689fdeeUL));
        Assert.That(bolt.TransactionId, Is.EqualTo(1));
        Assert.That(bolt.PageSize, Is.EqualTo(4096));
        Assert.That(bolt.Root!.Entries, Is.Empty);
        Assert.That(bolt.PreviousRoot!.Entries, Is.Empty);
        Assert.That(bolt.Carve(), Is.Empty);
    }

    /// <summary>The root leaf with an inline bucket in section 8.3.</summary>
    [Test]
    public void InlineBucketOfTheSpecification()
    {
        const string Json = """{"Name":"vol1","Driver":"local","Labels":null,"Options":null}""";
        byte[] page = [.. Hex("""
            0300000000000000 0200 0100 00000000
            01000000 10000000 07000000 71000000
            766f6c756d6573
            0000000000000000 0000000000000000
            0000000000000000 0200 0100 00000000
            00000000 10000000 04000000 3d000000 766f6c31
            """), .. System.Text.Encoding.UTF8.GetBytes(Json)];
        byte[] file = new BoltBuilder().Put(3, page).Freelist(2).Meta(0, 3, 0).Meta(1, 3, 1).Build();

        BoltFile bolt = BoltAsserts.OpenWhole(file);

        BoltEntry entry = bolt.Root!.Bucket("volumes")!.Entries.Single();
        Assert.That(entry.Key.ToText(), Is.EqualTo("vol1"));
        Assert.That(System.Text.Encoding.UTF8.GetString(entry.Value.Span), Is.EqualTo(Json));
        Assert.That(entry.Page, Is.EqualTo(3));
        Assert.That(entry.Offset, Is.EqualTo((3 * 4096) + 16 + 16 + 7 + 16 + 16 + 16));
    }

    [TestCase(4096, false)]
    [TestCase(1024, false)]
    [TestCase(65536, false)]
    [TestCase(4096, true)]
    public void ReadsEveryPageSizeAndByteOrder(int pageSize, bool isBigEndian)
    {
        BoltFile bolt = BoltAsserts.Open(TwoLevelFile(pageSize, isBigEndian).Build(), out IReadOnlyList<Problem> problems);

        Assert.That(BoltAsserts.Lines(bolt.Root), Is.EqualTo(TwoLevels));
        Assert.That(BoltAsserts.Codes(problems), Is.EqualTo(isBigEndian ? ["SF-BOLT-0004"] : Array.Empty<string>()));
        Assert.That(bolt.IsBigEndian, Is.EqualTo(isBigEndian));
        Assert.That(bolt.Root!.Sequence, Is.EqualTo(5));
    }

    [Test]
    public void ReadsBranchesOverflowPagesAndNestedBuckets()
    {
        var b = new BoltBuilder();
        string large = new('x', 9000);
        byte[] file = b
            .Leaf(3, b.Bucket("outer", 4, 2))
            .Branch(4, Child("a", 5), Child("m", 9))
            .Leaf(5, Value("a", large), Value("b", "2"))
            .Leaf(9, b.Bucket("m", 10), b.Inline("n", 9, Value("deep", "3")), Value("z", ""))
            .Leaf(10, Value("deeper", "4"))
            .Meta(0, 3, 2).Meta(1, 3, 1).Build();

        BoltFile bolt = BoltAsserts.OpenWhole(file);

        Assert.That(BoltAsserts.Lines(bolt.Root), Is.EqualTo(new[]
        {
            "/outer bucket 2", "outer/a=9000 bytes", "outer/b=2", "outer/m bucket 0", "outer/n bucket 9", "outer/z=", "outer/m/deeper=4", "outer/n/deep=3",
        }));
        Assert.That(System.Text.Encoding.UTF8.GetString(bolt.Root!.Bucket("outer")!.Value("a")!.Value.Span), Is.EqualTo(large));
        Assert.That(bolt.Root.Bucket("outer", "m")!.Value("deeper")!.Value.ToArray(), Is.EqualTo("4"u8.ToArray()));
        Assert.That(bolt.Root.Bucket("outer", "z"), Is.Null);
        Assert.That(bolt.Root.Bucket("outer")!.Value("m"), Is.Null);
        Assert.That(bolt.Root.Bucket("outer")!.Value("zz"), Is.Null);
    }

    [Test]
    public void ThePreviousStateIsWholeAndItsOwn()
    {
        var b = new BoltBuilder();
        byte[] file = b
            .Leaf(2, b.Inline("volumes", Value("kept", "1")))
            .Leaf(3, b.Inline("volumes", Value("gone", "2"), Value("kept", "1")))
            .Meta(0, 2, 8).Meta(1, 3, 7).Build();

        BoltFile bolt = BoltAsserts.OpenWhole(file);

        Assert.That(BoltAsserts.Lines(bolt.Root), Is.EqualTo(new[] { "/volumes bucket 0", "volumes/kept=1" }));
        Assert.That(BoltAsserts.Lines(bolt.PreviousRoot), Is.EqualTo(new[] { "/volumes bucket 0", "volumes/gone=2", "volumes/kept=1" }));
        Assert.That(bolt.Carve(), Is.Empty);
    }

    [Test]
    public void AMissingChecksumIsAcceptedAndSaid()
    {
        byte[] file = TwoLevelFile().Meta(0, 3, 4, checksum: 0).Meta(1, 3, 3, checksum: 0).Build();

        BoltFile bolt = BoltAsserts.Open(file, out IReadOnlyList<Problem> problems);

        Assert.That(BoltAsserts.Lines(bolt.Root), Is.EqualTo(TwoLevels));
        Assert.That(BoltAsserts.Codes(problems), Is.EqualTo(new[] { "SF-BOLT-0003", "SF-BOLT-0003" }));
        Assert.That(problems.Select(p => p.Severity), Is.All.EqualTo(ProblemSeverity.Warning));
    }

    /// <summary>The newer page is torn: the database falls back by itself to the older one, as the library does.</summary>
    [TestCase(1024)]
    [TestCase(4096)]
    [TestCase(32768)]
    public void ATornMetaPageGivesWayToTheOther(int pageSize)
    {
        byte[] file = TwoLevelFile(pageSize).Meta(0, 3, 6, checksum: 1).Meta(1, 3, 5, sequence: 5).Build();

        BoltFile bolt = BoltAsserts.Open(file, out IReadOnlyList<Problem> problems);

        Assert.That(bolt.TransactionId, Is.EqualTo(5));
        Assert.That(BoltAsserts.Lines(bolt.Root), Is.EqualTo(TwoLevels));
        Assert.That(bolt.PreviousRoot, Is.Null);
        Assert.That(BoltAsserts.Codes(problems), Is.EqualTo(new[] { "SF-BOLT-0002" }));
        Assert.That(problems[0].Severity, Is.EqualTo(ProblemSeverity.Warning));
    }

    [TestCase(1024)]
    [TestCase(16384)]
    public void MetaPage1IsFoundWithoutMetaPage0(int pageSize)
    {
        byte[] file = TwoLevelFile(pageSize).Meta(1, 3, 5).Build();
        file.AsSpan(0, 1024).Clear();

        BoltFile bolt = BoltAsserts.Open(file, out IReadOnlyList<Problem> problems);

        Assert.That(BoltAsserts.Lines(bolt.Root), Is.EqualTo(TwoLevels));
        Assert.That(BoltAsserts.Codes(problems), Is.EqualTo(new[] { "SF-BOLT-0002" }));
    }

    [Test]
    public void WithoutAnIntactMetaPageTheNewestIsUsedAndCalledDamaged()
    {
        byte[] file = TwoLevelFile().Meta(0, 3, 6, checksum: 1).Meta(1, 3, 5, checksum: 2).Build();

        BoltFile bolt = BoltAsserts.Open(file, out IReadOnlyList<Problem> problems);

        Assert.That(bolt.TransactionId, Is.EqualTo(6));
        Assert.That(BoltAsserts.Lines(bolt.Root), Is.EqualTo(TwoLevels));
        Assert.That(problems.Select(p => (p.Code, p.Severity)), Is.EqualTo(new[]
        {
            ("SF-BOLT-0019", ProblemSeverity.Damage), ("SF-BOLT-0002", ProblemSeverity.Warning),
        }));
    }

    [Test]
    public void WithoutAnyMetaPageTheRecordsAreStillCarved()
    {
        byte[] file = TwoLevelFile(16384).Build();
        file.AsSpan(0, 2 * 16384).Clear();

        BoltFile bolt = BoltAsserts.Open(file, out IReadOnlyList<Problem> problems);

        Assert.That(bolt.Root, Is.Null);
        Assert.That(bolt.PreviousRoot, Is.Null);
        Assert.That(BoltAsserts.Codes(problems), Is.EqualTo(new[] { "SF-BOLT-0001" }));
        Assert.That(BoltAsserts.Lines(bolt.Carve()), Is.EqualTo(new[] { "p3 ?/a Bucket", "p3 ?/top=1", "p4 ?/k1=v1", "p4 ?/k2=v2" }));
    }

    [TestCase("")]
    [TestCase("SQLite format 3\0")]
    public void WhatIsNoDatabaseIsSaidToBeNone(string content)
    {
        BoltFile bolt = BoltAsserts.Open(System.Text.Encoding.ASCII.GetBytes(content), out IReadOnlyList<Problem> problems);

        Assert.That(bolt.Root, Is.Null);
        Assert.That(bolt.Carve(), Is.Empty);
        Assert.That(problems.Single().Code, Is.EqualTo("SF-BOLT-0001"));
        Assert.That(problems.Single().Severity, Is.EqualTo(ProblemSeverity.Damage));
    }

    [Test]
    public void AnotherVersionIsNamed()
    {
        BoltAsserts.Open(TwoLevelFile().Meta(0, 3, 4, version: 3).Meta(1, 3, 3, version: 3).Build(), out IReadOnlyList<Problem> problems);

        Assert.That(problems.Single().Message, Does.Contain("version 3"));
    }

    [Test]
    public void TransactionOnTheWrongPageIsOdd()
    {
        BoltAsserts.Open(TwoLevelFile().Meta(0, 3, 5).Meta(1, 3, 4).Build(), out IReadOnlyList<Problem> problems);

        Assert.That(BoltAsserts.Codes(problems), Is.EqualTo(new[] { "SF-BOLT-0007" }));
    }

    [Test]
    public void AStreamThatBreaksKeepsWhatCame()
    {
        byte[] file = TwoLevelFile().Build();
        var log = new ProblemLog();

        BoltFile bolt = BoltFile.Open(new BreakingStream(file, (4 * 4096) + 100), log, BoltAsserts.Origin);

        Assert.That(BoltAsserts.Lines(bolt.Root), Is.EqualTo(TwoLevels));
        Assert.That(BoltAsserts.Codes(log.Sorted()), Is.EqualTo(new[] { "SF-BOLT-0005", "SF-BOLT-0008" }));
    }

    [Test]
    public void AStreamIsReadUpToTheLimit()
    {
        var log = new ProblemLog();

        ReadOnlyMemory<byte> content = BoltContent.Read(new MemoryStream(new byte[200_000]), log, BoltAsserts.Origin, maxBytes: 100_000).Bytes;

        Assert.That(content.Length, Is.EqualTo(100_000));
        Assert.That(BoltAsserts.Codes(log.Sorted()), Is.EqualTo(new[] { "SF-BOLT-0006" }));
    }

    internal static BoltBuilder TwoLevelFile(int pageSize = 4096, bool isBigEndian = false)
    {
        var b = new BoltBuilder(pageSize, isBigEndian);
        return b.Leaf(3, b.Bucket("a", 4, 7), Value("top", "1"))
            .Leaf(4, Value("k1", "v1"), Value("k2", "v2"))
            .Meta(0, 3, 4, sequence: 5).Meta(1, 3, 3, sequence: 5);
    }

    private static byte[] Hex(string text) => Convert.FromHexString(string.Concat(text.Where(char.IsAsciiHexDigit)));

    private sealed class BreakingStream(byte[] content, int end) : MemoryStream(content)
    {
        public override int Read(byte[] buffer, int offset, int count)
        {
            if (Position >= end)
                throw new EvidenceFormatException("SF-TEST-0001", "the medium ends here");
            return base.Read(buffer, offset, (int)Math.Min(count, end - Position));
        }
    }
}
