using StoreForensics.Evidence;
using StoreForensics.Stores.BuildKit;
using StoreForensics.Tests.Formats.Bolt;
using static StoreForensics.Tests.Formats.Bolt.BoltBuilder;

namespace StoreForensics.Tests.Stores.BuildKit;

/// <summary>The build cache's own record of its directories.</summary>
internal sealed class BuildSnapshotsTests
{
    [Test]
    public void A_snapshot_says_what_it_was_made_on()
    {
        var b = new BoltBuilder();
        byte[] file = b.Leaf(3, b.Inline("base", Value("committed", "driver1")), b.Inline("own", Value("parent", "base")),
            b.Inline("view", Value("parent", "sha256:00"))).Meta(0, 3, 2).Meta(1, 3, 1).Build();
        BuildSnapshots snapshots = Read(new MadeStore().File("buildkit/snapshots.db", file));
        Assert.That(snapshots.IsRead, Is.True);
        Assert.That(new[] { "base", "driver1", "own", "other" }.Select(snapshots.Knows), Is.EqualTo(new[] { true, true, true, false }));
        Assert.That(new[] { "base", "own", "view", "other" }.Select(snapshots.ParentOf), Is.EqualTo(new[] { null, "driver1", "sha256:00", null }));
    }

    [Test]
    public void Without_the_database_nothing_is_known()
    {
        BuildSnapshots snapshots = Read(new MadeStore().File("buildkit/cache.db", ""));
        Assert.That((snapshots.IsRead, snapshots.Knows("base")), Is.EqualTo((false, false)));
    }

    private static BuildSnapshots Read(MadeStore store) =>
        BuildSnapshots.Read(new EvidenceFiles(store, store.Problems), store.Tree.Find(EvidenceTree.Root, "buildkit"u8));
}
