using StoreForensics.Evidence;
using StoreForensics.Primitives;

namespace StoreForensics.Tests.Ingest.FileSystems.Btrfs;

/// <summary>All facts and bytes of the committed images against what the kernel said of the same images, mounted (Fixtures/account.py).</summary>
public sealed class BtrfsAccountTests
{
    private const string AbsentSubvolume = "sub/before/nested";

    private static IEnumerable<string> Told => BtrfsFixtures.Told;

    [TestCaseSource(nameof(Told))]
    public void All_facts_are_those_that_the_kernel_sees(string name)
    {
        var problems = new ProblemLog();
        using var files = new ReadBtrfs(BtrfsFixtures.Image(name), name, problems);
        Assert.Multiple(() =>
        {
            Assert.That(KernelAccount.Of(files).Where(IsOnDisk), Is.EqualTo(BtrfsFixtures.Account(name).Where(IsOnDisk)));
            Assert.That(problems.Sorted(), Is.Empty);
            Assert.That((files.FileSystem.Facts.Kind, files.FileSystem.Facts.Label), Is.EqualTo(("btrfs", name)));
            Assert.That(files.FileSystem.Facts.Uuid, Does.StartWith("5d1c2a4e-9b1d-4c11-8d53-7a1f5d9e0c0"));
        });
    }

    /// <summary>A snapshot has the name of a subvolume that lay in its source, and nothing in it.</summary>
    [Test]
    public void A_subvolume_that_a_snapshot_does_not_hold_is_empty()
    {
        using var files = new ReadBtrfs(BtrfsFixtures.Image("dup"), "dup", new ProblemLog());
        int node = files.Find(AbsentSubvolume);
        EvidenceTree tree = files.Tree;
        Assert.Multiple(() =>
        {
            Assert.That((tree[node].Kind, tree[node].Mode, tree.Extra(node).Inode), Is.EqualTo((EntryKind.Directory, (ushort)0x1ED, 2ul)));
            Assert.That(tree[node].Modified, Is.Null, "the kernel shows the time of looking");
            Assert.That(tree.Children(node).Length, Is.Zero);
            Assert.That(files.Bytes("sub/before/file"), Is.EqualTo("inner\n"u8.ToArray()));
            Assert.That(files.Bytes("sub/volume/file"), Is.EqualTo("changed\n"u8.ToArray()));
            Assert.That(files.Bytes("sub/volume/nested/file"), Is.EqualTo("deepest\n"u8.ToArray()));
        });
    }

    /// <summary>What a snapshot is of, and that it was never written to.</summary>
    [TestCase("dup")]
    [TestCase("mixed")]
    public void Snapshots_are_told(string name)
    {
        using var files = new ReadBtrfs(BtrfsFixtures.Image(name), name, new ProblemLog());
        SnapshotFacts snapshot = files.FileSystem.Facts.Snapshots.Single();
        Assert.Multiple(() =>
        {
            Assert.That((snapshot.Path.ToString(), snapshot.Of?.ToString()), Is.EqualTo(("sub/before", "sub/volume")));
            Assert.That((snapshot.IsReadOnly, snapshot.IsChanged, snapshot.IsDefault), Is.EqualTo((true, false, false)));
            Assert.That(snapshot.MadeAt, Is.GreaterThan(new Timestamp(1_700_000_000, 0)));
        });
    }

    /// <summary>Holes, whether a record tells them or none, and what was reserved and never written, are runs without data.</summary>
    [TestCase("dup")]
    [TestCase("mixed")]
    public void Holes_are_told_as_ranges(string name)
    {
        using var files = new ReadBtrfs(BtrfsFixtures.Image(name), name, new ProblemLog());
        Assert.Multiple(() =>
        {
            Assert.That(Runs(files, "sparse"), Is.EqualTo(new[] { (0L, 4096L), (5L << 30, (5L << 30) + 4) }));
            Assert.That(Runs(files, "unwritten"), Is.EqualTo(new[] { (0L, 4L) }));
            Assert.That(Runs(files, "empty"), Is.Empty);
        });
    }

    private static bool IsOnDisk(string line) => line.Split('\t')[10] != "2";

    private static (long, long)[] Runs(ReadBtrfs files, string path)
    {
        using Stream stream = files.Open(files.Find(path));
        var runs = new List<(long, long)>();
        for (DataRun run = stream.NextData(0); !run.IsEmpty; run = stream.NextData(run.End))
            runs.Add((run.Start, run.End));
        return [.. runs];
    }
}
