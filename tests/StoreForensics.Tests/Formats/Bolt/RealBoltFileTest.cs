using StoreForensics.Formats.Bolt;
using StoreForensics.Formats.GoBinary;
using StoreForensics.Formats.Protobuf;
using StoreForensics.Tests.Stores;

namespace StoreForensics.Tests.Formats.Bolt;

/// <summary>Databases that real engines left; entries and buckets were counted by another program, written from the same specification.</summary>
public sealed class RealBoltFileTest
{
    private const string Daemon = "var/lib/docker/containerd/daemon/";
    private const string Containerd = "var/lib/containerd/";

    [TestCase("shop/shop.tar.gz", "var/lib/docker/buildkit/cache.db", 48, 26)]
    [TestCase("shop/shop.tar.gz", "var/lib/docker/buildkit/containerdmeta.db", 45, 27)]
    [TestCase("shop/shop.tar.gz", "var/lib/docker/buildkit/metadata_v2.db", 97, 15)]
    [TestCase("shop/shop.tar.gz", "var/lib/docker/buildkit/snapshots.db", 24, 9)]
    [TestCase("shop/shop.tar.gz", Daemon + "io.containerd.metadata.v1.bolt/meta.db", 18, 11)]
    [TestCase("attic/attic.tar.xz", "var/lib/docker/buildkit/snapshots.db", 30, 14)]
    [TestCase("nest/nest.tar.xz", "var/lib/docker/buildkit/history.db", 4, 2)]
    [TestCase("nest/nest.tar.xz", Daemon + "io.containerd.metadata.v1.bolt/meta.db", 585, 197)]
    [TestCase("nest/nest.tar.xz", Daemon + "io.containerd.snapshotter.v1.overlayfs/metadata.db", 156, 22)]
    [TestCase("silo/silo.tar.xz", Containerd + "io.containerd.metadata.v1.bolt/meta.db", 220, 74)]
    [TestCase("silo/silo.tar.xz", Containerd + "io.containerd.snapshotter.v1.native/metadata.db", 33, 7)]
    [TestCase("larder/larder.tar.gz", "var/lib/containers/storage/libpod/bolt_state.db", 53, 23)]
    public void EveryEntryIsReadWithoutAProblem(string archive, string path, int entries, int buckets)
    {
        BoltFile bolt = BoltAsserts.OpenWhole(SharedEvidence.Files("evidence/" + archive)[path]);
        bolt.Carve();

        Assert.That(bolt.Root!.WithDescendants().Sum(b => b.Entries.Count), Is.EqualTo(entries));
        Assert.That(bolt.Root.WithDescendants().Count() - 1, Is.EqualTo(buckets));
        Assert.That(bolt.Root.WithDescendants().All(b => b.IsSorted && !b.IsDamaged));
    }

    [Test]
    public void ContainerdsValuesDecode()
    {
        BoltFile bolt = BoltAsserts.OpenWhole(SharedEvidence.Files("evidence/nest/nest.tar.xz")[Daemon + "io.containerd.metadata.v1.bolt/meta.db"]);

        BoltBucket[] images = [.. bolt.Root!.Bucket("v1", "moby", "images")!.Buckets()];

        Assert.That(images, Is.Not.Empty);
        foreach (BoltBucket image in images)
        {
            Assert.That(GoBinaryTime.TryParse(image.Value("createdat")!.Value.Span)!.Value.ToString(), Does.StartWith("2026-11-24T04:0"),
                image.Name.ToString());
            Assert.That(Varint.Signed(image.Bucket("target")!.Value("size")!.Value.Span), Is.InRange(100, 100_000), image.Name.ToString());
        }
        Assert.That(Varint.Signed(bolt.Root.Bucket("v1")!.Value("version")!.Value.Span), Is.InRange(3, 4));
    }

    /// <summary>A container that was removed before the stop: its record is gone, its creation and its run-time specification are on free pages.</summary>
    [Test]
    public void ARemovedContainerIsCarvedWithItsPlace()
    {
        BoltFile bolt = BoltAsserts.OpenWhole(SharedEvidence.Files("evidence/shop/shop.tar.gz")[Daemon + "io.containerd.metadata.v1.bolt/meta.db"]);
        string container = "v1/moby/containers/18da9eec266e27e3ffce27f4120018e2b98a98257991b98b86a3952394917731";

        BoltCarvedRecord[] records = [.. bolt.Carve().Where(r => r.IsRooted && r.Kind == BoltCarvedKind.Value && string.Join('/', r.Bucket) == container)];

        Assert.That(bolt.Root!.Bucket("v1", "moby", "containers")!.Entries, Is.Empty);
        Assert.That(records.Select(r => r.Key.ToText()), Is.EquivalentTo(new[] { "createdat", "image", "snapshotKey", "snapshotter", "spec", "updatedat" }));
        Assert.That(records.Where(r => r.Key.ToText() is "createdat" or "updatedat").Select(r => GoBinaryTime.TryParse(r.Value.Span)).Distinct().Count(),
            Is.EqualTo(1));
        Assert.That(records.Select(r => r.PathBasis), Is.All.EqualTo(BoltPathBasis.OldPointers));
        Assert.That(records.Any(r => r.IsCopyOfLive), Is.False);
    }
}
