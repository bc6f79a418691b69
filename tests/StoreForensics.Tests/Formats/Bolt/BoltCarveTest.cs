using StoreForensics.Formats.Bolt;
using static StoreForensics.Tests.Formats.Bolt.BoltBuilder;

namespace StoreForensics.Tests.Formats.Bolt;

public sealed class BoltCarveTest
{
    [Test]
    public void RecordsOfFreePagesAreRecoveredWithTheirPage()
    {
        var b = new BoltBuilder();
        byte[] file = Live(b)
            .Leaf(9, Value("gone", "1"), b.Inline("image:1", Value("createdat", "2"), b.Inline("target", Value("digest", "3"))))
            .Freelist(10, 9).Build();

        BoltFile bolt = BoltAsserts.OpenWhole(file);

        Assert.That(BoltAsserts.Lines(bolt.Carve()), Is.EqualTo(new[]
        {
            "p9 ?/gone=1", "p9 ?/image:1 Bucket", "p9 ?/image:1/createdat=2", "p9 ?/image:1/target Bucket", "p9 ?/image:1/target/digest=3",
        }));
        Assert.That(bolt.Carve()[0].Offset, Is.EqualTo((9 * 4096) + 16 + 32));
        Assert.That(BoltAsserts.Lines(bolt.Root), Does.Not.Contain("/gone=1"));
    }

    [Test]
    public void CopiesOfLiveRecordsAreMarked()
    {
        var b = new BoltBuilder();
        byte[] file = Live(b).Leaf(9, Value("k1", "v1"), Value("k2", "older"), b.Inline("inline", Value("x", "1"))).Build();

        BoltFile bolt = BoltAsserts.OpenWhole(file);

        Assert.That(BoltAsserts.Lines(bolt.Carve()), Is.EqualTo(new[]
        {
            "p9 ?/k1=v1 live previous", "p9 ?/k2=older", "p9 ?/inline Bucket live previous", "p9 ?/inline/x=1 live previous",
        }));
    }

    /// <summary>The same key and value in a bucket of another name is another record: another image with the same digest.</summary>
    [Test]
    public void ACopyNeedsTheSameBucketName()
    {
        var b = new BoltBuilder();
        byte[] file = Live(b).Leaf(9, b.Inline("other", Value("x", "1"))).Build();

        Assert.That(BoltAsserts.Lines(BoltAsserts.OpenWhole(file).Carve()), Is.EqualTo(new[] { "p9 ?/other Bucket", "p9 ?/other/x=1" }));
    }

    /// <summary>What copy-on-write leaves: an old branch over one replaced and one shared leaf.</summary>
    [Test]
    public void AnOldBranchIsPlacedByTheChildThatIsStillUsed()
    {
        var b = new BoltBuilder();
        byte[] file = b
            .Leaf(3, b.Bucket("net", 4))
            .Branch(4, Child("a", 5), Child("m", 6)).Leaf(5, Value("a", "1")).Leaf(6, Value("m", "new"))
            .Branch(9, Child("a", 5), Child("m", 10)).Leaf(10, Value("m", "old"), Value("n", "gone"))
            .Meta(0, 3, 8).Meta(1, 3, 7).Build();

        BoltFile bolt = BoltAsserts.OpenWhole(file);

        Assert.That(BoltAsserts.Lines(bolt.Carve()), Is.EqualTo(new[] { "p9 /net/a KeyOnly", "p9 /net/m KeyOnly", "p10 /net/m=old", "p10 /net/n=gone" }));
        Assert.That(bolt.Carve().Select(c => c.PathBasis), Is.EqualTo(new[]
        {
            BoltPathBasis.SharedPages, BoltPathBasis.SharedPages, BoltPathBasis.OldPointers, BoltPathBasis.OldPointers,
        }));
    }

    [Test]
    public void AnOldLeafIsPlacedByTheBucketThatIsStillUsed()
    {
        var b = new BoltBuilder();
        byte[] file = b
            .Leaf(3, b.Bucket("v1", 4))
            .Leaf(4, b.Bucket("moby", 5), Value("version", "3")).Leaf(5, Value("k", "v"))
            .Leaf(9, b.Bucket("default", 10), b.Bucket("moby", 5)).Leaf(10, Value("gone", "1"))
            .Meta(0, 3, 8).Meta(1, 3, 7).Build();

        Assert.That(BoltAsserts.Lines(BoltAsserts.OpenWhole(file).Carve()), Is.EqualTo(new[]
        {
            "p9 /v1/default Bucket", "p9 /v1/moby Bucket live previous", "p10 /v1/default/gone=1",
        }));
    }

    [Test]
    public void AnOldRootIsKnownByItsNames()
    {
        var b = new BoltBuilder();
        byte[] file = Live(b).Leaf(9, b.Bucket("bucket", 10), b.Inline("inline", Value("y", "2"))).Leaf(10, Value("gone", "1")).Build();

        Assert.That(BoltAsserts.Lines(BoltAsserts.OpenWhole(file).Carve()), Is.EqualTo(new[]
        {
            "p9 /bucket Bucket live previous", "p9 /inline Bucket live previous", "p9 /inline/y=2", "p10 /bucket/gone=1",
        }));
    }

    /// <summary>A page that was reused: one old pointer says this bucket, another that one. Neither is believed.</summary>
    [Test]
    public void ContradictingPointersPlaceNothing()
    {
        var b = new BoltBuilder();
        byte[] file = Live(b)
            .Leaf(9, b.Bucket("bucket", 11)).Leaf(10, b.Bucket("inline", 11)).Leaf(11, Value("gone", "1")).Build();

        Assert.That(BoltAsserts.Lines(BoltAsserts.OpenWhole(file).Carve()), Does.Contain("p11 ?/gone=1"));
    }

    [Test]
    public void ABranchIsNotBelievedWhenTheChildBeginsOtherwise()
    {
        var b = new BoltBuilder();
        byte[] file = b
            .Leaf(3, b.Bucket("net", 4))
            .Branch(4, Child("a", 5), Child("m", 6)).Leaf(5, Value("a", "1")).Leaf(6, Value("m", "new"))
            .Branch(9, Child("a", 5), Child("m", 10)).Leaf(10, Value("l", "reused"))
            .Meta(0, 3, 8).Meta(1, 3, 7).Build();

        Assert.That(BoltAsserts.Lines(BoltAsserts.OpenWhole(file).Carve()), Does.Contain("p10 ?/l=reused"));
    }

    [Test]
    public void ALargePageEndsWhereAnotherWasWritten()
    {
        var b = new BoltBuilder();
        byte[] file = Live(b).Leaf(9, Value("a", "1"), Value("b", new string('x', 9000)), Value("c", "3")).Build();
        new BoltBuilder().Leaf(0, Value("new", "4")).Build().AsSpan(0, 100).CopyTo(file.AsSpan(10 * 4096));
        file[10 * 4096] = 10;

        Assert.That(BoltAsserts.Lines(BoltAsserts.OpenWhole(file).Carve()), Is.EqualTo(new[] { "p9 ?/a=1", "p10 ?/new=4" }));
    }

    [Test]
    public void CyclesOfOldPointersEnd()
    {
        var b = new BoltBuilder();
        byte[] file = Live(b).Leaf(9, b.Bucket("bucket", 10)).Leaf(10, b.Bucket("x", 10), b.Bucket("y", 9)).Build();

        Assert.That(BoltAsserts.OpenWhole(file).Carve(), Has.Count.EqualTo(3));
    }

    [Test]
    public void NothingOfEitherStateIsCarved()
    {
        var b = new BoltBuilder();
        byte[] file = Live(b).Leaf(9, Value("only before", "1")).Meta(1, 9, 7).Build();

        BoltFile bolt = BoltAsserts.OpenWhole(file);

        Assert.That(bolt.Carve(), Is.Empty);
        Assert.That(BoltAsserts.Lines(bolt.PreviousRoot), Is.EqualTo(new[] { "/only before=1" }));
    }

    private static BoltBuilder Live(BoltBuilder b) => b
        .Leaf(3, b.Bucket("bucket", 4), b.Inline("inline", Value("x", "1")))
        .Leaf(4, Value("k1", "v1"), Value("k2", "v2"))
        .Meta(0, 3, 8).Meta(1, 3, 7);
}
