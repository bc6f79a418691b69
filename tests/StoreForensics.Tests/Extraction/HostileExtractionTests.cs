extern alias cli;

using cli::StoreForensics.Cli.Extraction;
using StoreForensics.Extraction;
using StoreForensics.Ingest;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Tests.Contracts;
using StoreForensics.Tests.Views;
using StoreForensics.Views;

namespace StoreForensics.Tests.Extraction;

/// <summary>Whatever names and links a view holds, nothing is written outside the target, and what can be written is.</summary>
internal sealed class HostileExtractionTests
{
    private static readonly string s_long = new('n', 255);

    private string _root = "";

    private string Target => Path.Combine(_root, "target");

    private string Outside => Path.Combine(_root, "outside");

    [SetUp]
    public void Make()
    {
        if (!Calls.IsKnownSystem)
            Assert.Ignore("Directories are written by libc calls of Linux.");
        _root = Directory.CreateTempSubdirectory("sf-hostile-").FullName;
        Directory.CreateDirectory(Target);
        Directory.CreateDirectory(Outside);
        File.WriteAllText(Path.Combine(Outside, "mine"), "mine");
    }

    // Directory.Delete cannot name what is not UTF-8 or deeper than PATH_MAX.
    [TearDown]
    public void Remove()
    {
        Assert.That(Directory.GetFileSystemEntries(Outside), Is.EqualTo(new[] { Path.Combine(Outside, "mine") }), "nothing else came there");
        Assert.That(File.ReadAllText(Path.Combine(Outside, "mine")), Is.EqualTo("mine"));
        Assert.That(Directory.GetFileSystemEntries(_root), Has.Length.EqualTo(2));
        Tool.Run("/", "rm", "-rf", "--", _root);
    }

    [Test]
    public void A_link_that_was_made_is_never_gone_through()
    {
        Layer link = new TestLayer("bbbb").Symlink("etc", Outside).Symlink("up", "..").File("zz",
            "z").Over(new TestLayer("aaaa").Directory("etc").File("etc/one", "1").Over(null));
        Layer directory = new TestLayer("cccc").Directory("etc").File("etc/mine", "evil").Directory("up").File("up/two", "2").Over(link);
        string lines = Extract(ExtractionPlan.OfVersions(TestLayer.View(directory), "/"u8.ToArray()));
        Assert.Multiple(() =>
        {
            Assert.That(Names(Target),
                Is.EqualTo(new[] { "001-layer-aaaa", "001-layer-aaaa/etc", "001-layer-aaaa/etc/one", "002-layer-bbbb", "002-layer-bbbb/etc",
                "002-layer-bbbb/up", "002-layer-bbbb/zz", "003-layer-cccc", "003-layer-cccc/etc", "003-layer-cccc/etc/mine", "003-layer-cccc/up",
                "003-layer-cccc/up/two" }));
            Assert.That(new FileInfo(Path.Combine(Target, "002-layer-bbbb/etc")).LinkTarget, Is.EqualTo(Outside), "as in the evidence");
            Assert.That(lines, Is.Empty);
        });
    }

    /// <summary>Links that lay in the target before, where files and directories are to be.</summary>
    [Test]
    public void A_link_in_the_way_is_replaced_when_forced_and_left_alone_when_not([Values] bool force)
    {
        File.CreateSymbolicLink(Path.Combine(Target, "etc"), Outside);
        File.CreateSymbolicLink(Path.Combine(Target, "file"), Path.Combine(Outside, "mine"));
        Layer layer = new TestLayer("a").Directory("etc").File("etc/mine", "evil").File("file", "evil").Over(null);
        string lines = Extract(ExtractionPlan.Of(TestLayer.View(layer), "/"u8.ToArray()), new DirectoryOptions { Force = force });
        Assert.Multiple(() =>
        {
            Assert.That(new FileInfo(Path.Combine(Target, "file")).LinkTarget is null, Is.EqualTo(force));
            Assert.That(new DirectoryInfo(Path.Combine(Target, "etc")).LinkTarget is null, Is.EqualTo(force));
            Assert.That(lines, force ? Is.Empty : Is.EqualTo("names that something else in the target has: 3, first etc"));
        });
    }

    [TestCase("../outside/x")]
    [TestCase("..")]
    [TestCase("a/../../outside/x")]
    [TestCase("./x")]
    [TestCase("a//x")]
    [TestCase("a\0/x")]
    public void A_path_that_is_more_than_names_is_not_made(string path)
    {
        var entry = new ExtractedEntry(TestLayer.Bytes(path), new ViewEntry(new TestLayer("a").File("f", "x").Over(null), 1));
        var leftOut = new LeftOut();
        using (var target = new DirectoryTarget(FreePlace.Directory(Target), Target, default, leftOut))
        using (var content = new EntryContent(new MemoryStream([1]), 1, _ => { }))
        {
            Assert.That(target.File(entry, content), Is.False);
            target.Complete();
        }
        Assert.That(leftOut.Lines().Single(), Does.StartWith("names that this file system does not take: 1"));
    }

    [Test]
    public void Odd_names_are_made_as_they_are_and_too_long_ones_are_told()
    {
        Layer layer = new TestLayer("a").File(s_long, "l").File("new\nline", "n").File("\xff\xfe", "b").File(new string('m', 256), "m")
            .Directory(new string('o', 300)).File(new string('o', 300) + "/in", "i").Over(null);
        string lines = Extract(ExtractionPlan.Of(TestLayer.View(layer), "/"u8.ToArray()));
        Assert.That(lines, Does.Match("^names that are too long for this file system: 3, first m+…m+$"));
        Assert.That(ReadTree(Target, tree => tree.Children(0).ToArray().Select(n => TestLayer.Text(tree.Name(n))).ToArray()),
            Is.EqualTo(new[] { "new\nline", s_long, "\xff\xfe" }));
    }

    [Test]
    public void A_path_longer_than_the_kernel_takes()
    {
        string deep = string.Join('/', Enumerable.Repeat(s_long, 20));
        Layer layer = new TestLayer("a").File(deep + "/far", "f").Link(deep + "/link", deep + "/far").Symlink(deep + "/sym", "far").Over(null);
        Assert.That(Extract(ExtractionPlan.Of(TestLayer.View(layer), "/"u8.ToArray())), Is.Empty);
        Assert.That(ReadBack(Target), Is.EqualTo(TestLayer.Describe(layer).Length));
    }

    [Test]
    public void Four_thousand_directories_deep()
    {
        Layer layer = new TestLayer("a").File(string.Join('/', Enumerable.Repeat("d", 4096)) + "/far", "f").Over(null);
        Assert.That(Extract(ExtractionPlan.Of(TestLayer.View(layer), "/"u8.ToArray())), Is.Empty);
        Assert.That(ReadBack(Target), Is.EqualTo(4097));
    }

    /// <summary>The other name lies outside the layer, so it is none here; within a version links are links, from one to the next they are not.</summary>
    [Test]
    public void A_hard_link_leads_to_what_was_extracted_only()
    {
        Layer layer = new TestLayer("a").File("secret", "s").Link("diff/x", "secret").File("diff/y", "y").Link("diff/z", "diff/y").Over(null, "diff");
        Assert.That(Extract(ExtractionPlan.Of(TestLayer.View(layer), "/"u8.ToArray())), Is.Empty);
        Assert.Multiple(() =>
        {
            Assert.That(File.ReadAllText(Path.Combine(Target, "x")), Is.EqualTo("s"));
            Assert.That(Names(Target), Is.EqualTo(new[] { "x", "y", "z" }));
            Assert.That(ReadTree(Target, tree => tree.Extra(tree.Find(0, "z"u8)).Links), Is.EqualTo(2));
            Assert.That(ReadTree(Target, tree => tree.Extra(tree.Find(0, "x"u8)).Links), Is.LessThanOrEqualTo(1));
        });
    }

    [Test]
    public void What_is_not_asked_for_is_told_and_not_made()
    {
        Layer layer = new TestLayer("a").Device("dev/null", 1, 3).File("su", "s", mode: 0x9ed).Over(null);
        string lines = Extract(ExtractionPlan.Of(TestLayer.View(layer), "/"u8.ToArray()));
        Assert.Multiple(() =>
        {
            Assert.That(lines, Is.EqualTo("devices (--devices makes them): 1, first dev/null\nset-id bits (--set-id sets them): 1, first su"));
            Assert.That(ReadTree(Target, tree => tree[tree.Find(0, "su"u8)].Mode), Is.EqualTo(0x1ed));
        });
    }

    private string Extract(ExtractionPlan plan, DirectoryOptions options = default)
    {
        var leftOut = new LeftOut();
        var problems = new ProblemLog();
        using var scratch = new Scratch();
        using (var target = new DirectoryTarget(FreePlace.Directory(Target), Target, options, leftOut))
            new Extractor(plan, target, leftOut, problems).Run(scratch);
        Assert.That(problems.Sorted(), Is.Empty);
        return string.Join('\n', leftOut.Lines());
    }

    // By our own reader of directories, which follows no link.
    private static string[] Names(string directory) =>
        ReadTree(directory, tree => Enumerable.Range(1, tree.Count - 1).Select(node => tree.PathOf(node).ToString()).Order(StringComparer.Ordinal).ToArray());

    private static int ReadBack(string directory) => ReadTree(directory, tree => tree.Count - 1);

    private static T ReadTree<T>(string directory, Func<StoreForensics.Evidence.EvidenceTree, T> read)
    {
        using var scratch = new Scratch();
        using OpenedEvidence opened = EvidenceOpener.Open(directory, new OpenOptions { Scratch = scratch, Problems = new ProblemLog() });
        return read(opened.Source.Tree);
    }
}
