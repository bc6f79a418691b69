using StoreForensics.Formats.Bolt;
using StoreForensics.Primitives;
using static StoreForensics.Tests.Formats.Bolt.BoltBuilder;

namespace StoreForensics.Tests.Formats.Bolt;

public sealed class BoltDamageTest
{
    [Test]
    public void APageWithAnotherNumberIsLostAndItsSiblingsAreNot()
    {
        byte[] file = Branched().Build();
        file[5 * 4096] = 6;

        AssertRead(file, "SF-BOLT-0011", 5 * 4096, "/m=2", "/x=3");
    }

    [Test]
    public void APageOutsideTheFileIsLost()
    {
        byte[] file = Branched().Branch(4, Child("a", 5), Child("m", 600), Child("x", 7)).Build();

        AssertRead(file, "SF-BOLT-0010", 0, "/a=1", "/x=3");
    }

    [TestCase((byte)0x10)]
    [TestCase((byte)0x03)]
    [TestCase((byte)0x00)]
    public void APageOfAnotherKindIsLost(byte flags)
    {
        byte[] file = Branched().Build();
        file[(6 * 4096) + 8] = flags;

        AssertRead(file, "SF-BOLT-0012", 6 * 4096, "/a=1", "/x=3");
    }

    [Test]
    public void ACycleEnds()
    {
        byte[] file = Branched().Branch(4, Child("a", 5), Child("m", 4), Child("x", 7)).Build();

        AssertRead(file, "SF-BOLT-0013", 4 * 4096, "/a=1", "/x=3");
    }

    /// <summary>Two buckets on one page: only forging makes that, and reading both would let a file grow without bound.</summary>
    [Test]
    public void ASharedPageIsReadOnce()
    {
        var b = new BoltBuilder();
        byte[] file = b.Leaf(3, b.Bucket("a", 4), b.Bucket("b", 4)).Leaf(4, Value("k", "v")).Meta(0, 3, 2).Meta(1, 3, 1).Build();

        AssertRead(file, "SF-BOLT-0013", 4 * 4096, "/a bucket 0", "/b bucket 0", "a/k=v");
    }

    [Test]
    public void AnOverflowingPageMustNotCoverAnother()
    {
        byte[] file = Branched().Build();
        file[(5 * 4096) + 12] = 1;

        AssertRead(file, "SF-BOLT-0013", 6 * 4096, "/a=1", "/x=3");
    }

    [Test]
    public void DepthIsBounded()
    {
        var b = new BoltBuilder();
        for (ulong page = 3; page < 200; page++)
            b.Branch(page, Child("k", page + 1));
        byte[] file = b.Leaf(200, Value("k", "v")).Meta(0, 3, 2).Meta(1, 3, 1).Build();

        AssertRead(file, "SF-BOLT-0014", (3 + 64) * 4096);
    }

    [Test]
    public void NestingOfBucketsIsBounded()
    {
        var b = new BoltBuilder();
        Item inner = Value("k", "v");
        for (int i = 0; i < 60; i++)
            inner = b.Inline("b", inner);
        byte[] file = b.Leaf(3, inner).Meta(0, 3, 2).Meta(1, 3, 1).Build();

        BoltFile bolt = BoltAsserts.Open(file, out IReadOnlyList<Problem> problems);

        Assert.That(bolt.Root!.WithDescendants().Count(), Is.EqualTo(33));
        Assert.That(BoltAsserts.Codes(problems), Is.EqualTo(new[] { "SF-BOLT-0017" }));
    }

    [TestCase(4, 0xFFFF_FFF0u, TestName = "position beyond the page")]
    [TestCase(4, 1u, TestName = "position inside the elements")]
    [TestCase(8, 0u, TestName = "no key")]
    [TestCase(8, 0x7FFF_FFFFu, TestName = "huge key")]
    [TestCase(12, 0xFFFF_FFFFu, TestName = "huge value")]
    [TestCase(12, 4000u, TestName = "value a little too long")]
    public void AnElementOutsideItsPageIsLostAlone(int field, uint value)
    {
        byte[] file = BoltFileTest.TwoLevelFile().Build();
        BitConverter.GetBytes(value).CopyTo(file, (4 * 4096) + 16 + 16 + field);
        file = [.. file.AsSpan(0, (4 * 4096) + 300)];

        BoltFile bolt = BoltAsserts.Open(file, out IReadOnlyList<Problem> problems);

        Assert.That(BoltAsserts.Lines(bolt.Root), Is.EqualTo(new[] { "/a bucket 7", "/top=1", "a/k1=v1" }));
        Assert.That(problems.Select(p => p.Code), Does.Contain("SF-BOLT-0015"));
        Assert.That(bolt.Root!.Bucket("a")!.IsDamaged, Is.True);
        Assert.That(bolt.Root.IsDamaged, Is.False);
    }

    /// <summary>Thousands of elements over the same bytes would multiply a page's size.</summary>
    [Test]
    public void OverlappingElementsAreBoundedByThePage()
    {
        byte[] file = BoltFileTest.TwoLevelFile().Leaf(4, [.. Enumerable.Range(0, 100).Select(i => Value($"{i:d3}", ""))]).Build();
        for (int i = 0; i < 100; i++)
            BitConverter.GetBytes(2000u).CopyTo(file, (4 * 4096) + 16 + (16 * i) + 12);

        BoltFile bolt = BoltAsserts.Open(file, out IReadOnlyList<Problem> problems);

        Assert.That(bolt.Root!.Bucket("a")!.Entries, Has.Count.EqualTo(1));
        Assert.That(BoltAsserts.Codes(problems), Is.EqualTo(new[] { "SF-BOLT-0015" }));
    }

    [Test]
    public void ABucketWithoutARoomForItsHeaderIsDamagedNotAbsent()
    {
        byte[] file = new BoltBuilder().Leaf(3, new Item("b"u8.ToArray(), [1, 2, 3], IsBucket: true), Value("c", "1")).Meta(0, 3, 2).Meta(1, 3, 1).Build();

        AssertRead(file, "SF-BOLT-0017", (3 * 4096) + 16 + 32, "/b bucket ", "/c=1");
    }

    [Test]
    public void KeysOutOfOrderAreFoundAllTheSame()
    {
        byte[] file = new BoltBuilder().Leaf(3, Value("b", "1"), Value("a", "2"), Value("c", "3")).Meta(0, 3, 2).Meta(1, 3, 1).Build();

        BoltFile bolt = BoltAsserts.Open(file, out IReadOnlyList<Problem> problems);

        Assert.That(bolt.Root!.Value("a")!.Value.ToArray(), Is.EqualTo("2"u8.ToArray()));
        Assert.That(BoltAsserts.Codes(problems), Is.EqualTo(new[] { "SF-BOLT-0018" }));
    }

    [Test]
    public void ACutFileIsReadAsFarAsItGoes()
    {
        byte[] whole = Branched().Build();

        BoltFile bolt = BoltAsserts.Open(whole[..((6 * 4096) + 10)], out IReadOnlyList<Problem> problems);

        Assert.That(BoltAsserts.Lines(bolt.Root), Is.EqualTo(new[] { "/a=1" }));
        Assert.That(BoltAsserts.Codes(problems), Is.EqualTo(new[] { "SF-BOLT-0005", "SF-BOLT-0010", "SF-BOLT-0010" }));
    }

    [Test]
    public void DamageInThePreviousStateIsAWarning()
    {
        var b = new BoltBuilder();
        byte[] file = b.Leaf(2, Value("k", "v")).Meta(0, 2, 2).Meta(1, 99, 1).Build();
        var log = new ProblemLog();

        BoltFile bolt = BoltFile.Open(file, log, BoltAsserts.Origin);

        Assert.That(log.Sorted(), Is.Empty);
        Assert.That(bolt.PreviousRoot!.Entries, Is.Empty);
        Assert.That(log.Sorted().Select(p => (p.Code, p.Severity)), Is.EqualTo(new[] { ("SF-BOLT-0010", ProblemSeverity.Warning) }));
        Assert.That(log.HasDamage, Is.False);
    }

    /// <summary>A key as large as the file in every message would fill the memory.</summary>
    [Test]
    public void MessagesStayShort()
    {
        var b = new BoltBuilder();
        byte[] file = b.Leaf(3, b.Bucket(new string('n', 30_000), 999)).Meta(0, 3, 2).Meta(1, 3, 1).Build();

        BoltAsserts.Open(file, out IReadOnlyList<Problem> problems);

        Assert.That(problems.Single().Message.Length, Is.LessThan(300));
    }

    private static BoltBuilder Branched() => new BoltBuilder()
        .Branch(4, Child("a", 5), Child("m", 6), Child("x", 7))
        .Leaf(5, Value("a", "1")).Leaf(6, Value("m", "2")).Leaf(7, Value("x", "3"))
        .Meta(0, 4, 2).Meta(1, 4, 1);

    private static void AssertRead(byte[] file, string code, long offset, params string[] lines)
    {
        BoltFile bolt = BoltAsserts.Open(file, out IReadOnlyList<Problem> problems);
        Assert.That(BoltAsserts.Lines(bolt.Root), Is.EqualTo(lines));
        Assert.That(problems.Select(p => (p.Code, p.Severity, p.Origin.Offset)), Is.EqualTo(new[] { (code, ProblemSeverity.Damage, (long?)offset) }));
    }
}
