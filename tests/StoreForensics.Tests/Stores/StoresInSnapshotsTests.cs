using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Stores;

namespace StoreForensics.Tests.Stores;

/// <summary>A store in a snapshot is an older state of the one that the snapshot was made of.</summary>
public sealed class StoresInSnapshotsTests
{
    private static readonly Timestamp s_made = new(1_700_000_000, 0);

    [Test]
    public void The_store_in_use_and_its_older_state()
    {
        Inventory inventory = With("gpt1/@var/lib/docker", "gpt1/@snapshots/1/lib/docker");
        var problems = new ProblemLog();
        StoresInSnapshots.Tell(Disk(new SnapshotFacts { Path = "@snapshots/1", Of = (EvidencePath)"@var", MadeAt = s_made, IsReadOnly = true }), inventory, problems);
        Assert.Multiple(() =>
        {
            Assert.That(inventory.Stores.Select(s => s.Snapshot), Is.EqualTo(new[] { null, "a snapshot of gpt1/@var, made 2023-11-14T22:13:20.000000000Z, read-only" }));
            Assert.That(problems.Sorted().Select(p => (p.Code, p.Severity)), Is.EqualTo(new[] { ("SF-STORE-0014", ProblemSeverity.Note) }));
            Assert.That(problems.Sorted()[0].Message, Does.EndWith("it is an older state of the store at gpt1/@var/lib/docker"));
        });
    }

    /// <summary>After a rollback the snapshot is what is mounted.</summary>
    [TestCase(true, "it may be the one in use")]
    [TestCase(false, "it is a state that was set aside")]
    public void A_snapshot_of_what_is_gone(bool isDefault, string ending)
    {
        Inventory inventory = With("gpt1/@rolled/var/lib/docker", "gpt1/@rolledback/var/lib/docker");
        var problems = new ProblemLog();
        StoresInSnapshots.Tell(Disk(new SnapshotFacts { Path = "@rolled", IsChanged = true, IsDefault = isDefault }), inventory, problems);
        Assert.That(inventory.Stores[0].Snapshot, Does.StartWith("a snapshot of a subvolume that is gone, changed since"));
        Assert.That(inventory.Stores[1].Snapshot, Is.Null);
        Assert.That(problems.Sorted().Single().Message, Does.EndWith(ending));
    }

    private static Inventory With(params string[] roots)
    {
        var inventory = new Inventory();
        inventory.Stores.AddRange(roots.Select(r => new StoreInfo { Name = "overlay2", Driver = "overlay2", Era = "layered", Root = new Origin("disk", r) }));
        return inventory;
    }

    private static EvidenceDetails Disk(SnapshotFacts snapshot) => new()
    {
        Name = "disk",
        Wrapping = ["raw", "gpt"],
        Entries = 1,
        Disk = new DiskFacts
        {
            Format = "raw",
            MediumBytes = 1,
            Files = [],
            Acquisition = [],
            Digests = [],
            Partitions =
            [
                new PartitionFacts
                {
                    FoundAs = "gpt 1",
                    Type = "Linux",
                    Length = 1,
                    Content = "btrfs",
                    Directory = "gpt1",
                    FileSystem = new FileSystemFacts { Kind = "btrfs", Snapshots = [snapshot] },
                },
            ],
        },
    };
}
