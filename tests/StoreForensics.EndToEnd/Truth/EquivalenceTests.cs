using StoreForensics.EndToEnd.Support;

namespace StoreForensics.EndToEnd.Truth;

/// <summary>One store, many wrappings, one timeline: what an evidence is wrapped in must not change what is read from it.</summary>
internal sealed class EquivalenceTests
{
    // What the wrapping is called and where in it a file lies may differ; nothing else.
    private static readonly string[] s_aside = ["evidence", "origin"];

    private static IEnumerable<GraphEvidence> InDirectories => [GraphEvidence.Barn, GraphEvidence.Elder];

    [TestCase("tar", "cat")]
    [TestCase("tar.gz", "gzip -c")]
    [TestCase("tar.bz2", "bzip2 -c")]
    [TestCase("tar.zst", "zstd -q -c")]
    [TestCase("tar.lz4", "lz4 -q -c")]
    [TestCase("tar.xz", "xz -0 -c")]
    public void Every_compression_gives_the_same_timeline(string ending, string command)
    {
        using var scratch = new ScratchFolder();
        string[] words = command.Split(' ');
        // The name tells nothing: what it is, is decided by content.
        string file = scratch.File("evidence-" + ending.Replace('.', '-'));
        HostTool.Run(words[0], words[1..], GraphEvidence.Barn.Tar, file);
        Compare(GraphEvidence.Barn, file);
    }

    [Test]
    public void Standard_input_gives_the_same_timeline()
    {
        ProgramRun run = BuiltProgram.RunFed(GraphEvidence.Barn.Tar, "timeline", "-").MustExit(GraphEvidence.Barn.GoodEnds);
        AssertSame(GraphEvidence.Barn, CsvTable.Parse(run.Output));
    }

    /// <summary>Owners, modes, devices and trusted attributes survive unpacking for root only.</summary>
    [TestCaseSource(nameof(InDirectories))]
    public void A_directory_gives_the_same_timeline(GraphEvidence evidence)
    {
        using ScratchFolder scratch = UnpackAsRoot(evidence);
        Compare(evidence, scratch.Root);
    }

    /// <summary>The data root itself may be what was copied, without <c>var/lib</c> above it.</summary>
    [Test]
    public void A_bare_data_root_gives_the_same_timeline()
    {
        using ScratchFolder scratch = UnpackAsRoot(GraphEvidence.Barn);
        Compare(GraphEvidence.Barn, scratch.File("var/lib/docker"));
    }

    private static ScratchFolder UnpackAsRoot(GraphEvidence evidence)
    {
        if (!Environment.IsPrivilegedProcess || OperatingSystem.IsWindows())
            Assert.Ignore("only root can unpack owners as recorded");
        var scratch = new ScratchFolder();
        HostTool.Run("tar", ["--xattrs", "--xattrs-include=*", "--numeric-owner", "-C", scratch.Root, "-xpf", evidence.Tar]);
        return scratch;
    }

    private static void Compare(GraphEvidence evidence, string wrapped) =>
        AssertSame(evidence, CsvTable.Parse(BuiltProgram.Run("timeline", wrapped).MustExit(evidence.GoodEnds).Output));

    private static void AssertSame(GraphEvidence evidence, CsvTable table)
    {
        string expected = evidence.Timeline.Without(s_aside);
        string own = table.Without(s_aside);
        if (own == expected)
            return;
        string[] left = expected.Split('\n');
        string[] right = own.Split('\n');
        var lines = left.Except(right).Take(10).Select(line => "- " + line).Concat(right.Except(left).Take(10).Select(line => "+ " + line));
        Assert.Fail($"{left.Length} rows from the xz, {right.Length} from this:\n" + string.Join('\n', lines).Replace('\u001f', ','));
    }
}
