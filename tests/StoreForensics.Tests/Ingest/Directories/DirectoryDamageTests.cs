using StoreForensics.Evidence;
using StoreForensics.Ingest.Directories;
using StoreForensics.Ingest.Directories.Linux;
using StoreForensics.Primitives;
using StoreForensics.Tests.Contracts;

namespace StoreForensics.Tests.Ingest.Directories;

/// <summary>Directories that cannot be read whole, and ones that change while they are read: the rest always goes on.</summary>
public sealed class DirectoryDamageTests
{
    private const uint Nobody = 65534;

    [Test]
    public void What_may_not_be_read_is_named_and_the_rest_goes_on()
    {
        using var tree = new TempTree();
        tree.Folder("closed").File("closed/f").File("locked").File("open");
        tree.Make.Mode("closed"u8.ToArray(), 0);
        tree.Make.Mode("locked"u8.ToArray(), 0);
        tree.Make.Mode("open"u8.ToArray(), 0b110_100_100);
        AsOtherUser(tree, source =>
        {
            Assert.That(TempTree.Paths(source), Is.EqualTo(new[] { "closed", "locked", "open" }));
            Assert.That(TempTree.Read(source, "open"), Is.EqualTo("content"));
            Assert.That(() => source.Open(TempTree.Find(source, "locked")),
                Throws.TypeOf<EvidenceFormatException>().With.Message.Contains("permission denied"));
            DirectoryManifest.Compute(source, tree.Problems, null);
        });
        Problem[] damage = [.. tree.Problems.Sorted().Where(p => p.Severity == ProblemSeverity.Damage).OrderBy(p => p.Code, StringComparer.Ordinal)];
        Assert.That(damage.Select(p => (p.Code, p.Origin.Path.ToString())), Is.EqualTo(new[] { ("SF-DIR-0010", "locked"), ("SF-DIR-0016", "closed") }));
        Assert.That(damage[1].Message, Does.Contain("permission denied").And.Contain("as root, or on a copy"));
    }

    [Test]
    public void Where_no_store_is_found_what_may_not_be_opened_is_named()
    {
        if (!Environment.IsPrivilegedProcess)
            Assert.Ignore("An owner's own directory opens to its owner: this needs a second user.");
        using var tree = new TempTree();
        tree.Folder("closed").Folder("lib").Folder("lib/docker");
        tree.Make.Mode("closed"u8.ToArray(), 0);
        tree.Make.Mode("lib"u8.ToArray(), 0b111_101_101);
        tree.Make.Mode("lib/docker"u8.ToArray(), 0b111_001_000);
        AsOtherUser(tree, _ =>
        {
            using var scratch = new Scratch();
            EvidenceOpenException told = Assert.Throws<EvidenceOpenException>(() => Analyzer.Open(new AnalysisOptions { Evidence = [tree.Root] }, scratch))!;
            Assert.That(told.Message,
                Does.StartWith($"{tree.Root}: lib/docker, closed could not be opened for lack of permission: run the program as root, or on a copy")
                .And.Contain("no Docker store in what could be opened"));
        });
    }

    [Test]
    public void A_store_beside_what_may_not_be_opened_is_read_and_that_is_damage()
    {
        using var tree = new TempTree();
        tree.Folder("closed").Folder("docker").Folder("docker/containers").Folder("docker/image").Folder("docker/image/overlay2")
            .Folder("docker/image/overlay2/imagedb");
        foreach (string open in (string[])["docker", "docker/containers", "docker/image", "docker/image/overlay2", "docker/image/overlay2/imagedb"])
            tree.Make.Mode(TempTree.Bytes(open), 0b111_101_101);
        tree.Make.Mode("closed"u8.ToArray(), 0);
        AsOtherUser(tree, _ =>
        {
            using var scratch = new Scratch();
            using var analyzer = Analyzer.Open(new AnalysisOptions { Evidence = [tree.Root] }, scratch);
            Assert.That(analyzer.Problems.Sorted().Where(p => p.Severity == ProblemSeverity.Damage).Select(p => (p.Code, p.Origin.Path.ToString())),
                Does.Contain(("SF-DIR-0016", "closed")));
        });
    }

    [Test]
    public void A_directory_that_lists_but_gives_no_facts_is_damage_for_each_name()
    {
        using var tree = new TempTree();
        tree.Folder("d").File("d/f").File("d/g");
        tree.Make.Mode("d"u8.ToArray(), 0b100_100_100);
        AsOtherUser(tree, source => Assert.That(TempTree.Paths(source), Is.EqualTo(new[] { "d" })));
        Assert.That(tree.Codes, Is.EqualTo(new[] { "SF-DIR-0002", "SF-DIR-0002" }));
    }

    [Test]
    public void Files_of_others_open_without_NOATIME_and_that_is_said()
    {
        using var tree = new TempTree();
        tree.Folder("d").File("d/f");
        tree.Make.Mode("d"u8.ToArray(), 0b111_101_101);
        tree.Make.Mode("d/f"u8.ToArray(), 0b110_100_100);
        AsOtherUser(tree, source => Assert.That(TempTree.Read(source, "d/f"), Is.EqualTo("content")), privateMount: false);
        Assert.That(tree.Codes, Is.Empty);
        if (new DriveInfo(tree.Root).DriveFormat is "overlay" or "ext4" or "xfs" or "btrfs" && tree.Problems.Sorted().All(p => p.Code != "SF-DIR-0006"))
            Assert.Ignore("The temporary directory keeps access times by itself.");
    }

    [Test]
    public void A_directory_that_vanishes_before_it_is_entered_is_a_problem()
    {
        using var tree = new TempTree();
        tree.Folder("gone").File("gone/f").Folder("a");
        for (int i = 0; i < 4200; i++)
            tree.File($"a/{i}", "");
        bool first = true;
        using DirectorySource source = tree.Open((_, _) =>
        {
            if (!first)
                return;
            first = false;
            Directory.Delete(Path.Combine(tree.Root, "gone"), recursive: true);
        });
        Assert.That(tree.Problems.Sorted().Where(p => p.Severity == ProblemSeverity.Warning).Select(p => (p.Code, p.Origin.Path.ToString())),
            Does.Contain(("SF-DIR-0003", "gone")));
        Assert.That(source.Tree.Count, Is.EqualTo(4203));
    }

    [Test]
    public void A_file_that_went_is_not_opened()
    {
        using var tree = new TempTree();
        tree.File("f");
        using DirectorySource source = tree.Open();
        File.Delete(Path.Combine(tree.Root, "f"));
        Assert.That(() => source.Open(TempTree.Find(source, "f")), Throws.TypeOf<EvidenceFormatException>().With.Message.Contains("no such file"));
    }

    [TestCase(EntrySwap.Symlink)]
    [TestCase(EntrySwap.Fifo)]
    [TestCase(EntrySwap.OtherFile)]
    public void What_took_a_files_place_is_not_opened(EntrySwap swap)
    {
        using var tree = new TempTree();
        tree.File("secret", "not evidence").Folder("d").File("d/f");
        using DirectorySource source = tree.Open();
        File.Move(Path.Combine(tree.Root, "d/f"), Path.Combine(tree.Root, "kept"));
        switch (swap)
        {
            case EntrySwap.Symlink: tree.Symlink("d/f", "../secret"); break;
            case EntrySwap.Fifo: tree.Make.Node("d/f"u8.ToArray(), 0x1000); break;
            default: tree.File("d/f", "content"); break;
        }
        Assert.That(() => source.Open(TempTree.Find(source, "d/f")),
            Throws.TypeOf<EvidenceFormatException>().With.Property(nameof(EvidenceFormatException.Code)).EqualTo("SF-DIR-0010"));
    }

    public enum EntrySwap
    {
        Symlink,
        Fifo,
        OtherFile,
    }

    [Test]
    public void A_component_that_became_a_link_is_not_followed()
    {
        using var tree = new TempTree();
        tree.Folder("d").Folder("d/e").File("d/e/f");
        using DirectorySource source = tree.Open();
        Directory.Move(Path.Combine(tree.Root, "d"), Path.Combine(tree.Root, "moved"));
        tree.Symlink("d", "moved");
        Assert.That(() => source.Open(TempTree.Find(source, "d/e/f")), Throws.TypeOf<EvidenceFormatException>());
    }

    [Test]
    public void A_file_that_grew_is_read_as_it_is_and_named()
    {
        using var tree = new TempTree();
        tree.File("f");
        using DirectorySource source = tree.Open();
        File.AppendAllText(Path.Combine(tree.Root, "f"), " and more");
        Assert.That(TempTree.Read(source, "f"), Is.EqualTo("content and more"));
        Assert.That(tree.Codes, Is.EqualTo(new[] { "SF-DIR-0011" }));
    }

    [Test]
    public void Another_file_system_is_walked_and_one_that_the_kernel_makes_up_is_not()
    {
        using var tree = new TempTree();
        tree.Folder("disk").Folder("proc").Folder("twice").File("f");
        TempTree.OnThread(() =>
        {
            if (!TestLibC.IsRoot || !TestLibC.OwnMountsOnThisThread() || !tree.Make.Mount("none", "disk", "tmpfs"))
                Assert.Ignore("Mounting needs root's rights.");
            Assert.That(tree.Make.Mount("none", "proc", "proc") && tree.Make.Mount(tree.Root, "twice", null), Is.True);
            tree.File("disk/on-disk");
            using DirectorySource source = tree.Open();
            Assert.That(TempTree.Paths(source), Is.EqualTo(new[] { "disk", "disk/on-disk", "f", "proc", "twice" }));
        });
        Assert.That(tree.Problems.Sorted().Select(p => (p.Code, p.Origin.Path.ToString())),
            Is.EqualTo(new[] { ("SF-DIR-0007", "twice"), ("SF-DIR-0005", "proc") }));
    }

    [Test]
    public void Attributes_are_the_same_by_both_ways([Values] bool ownWorkingDirectory)
    {
        using var tree = new TempTree();
        tree.File("f").Symlink("l", "f");
        if (!tree.Make.Xattr("f"u8.ToArray(), "user.x", [10, 0]))
            Assert.Ignore("No user attributes here.");
        TempTree.OnThread(() => ThreadDirectory.Run(own =>
        {
            if (ownWorkingDirectory && !own)
                Assert.Ignore("A thread may have no working directory of its own here.");
            int directory = Calls.Open(Calls.Name(System.Text.Encoding.UTF8.GetBytes(tree.Root)), OpenFlags.Directory);
            var xattrs = new Xattrs(ownWorkingDirectory);
            xattrs.EnterDirectory(directory);
            Assert.That(xattrs.Read("f\0"u8.ToArray(), out var found), Is.Zero);
            Assert.That(found!.Where(ReferenceEntry.IsCompared).Select(a => (a.Name, Convert.ToHexString(a.Value))), Is.EqualTo(new[] { ("user.x", "0A00") }));
            Assert.That(xattrs.Read("l\0"u8.ToArray(), out found), Is.Zero);
            Assert.That((found ?? []).Where(ReferenceEntry.IsCompared), Is.Empty);
            Calls.Close(directory);
        }));
        Assert.That(Directory.GetCurrentDirectory(), Is.Not.EqualTo(tree.Root));
    }

    [Test]
    public void Attributes_that_cannot_be_read_are_damage()
    {
        using var tree = new TempTree();
        tree.File("locked");
        if (!tree.Make.Xattr("locked"u8.ToArray(), "user.x", [1]))
            Assert.Ignore("No user attributes here.");
        tree.Make.Mode("locked"u8.ToArray(), 0);
        AsOtherUser(tree, source => Assert.That(TempTree.Paths(source), Is.EqualTo(new[] { "locked" })));
        Assert.That(tree.Problems.Sorted().Where(p => p.Severity == ProblemSeverity.Damage).Select(p => (p.Code, p.Origin.Path.ToString())),
            Is.EqualTo(new[] { ("SF-DIR-0004", "locked") }));
    }

    [Test]
    public void Attributes_that_are_hidden_are_a_note()
    {
        using var tree = new TempTree();
        tree.File("f");
        TempTree.OnThread(() =>
        {
            if (!TestLibC.GiveUpCapabilitiesOnThisThread())
                Assert.Ignore("Cannot give up rights.");
            tree.OpenPlainly().Dispose();
        });
        Assert.That(tree.Problems.Sorted().Where(p => p.Severity == ProblemSeverity.Note).Select(p => p.Code), Is.EqualTo(new[] { "SF-DIR-0008" }));
    }

    [Test]
    public void A_name_that_cannot_be_kept_is_left_out()
    {
        using var tree = new TempTree();
        tree.File("f").File("g");
        var builder = new EvidenceTreeBuilder();
        builder.Add("f"u8, new EntryMetadata { Kind = EntryKind.File }, out _); // is taken
        using (var directory = new LinuxDirectory(tree.Root, tree.Options(), usePrivateMount: false))
            directory.Walk(builder);
        Assert.That(tree.Problems.Sorted().Where(p => p.Severity == ProblemSeverity.Damage).Select(p => (p.Code, p.Origin.Path.ToString())),
            Is.EqualTo(new[] { ("SF-DIR-0014", "f") }));
    }

    /// <summary>It was a link when its facts were read, and is none any more when its target is.</summary>
    [Test]
    public void A_link_whose_target_cannot_be_read_is_told() =>
        Assert.That(ToldOf(new Statx { Mode = 0xa1ff }), Does.Contain(("SF-DIR-0009", ProblemSeverity.Damage)));

    /// <summary>The kernel passes on what a forged inode holds.</summary>
    [TestCase(999_999_999u, ExpectedResult = false)]
    [TestCase(1_000_000_000u, ExpectedResult = true)]
    public bool A_time_with_a_fraction_of_more_than_a_second_is_told(uint nanoseconds) =>
        ToldOf(new Statx { Mode = 0x41ff, Modified = new StatxTime { Nanoseconds = nanoseconds } }).Contains(("SF-DIR-0013", ProblemSeverity.Warning));

    private static (string, ProblemSeverity)[] ToldOf(Statx facts)
    {
        using var tree = new TempTree();
        int directory = Calls.Open(Calls.Name(System.Text.Encoding.UTF8.GetBytes(tree.Root)), OpenFlags.Directory);
        var entries = new LinuxEntries("e", new EvidenceTreeBuilder(), new WalkPath(), new AccessTimes("e", tree.Problems), tree.Options(), false);
        entries.AddRoot(directory, facts);
        Calls.Close(directory);
        return [.. tree.Problems.Sorted().Select(p => (p.Code, p.Severity))];
    }

    [Test]
    public void A_medium_that_fails_while_a_file_is_read_is_told()
    {
        if (!OperatingSystem.IsLinux())
            Assert.Ignore("Made by /proc of Linux.");
        using var stream = new DirectoryFileStream(File.OpenHandle("/proc/self/mem"), EvidencePath.FromString("f")); // nothing is mapped at its beginning
        Assert.That(() => stream.Read(new byte[10]),
            Throws.TypeOf<EvidenceFormatException>().With.Property(nameof(EvidenceFormatException.Code)).EqualTo("SF-DIR-0012"));
    }

    // As the user, or, for root, whom nothing is forbidden, as nobody on a thread of its own.
    private static void AsOtherUser(TempTree tree, Action<DirectorySource> examine, bool privateMount = true)
    {
        tree.Make.Mode([], 0b111_101_101);
        TempTree.OnThread(() =>
        {
            if (TestLibC.IsRoot && !TestLibC.BecomeOnThisThread(Nobody))
                Assert.Ignore("Cannot become another user.");
            using DirectorySource source = privateMount ? tree.Open() : tree.OpenPlainly();
            examine(source);
        });
        tree.Make.Mode("."u8.ToArray(), 0b111_000_000);
    }
}
