using StoreForensics.Evidence;
using StoreForensics.Primitives;
using StoreForensics.Stores.Containerd.Records;
using StoreForensics.Tests.Formats.Bolt;

namespace StoreForensics.Tests.Stores.Containerd;

/// <summary>A record that bears the moment of the image itself was dated by the builder, not by the host.</summary>
public sealed class BuilderDatesTests
{
    private static readonly Timestamp s_epoch = new(1_600_000_000, 0);

    [TestCase(1_600_000_000, 0, true)]
    [TestCase(1_600_000_001, 0, false)]
    [TestCase(1_600_000_000, 5, false)]
    public void The_same_whole_second_is_the_builder_s(long seconds, int nanoseconds, bool expected) =>
        Assert.That(Record(new Timestamp(seconds, nanoseconds)).IsDatedByBuilder(s_epoch), Is.EqualTo(expected));

    [Test]
    public void What_the_image_does_not_tell_is_the_host_s() => Assert.That(Record(s_epoch).IsDatedByBuilder(null), Is.False);

    /// <summary>A host's clock has fractions; the image that it made may have the same.</summary>
    [Test]
    public void A_moment_with_a_fraction_is_a_clock_s() =>
        Assert.That(Record(new Timestamp(7, 9)).IsDatedByBuilder(new Timestamp(7, 9)), Is.False);

    private static StoredImage Record(Timestamp created)
    {
        byte[] database = new BoltTreeWriter().Set(created, "v1", "moby", "images", "docker.io/a:1", "createdat")
            .Set(created, "v1", "moby", "images", "docker.io/a:1", "updatedat").Build();
        MadeStore store = new MadeStore().File("meta.db", database);
        MetadataDatabase read = MetadataDatabase.Read(new EvidenceFiles(store, store.Problems), store.Tree.Find(EvidenceTree.Root, "meta.db"u8));
        return read.Namespaces.Single().Images.Single();
    }
}
