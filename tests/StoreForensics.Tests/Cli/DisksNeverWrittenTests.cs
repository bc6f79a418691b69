using StoreForensics.Tests.Contracts;

namespace StoreForensics.Tests.Cli;

/// <summary>
/// Disks in segments and disks over a parent, each of whose files is evidence: exit code 2 and one line, nothing is changed, nothing is left.
/// </summary>
internal sealed class DisksNeverWrittenTests : NeverWrittenTests
{
    private const string Parents = " --disk-dir ../parents > ";

    private static readonly string[] s_calls =
    [
        // An E01 in segments, named by its first or another one.
        "../ev/seg.E01 > ../ev/seg.E01", "../ev/seg.E01 > ../ev/seg.E05", "{0}/ev/seg.E01 > ev/seg.E02", "../ev/seg.E01 > first.csv",
        "../ev/seg.E01 > first-hard.csv", "../ev/seg.E01 > segment.csv", "ev/seg.E01 > segment-hard.csv",
        .. Over("vhd"), .. Over("vhdx"),
    ];

    private protected override NamedFolder MakeFolder()
    {
        Tool.Require("ln");
        return new DiskFolder();
    }

    private static IEnumerable<TestCaseData> Calls() => CasesOf(s_calls).Where(c => c.Arguments is ["analyze", ..] or [_, _, true]);

    [TestCaseSource(nameof(Calls))]
    public void No_output_is_a_file_of_a_disk(string command, string call, bool force) => RefusedAsEvidence(command, call, force);

    // A disk over its parent, which lies in another directory.
    private static string[] Over(string kind) =>
    [
        $"../ev/child.{kind}{Parents}../ev/child.{kind}", $"{{0}}/ev/child.{kind}{Parents}{kind}.csv", $"../ev/child.{kind}{Parents}{kind}-hard.csv",
        $"../ev/child.{kind}{Parents}../parents/parent.{kind}", $"../ev/child.{kind}{Parents}parent-{kind}.csv",
        $"ev/child.{kind}{Parents}parent-{kind}-hard.csv", $"../ev/child.{kind}{Parents}parents/new.csv",
    ];
}
