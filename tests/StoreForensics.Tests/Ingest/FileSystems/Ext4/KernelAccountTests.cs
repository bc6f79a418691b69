using StoreForensics.Ingest.FileSystems.Ext4;
using StoreForensics.Primitives;

namespace StoreForensics.Tests.Ingest.FileSystems.Ext4;

/// <summary>All facts and bytes of all committed images against what the kernel said of the same images, mounted.</summary>
public sealed class KernelAccountTests
{
    private static readonly string[] s_special = [];

    private static IEnumerable<string> Names => Ext4Images.All.Select(i => i.Name).Concat(s_special);

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
}
