using StoreForensics.Evidence;
using StoreForensics.Ingest;
using StoreForensics.Ingest.Directories;
using StoreForensics.Primitives;

namespace StoreForensics.Tests.Ingest.Directories;

/// <summary>The fallback of other systems, run on whatever system this is.</summary>
public sealed class ManagedDirectoryTests
{
    private ProblemLog _problems = new();
    private string _root = "";

    [SetUp]
    public void Make()
    {
        _problems = new ProblemLog();
        _root = Directory.CreateTempSubdirectory("sf-managed-").FullName;
        Directory.CreateDirectory(Path.Combine(_root, "d", "e"));
        File.WriteAllText(Path.Combine(_root, "d", "f"), "content");
        File.WriteAllText(Path.Combine(_root, "d", "empty"), "");
        File.SetLastWriteTimeUtc(Path.Combine(_root, "d", "f"), new DateTime(1969, 12, 31, 23, 59, 58, DateTimeKind.Utc).AddTicks(1));
    }

    [TearDown]
    public void Remove() => Directory.Delete(_root, recursive: true);

    [Test]
    public void Lists_and_opens()
    {
        using DirectorySource source = Open();
        int file = source.Tree.Find(0, "d/f"u8);
        using var reader = new StreamReader(source.Open(file));
        Assert.Multiple(() =>
        {
            Assert.That(source.Tree.Count, Is.EqualTo(5));
            Assert.That(source.Tree[source.Tree.Find(0, "d/e"u8)].Kind, Is.EqualTo(EntryKind.Directory));
            Assert.That(source.Tree[file].Size, Is.EqualTo(7));
            Assert.That(source.Tree[file].Modified, Is.EqualTo(new Timestamp(-2, 100)));
            Assert.That(reader.ReadToEnd(), Is.EqualTo("content"));
            Assert.That(_problems.Sorted().Select(p => p.Code), Is.EqualTo(new[] { "SF-DIR-0015" }));
        });
    }

    [Test]
    public void Follows_no_link()
    {
        if (OperatingSystem.IsWindows())
            Assert.Ignore("Making links needs rights there.");
        Directory.CreateSymbolicLink(Path.Combine(_root, "l"), "d");
        File.CreateSymbolicLink(Path.Combine(_root, "d", "up"), "../../../etc/passwd");
        using DirectorySource source = Open();
        int link = source.Tree.Find(0, "l"u8);
        Assert.Multiple(() =>
        {
            Assert.That(source.Tree[link].Kind, Is.EqualTo(EntryKind.Symlink));
            Assert.That(source.Tree.LinkTarget(link).ToArray(), Is.EqualTo("d"u8.ToArray()));
            Assert.That(source.Tree.Children(link).Length, Is.Zero);
            Assert.That(() => source.Open(source.Tree.Find(0, "d/up"u8)), Throws.TypeOf<EvidenceFormatException>());
        });
    }

    [Test]
    public void A_component_that_became_a_link_is_not_followed()
    {
        if (OperatingSystem.IsWindows())
            Assert.Ignore("Making links needs rights there.");
        using DirectorySource source = Open();
        Directory.Move(Path.Combine(_root, "d"), Path.Combine(_root, "moved"));
        Directory.CreateSymbolicLink(Path.Combine(_root, "d"), "moved");
        Assert.That(() => source.Open(source.Tree.Find(0, "d/f"u8)), Throws.TypeOf<EvidenceFormatException>());
    }

    [Test]
    public void A_FIFO_never_blocks()
    {
        using var tree = new TempTree();
        tree.Make.Node("fifo"u8.ToArray(), 0x1000);
        using DirectorySource source = DirectorySource.Open(tree.Root, new ManagedDirectory(tree.Root, tree.Options()));
        using Stream stream = source.Open(TempTree.Find(source, "fifo"));
        Assert.That(stream.ReadByte(), Is.EqualTo(-1));
    }

    [Test]
    public void What_is_not_there_cannot_be_opened() =>
        Assert.That(() => new ManagedDirectory(Path.Combine(_root, "none"), Options()), Throws.TypeOf<EvidenceOpenException>());

    [Test]
    public void A_directory_that_went_is_damage()
    {
        string inner = Path.Combine(_root, "d");
        var options = Options() with { Progress = (_, _) => { if (Directory.Exists(inner)) Directory.Delete(inner, recursive: true); } };
        using DirectorySource source = DirectorySource.Open(_root, new ManagedDirectory(_root, options));
        Assert.That(_problems.Sorted().Where(p => p.Severity == ProblemSeverity.Damage).Select(p => (p.Code, p.Origin.Path.ToString())),
            Is.EqualTo(new[] { ("SF-DIR-0001", "d") }));
    }

    [Test]
    public void A_file_that_went_is_not_opened()
    {
        using DirectorySource source = Open();
        File.Delete(Path.Combine(_root, "d", "f"));
        Assert.That(() => source.Open(source.Tree.Find(0, "d/f"u8)), Throws.TypeOf<EvidenceFormatException>().With.Message.Contains("no such file"));
    }

    private DirectorySource Open() => DirectorySource.Open(_root, new ManagedDirectory(_root, Options()));

    private OpenOptions Options() => new() { Scratch = new Scratch(), Problems = _problems };
}
