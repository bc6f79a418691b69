extern alias cli;

using cli::StoreForensics.Cli.Output;
using cli::StoreForensics.Cli.Output.Places;
using StoreForensics.Primitives;
using StoreForensics.Tests.Contracts;

namespace StoreForensics.Tests.Cli;

/// <summary>Which paths are one place, told by device and inode and told by path alone.</summary>
[Platform("Linux")]
internal sealed class FilePlaceTests
{
    private static readonly IFileLookup s_inodes = new LinuxLookup(), s_paths = new PathLookup();

    private string _root = "";

    [SetUp]
    public void Make()
    {
        _root = Directory.CreateTempSubdirectory("sf-places-").FullName;
        Directory.CreateDirectory(At("a/b"));
        File.WriteAllText(At("a/b/file"), "");
        File.CreateSymbolicLink(At("link"), "a/b");
        File.CreateSymbolicLink(At("a/up"), "../link/../../c/none");
        File.CreateSymbolicLink(At("loop"), "loop");
        Directory.CreateDirectory(At("c"));
    }

    [TearDown]
    public void Remove() => Directory.Delete(_root, recursive: true);

    private static IEnumerable<TestCaseData> Pairs()
    {
        foreach (IFileLookup lookup in (IFileLookup[])[s_inodes, s_paths])
        {
            string how = lookup is LinuxLookup ? "inodes" : "paths";
            foreach ((string left, string right, bool same) in ((string, string, bool)[])
            [
                ("a/b/file", "link/file", true), ("a/b/new", "link/new", true), ("a/b/new/x", "link/new/x", true), ("a/b", "link", true),
                    ("a/b/", "a/./b", true), ("a/up", "c/none", true),
                ("a/b/file", "a/b/new", false), ("a/b/x", "a/x", false), ("a/b/new/x", "a/b/x", false), ("loop", "a", false), ("loop", "loop", true),
            ])
                yield return new TestCaseData(lookup, left, right, same).SetArgDisplayNames(how, left, right, same ? "same" : "other");
        }
    }

    [TestCaseSource(nameof(Pairs))]
    public void One_place_or_two(object lookup, string left, string right, bool same)
    {
        FilePlace a = FilePlace.Of(At(left), (IFileLookup)lookup), b = FilePlace.Of(At(right), (IFileLookup)lookup);
        Assert.That(a.IsSameAs(b), Is.EqualTo(same));
    }

    [TestCase("a/b/file", true)]
    [TestCase("link/file", true)]
    [TestCase("a/b/new/deep/x", true)]
    [TestCase("link/new/x", true)]
    [TestCase("a/file", false)]
    [TestCase("a/b", false)]
    [TestCase("c/x", false)]
    public void What_lies_in_a_directory(string path, bool isInside)
    {
        foreach (IFileLookup lookup in (IFileLookup[])[s_inodes, s_paths])
            Assert.That(FilePlace.Of(At(path), lookup).Directories.Overlaps(FilePlace.Of(At("a/b"), lookup).Files), Is.EqualTo(isInside),
                lookup.GetType().Name);
    }

    [Test]
    public void What_lies_behind_a_link_lies_in_all_directories_above_that()
    {
        foreach (IFileLookup lookup in (IFileLookup[])[s_inodes, s_paths])
            Assert.That(FilePlace.Of(At("link/new"), lookup).Directories.Overlaps(FilePlace.Of(At("a"), lookup).Files), Is.True, lookup.GetType().Name);
    }

    [Test]
    public void Hard_links_are_one_file()
    {
        Tool.Require("ln");
        Tool.Run(_root, "ln", "a/b/file", "c/file");
        Assert.That(FilePlace.Of(At("a/b/file"), s_inodes).IsSameAs(FilePlace.Of(At("c/file"), s_inodes)), Is.True);
    }

    [Test]
    public void Nothing_is_written_before_all_evidence_is_known()
    {
        var guard = new EvidenceGuard([At("a")], null);
        OutputPlace place = guard.Claim(At("c/out"), force: false);
        Assert.Throws<InvalidOperationException>(() => OutputFile.Write(place, _ => true));
        Assert.Throws<InvalidOperationException>(() => OutputFile.WriteBelow(guard.ClaimDirectory(At("c/new")), () => true));
        guard.Complete([]);
        OutputFile.Write(place, stream => { stream.WriteByte(1); return true; });
        Assert.That(Directory.GetFileSystemEntries(At("c")), Is.EqualTo(new[] { At("c/out") }));
    }

    [Test]
    public void What_is_no_regular_file_is_not_overwritten()
    {
        var guard = new EvidenceGuard([], null);
        Assert.That(Assert.Throws<UsageException>(() => guard.Claim("/dev/null", force: true))!.Message, Does.Contain("no regular file"));
        Assert.Throws<UsageException>(() => guard.Claim(At("a"), force: true));
        Assert.Throws<UsageException>(() => guard.Claim("", force: true));
    }

    [Test]
    public void A_file_that_came_meanwhile_stays()
    {
        var guard = new EvidenceGuard([], null);
        OutputPlace place = guard.Claim(At("c/out"), force: false);
        guard.Complete([]);
        Assert.Throws<OutputException>(() => OutputFile.Write(place, _ => { File.WriteAllText(At("c/out"), "theirs"); return true; }));
        Assert.That(File.ReadAllText(At("c/out")), Is.EqualTo("theirs"));
        Assert.That(Directory.GetFileSystemEntries(At("c")), Has.Length.EqualTo(1));
    }

    [Test]
    public void Directories_that_were_made_in_vain_are_gone()
    {
        var guard = new EvidenceGuard([], null);
        OutputPlace place = guard.ClaimDirectory(At("c/new/deeper"));
        guard.Complete([]);
        Assert.Throws<OutputException>(() => OutputFile.WriteBelow<bool>(place, () => throw new OutputException("full")));
        Assert.That(Directory.GetFileSystemEntries(At("c")), Is.Empty);
        OutputFile.WriteBelow(place, () => true);
        Assert.That(Directory.Exists(At("c/new/deeper")), Is.True);
    }

    private string At(string name) => Path.Combine(_root, name);
}
