using StoreForensics.Evidence;
using StoreForensics.Ingest.FileSystems.Ext4;
using StoreForensics.Primitives;

namespace StoreForensics.Tests.Ingest.FileSystems.Ext4;

/// <summary>All facts and bytes of all committed images against what the kernel said of the same images, mounted.</summary>
public sealed class KernelAccountTests
{
    private static readonly string[] s_special = ["special-ext2", "special-ext3", "special-ext4", "special-values", "special-inline", "special-inline-256",
        "special-4k", "special-2k"];

    private static IEnumerable<string> Names => Ext4Images.All.Select(i => i.Name).Concat(s_special);

    [TestCaseSource(nameof(Names))]
    public void All_facts_are_those_that_the_kernel_sees(string name)
    {
        var problems = new ProblemLog();
        using ReadExt4 files = Ext4Fixtures.Open(name + ".img", problems);
        Assert.Multiple(() =>
        {
            Assert.That(KernelAccount.Actual(files.Tree), Is.EqualTo(KernelAccount.Expected(name)));
            Assert.That(KernelAccount.ActualXattrs(files.Tree), Is.EqualTo(KernelAccount.ExpectedXattrs(name)));
            Assert.That(KernelAccount.ActualSums(files), Is.EqualTo(KernelAccount.ExpectedSums(name)));
            Assert.That(problems.Sorted().Where(p => p.Severity != ProblemSeverity.Note), Is.Empty);
        });
    }

    /// <summary>What the recipe told mke2fs, and the kernel added.</summary>
    [TestCase("ext2-1k", "ext2")]
    [TestCase("ext3-4k", "ext3")]
    [TestCase("ext4-4k", "ext4")]
    public void A_file_system_says_of_itself(string name, string variant)
    {
        using ReadExt4 files = Ext4Fixtures.Open(name + ".img", new ProblemLog());
        FileSystemFacts facts = files.FileSystem.Facts;
        Assert.Multiple(() =>
        {
            Assert.That((facts.Kind, facts.Label, facts.Uuid, facts.LastMounted),
                Is.EqualTo((variant, "reference", "0b5c2a4e-9b1d-4c11-8d53-7a1f5d9e0c01", "/media")));
            Assert.That(facts.Replay, Is.Null);
            Assert.That(facts.MountedAt, Is.GreaterThanOrEqualTo(facts.Created!.Value));
            Assert.That(facts.WrittenAt, Is.GreaterThanOrEqualTo(facts.MountedAt!.Value));
        });
    }

    /// <summary>Numbers as special.py gave them to mknod: the old encoding has eight bits each.</summary>
    [TestCase("null", 1u, 3u)]
    [TestCase("whiteout", 0u, 0u)]
    [TestCase("old-most", 255u, 255u)]
    [TestCase("new", 256u, 1u)]
    [TestCase("new-minor", 8u, 256u)]
    [TestCase("most", 4095u, 1048575u)]
    public void Devices_have_their_numbers(string name, uint major, uint minor)
    {
        foreach (string image in s_special)
        {
            using ReadExt4 files = Ext4Fixtures.Open(image + ".img", new ProblemLog());
            StoreForensics.Evidence.NodeExtra extra = files.Tree.Extra(files.Tree.Find(0, System.Text.Encoding.ASCII.GetBytes(name)));
            Assert.That((extra.DeviceMajor, extra.DeviceMinor), Is.EqualTo((major, minor)), image);
        }
    }

    private static readonly string[] s_dirty =
    [
        "dirty-ext3", "dirty-ext3-data", "dirty-ext4", "dirty-ext4-data", "dirty-ext4-32", "dirty-ext4-64", "dirty-commit-sums", "dirty-async", "dirty-4k",
            "dirty-map",
        "dirty-orphans", "dirty-orphan-file", "fsck-ext3-1k", "fsck-ext4-1k", "fsck-ext4-4k-64", "fsck-ext4-32",
    ];

    /// <summary>Images copied from under a mount, against what the kernel, or of the last four e2fsck, shows once the journal was played back.</summary>
    [TestCaseSource(nameof(s_dirty))]
    public void A_journal_is_played_back(string name)
    {
        var problems = new ProblemLog();
        using ReadExt4 files = Ext4Fixtures.Open(name + ".img", problems);
        Assert.Multiple(() =>
        {
            Assert.That(KernelAccount.Actual(files.Tree), Is.EqualTo(KernelAccount.Expected(name)));
            Assert.That(KernelAccount.ActualSums(files), Is.EqualTo(KernelAccount.ExpectedSums(name)));
            Assert.That(problems.Sorted().Where(p => p.Severity != ProblemSeverity.Note), Is.Empty);
            Assert.That(problems.Sorted().Select(p => p.Code), Does.Contain(Ext4Problems.Replayed));
            Assert.That(files.FileSystem.Facts.Replay, Does.Match(@"^[1-9][0-9]* transactions of the journal played back in memory, [1-9][0-9]* blocks$"));
        });
    }
}
