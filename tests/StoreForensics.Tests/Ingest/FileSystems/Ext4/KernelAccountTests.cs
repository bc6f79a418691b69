using StoreForensics.Ingest.FileSystems.Ext4;
using StoreForensics.Primitives;

namespace StoreForensics.Tests.Ingest.FileSystems.Ext4;

/// <summary>All facts and bytes of all committed images against what the kernel said of the same images, mounted.</summary>
public sealed class KernelAccountTests
{
    private static readonly string[] s_dirty = ["dirty-ext3-1k", "dirty-ext4-1k", "dirty-ext4-4k-64", "dirty-ext4-32"];

    private static IEnumerable<string> Names => Ext4Images.All.Select(i => i.Name);

    [TestCaseSource(nameof(Names))]
    public void All_facts_are_those_that_the_kernel_sees(string name)
    {
        var problems = new ProblemLog();
        using ReadFileSystem files = Ext4Fixtures.Open(name + ".img", problems);
        Assert.Multiple(() =>
        {
            Assert.That(KernelAccount.Actual(files.Tree), Is.EqualTo(KernelAccount.Expected(name)));
            Assert.That(KernelAccount.ActualSums(files), Is.EqualTo(KernelAccount.ExpectedSums(name)));
            Assert.That(problems.Sorted().Where(p => p.Severity != ProblemSeverity.Note), Is.Empty);
        });
    }

    /// <summary>Images copied from under a mount, against a copy whose journal e2fsck has played back.</summary>
    [TestCaseSource(nameof(s_dirty))]
    public void A_journal_is_played_back_as_e2fsck_does(string name)
    {
        var problems = new ProblemLog();
        using ReadFileSystem files = Ext4Fixtures.Open(name + ".img", problems);
        Assert.Multiple(() =>
        {
            Assert.That(KernelAccount.Actual(files.Tree), Is.EqualTo(KernelAccount.Expected(name)));
            Assert.That(KernelAccount.ActualSums(files), Is.EqualTo(KernelAccount.ExpectedSums(name)));
            Assert.That(problems.Sorted().Select(p => (p.Code, p.Severity)), Is.EqualTo(new[] { (Ext4Problems.Replayed, ProblemSeverity.Note) }));
            Assert.That(files.FileSystem.Facts.Replay, Does.Match(@"^[1-9][0-9]* transactions of the journal played back in memory, [1-9][0-9]* blocks$"));
        });
    }
}
