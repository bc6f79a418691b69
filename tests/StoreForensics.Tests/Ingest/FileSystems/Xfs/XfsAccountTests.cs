using StoreForensics.Evidence;
using StoreForensics.Ingest.FileSystems.Xfs;
using StoreForensics.Primitives;

namespace StoreForensics.Tests.Ingest.FileSystems.Xfs;

/// <summary>All facts and bytes of the committed images against what the kernel said of the same images, mounted (Fixtures/account.py).</summary>
public sealed class XfsAccountTests
{
    private static IEnumerable<string> Mounted => XfsFixtures.Mounted;

    [TestCaseSource(nameof(Mounted))]
    public void All_facts_are_those_that_the_kernel_sees(string name)
    {
        var problems = new ProblemLog();
        using ReadXfs files = XfsFixtures.Open(name, problems);
        Assert.Multiple(() =>
        {
            Assert.That(KernelAccount.Of(files), Is.EqualTo(File.ReadAllLines(XfsFixtures.PathOf(name + ".tsv"))));
            Assert.That(problems.Sorted(), Is.Empty);
            Assert.That(files.FileSystem.Facts.Replay, Is.Null);
            Assert.That((files.FileSystem.Facts.Kind, files.FileSystem.Facts.Label, files.FileSystem.Facts.Uuid),
                Is.EqualTo(("xfs", name, "5d1c2a4e-9b1d-4c11-8d53-7a1f5d9e0c02")));
        });
    }

    [Test]
    public void A_log_is_played_back()
    {
        var problems = new ProblemLog();
        using ReadXfs files = XfsFixtures.Open("dirty", problems);
        Assert.Multiple(() =>
        {
            Assert.That(KernelAccount.Of(files), Is.EqualTo(File.ReadAllLines(XfsFixtures.PathOf("dirty.tsv"))));
            Assert.That(problems.Sorted().Select(p => p.Code), Is.EqualTo(new[] { XfsProblems.Replayed }));
            Assert.That(files.FileSystem.Facts.Replay,
                Does.Match(@"^[1-9][0-9]* transactions of the log played back in memory, [1-9][0-9]* sectors of 512 bytes$"));
        });
    }

    /// <summary>What make.sh told mkfs.xfs and xfs_db.</summary>
    [Test]
    public void Version_4_has_no_types_in_directories_and_no_births()
    {
        var problems = new ProblemLog();
        using ReadXfs files = XfsFixtures.Open("v4", problems);
        EvidenceTree tree = files.Tree;
        (string, EntryKind, int, uint, uint)[] etc = [.. tree.Children(tree.Find(0, "etc"u8)).ToArray().Select(n =>
            (System.Text.Encoding.ASCII.GetString(tree.Name(n)), tree[n].Kind, (int)tree[n].Mode, tree[n].Uid, tree[n].Gid))];
        Assert.Multiple(() =>
        {
            Assert.That(etc, Is.EqualTo(new[]
            {
                ("app.conf", EntryKind.File, 0x1A0, 1000u, 1001u), ("disk", EntryKind.BlockDevice, 0x1B0, 0u, 6u), ("link", EntryKind.Symlink, 0x1FF, 5u, 6u),
                ("long-link", EntryKind.Symlink, 0x1FF, 0u, 0u), ("pipe", EntryKind.Fifo, 0x180, 0u, 0u), ("set-id", EntryKind.File, 0xDED, 0u, 0u),
                ("tty", EntryKind.CharDevice, 0x190, 0u, 5u),
            }));
            foreach ((string directory, int names) in (ReadOnlySpan<(string, int)>)[("few", 3), ("block", 40), ("leaf", 300)])
                Assert.That(tree.Children(tree.Find(0, System.Text.Encoding.ASCII.GetBytes(directory))).Length, Is.EqualTo(names), directory);
            Assert.That(Text(files, "etc/app.conf"), Is.EqualTo("setting = 1\n"));
            Assert.That(tree.LinkTarget(tree.Find(0, "etc/link"u8)).SequenceEqual("../target/of/link"u8));
            Assert.That(tree.LinkTarget(tree.Find(0, "etc/long-link"u8)).Length, Is.EqualTo(501));
            NodeExtra tty = tree.Extra(tree.Find(0, "etc/tty"u8));
            Assert.That((tty.DeviceMajor, tty.DeviceMinor, tty.Born), Is.EqualTo((4u, 300u, (Timestamp?)null)));
            Assert.That(tree.Xattrs(tree.Find(0, "etc/app.conf"u8)).Select(a => (a.Name, a.Value.Length)), Is.EqualTo(new[] { ("user.short", 8) }));
            Assert.That(tree.Xattrs(tree.Find(0, "etc/set-id"u8)).Select(a => (a.Name, a.Value.Length)).Order(), Is.EqualTo(new[]
            {
                ("security.remote", 9000), ("trusted.name-1", 300), ("trusted.name-2", 300), ("trusted.name-3", 300),
            }));
            Assert.That(problems.Sorted(), Is.Empty);
        });
    }

    /// <summary>Holes and blocks that were reserved and never written are runs without data.</summary>
    [Test]
    public void Holes_are_told_as_ranges()
    {
        using ReadXfs files = XfsFixtures.Open("v5-4k", new ProblemLog());
        Assert.Multiple(() =>
        {
            Assert.That(Runs(files, "sparse"), Is.EqualTo(new[] { (0L, 4096L), (5L << 30, (5L << 30) + 4) }));
            Assert.That(Runs(files, "unwritten"), Is.EqualTo(new[] { (0L, 4096L) }));
            Assert.That(Runs(files, "empty"), Is.Empty);
        });
    }

    private static (long, long)[] Runs(ReadXfs files, string path)
    {
        using Stream stream = files.Open(files.Tree.Find(0, System.Text.Encoding.ASCII.GetBytes(path)));
        var runs = new List<(long, long)>();
        for (DataRun run = stream.NextData(0); !run.IsEmpty; run = stream.NextData(run.End))
            runs.Add((run.Start, run.End));
        return [.. runs];
    }

    private static string Text(ReadXfs files, string path)
    {
        using var reader = new StreamReader(files.Open(files.Tree.Find(0, System.Text.Encoding.ASCII.GetBytes(path))));
        return reader.ReadToEnd();
    }
}
