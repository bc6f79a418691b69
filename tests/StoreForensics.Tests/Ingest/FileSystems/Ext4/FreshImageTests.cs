using StoreForensics.Evidence;
using StoreForensics.Ingest.Disks;
using StoreForensics.Primitives;
using StoreForensics.Tests.Contracts;
using StoreForensics.Tests.Stores;

namespace StoreForensics.Tests.Ingest.FileSystems.Ext4;

/// <summary>The reference tree of this machine in images that its e2fsprogs makes (an attribute of 1,500 bytes finds no room in blocks of 1 KiB), against
/// debugfs and, for what it reads, the Sleuth Kit.</summary>
public sealed class FreshImageTests
{
    private string _directory = "";

    [SetUp]
    public void MakeDirectory() => _directory = Directory.CreateTempSubdirectory("sf-fresh-").FullName;

    [TearDown]
    public void Remove() => Directory.Delete(_directory, recursive: true);

    [TestCase("-t ext2 -b 2048 -I 128", "4m", true)]
    [TestCase("-t ext3 -b 2048 -J size=4", "16m", true)]
    [TestCase("-t ext4 -b 4096", "16m", true)]
    [TestCase("-t ext4 -b 2048 -O meta_bg,^resize_inode -g 512", "16m", true)]
    [TestCase("-t ext4 -b 4096 -O inline_data,ea_inode -I 512", "16m", false)]
    [TestCase("-t ext4 -b 4096 -O bigalloc -C 65536", "32m", false)]
    [TestCase("-t ext4 -b 1024 -C 4096 -O bigalloc,meta_bg,ea_inode,^resize_inode", "32m", false)]
    [TestCase("-t ext4 -b 65536 -O ^has_journal", "64m", false)]
    [TestCase("-t ext2 -b 65536", "64m", false)]
    public void The_reference_tree(string options, string size, bool isReadBySleuthKit)
    {
        Tool.Require("mke2fs", "debugfs", "truncate");
        string image = Path.Combine(_directory, "image");
        Tool.Run(_directory, "truncate", "-s", size, image);
        Tool.Run(_directory, "mke2fs", ["-q", "-F", "-d", ReferenceTreeFixture.Tree.Root, .. options.Split(' '), image]);
        // debugfs does not write the bytes of inline files as they are, so that the recipe
        // is asked for them; but mke2fs 1.47.0 cuts a sparse one that begins inline.
        var entries = ReferenceTreeFixture.Tree.Entries.ToDictionary(e => e.Path);
        Compare(image, isReadBySleuthKit, (files, n) => entries[files.Tree.PathOf(n)] is var entry && entry.Size == files.Tree[n].Size ? entry.Sha256!
            : KernelAccount.Hash(files, n), out EvidenceTree tree);
        Assert.That(Enumerable.Range(0, tree.Count).Select(n => tree.PathOf(n).ToString()).Order(StringComparer.Ordinal),
            Is.EqualTo(ReferenceTreeFixture.Tree.Entries.Select(e => e.Path.ToString()).Append("lost+found").Order(StringComparer.Ordinal)));
    }

    /// <summary>The small image that lies beside the Sleuth Kit's tests, and that of dfvfs, in two files.</summary>
    [TestCase("sleuthkit/image.dd")]
    [TestCase("dfvfs/ext2.splitraw.000", "dfvfs/ext2.splitraw.001")]
    public void Public_images(params string[] parts)
    {
        string image = Path.Combine(_directory, "image");
        foreach (string part in parts.Select(p => SharedEvidence.PathOf("evidence-public/" + p)))
        {
            using FileStream whole = File.Open(image, FileMode.Append);
            using FileStream one = File.OpenRead(part);
            one.CopyTo(whole);
        }
        Tool.Require("debugfs", "fls");
        Compare(image, isReadBySleuthKit: true, (files, n) => Ext4Tools.Hashes(_directory, image, [(uint)files.Tree[n].DataOffset])[0], out EvidenceTree tree);
        Assert.That(tree.Count, Is.GreaterThan(5));
    }

    /// <summary>Journals with checksums of each kind and none, written by debugfs: a
    /// file's blocks, one revoked, and one that begins as a journal's block.</summary>
    [TestCase("-O ^64bit,^metadata_csum", "jo")]
    [TestCase("-O 64bit,^metadata_csum", "jo")]
    [TestCase("-O ^64bit", "jo -c -v 2")]
    [TestCase("-O 64bit", "jo -c -v 2")]
    [TestCase("-O ^64bit", "jo -c -v 3")]
    [TestCase("-O 64bit", "jo -c -v 3")]
    public void Journals_that_debugfs_wrote(string features, string open)
    {
        Tool.Require("mke2fs", "debugfs", "truncate");
        string image = Path.Combine(_directory, "image"), content = Path.Combine(_directory, "content");
        Directory.CreateDirectory(content);
        File.WriteAllBytes(Path.Combine(content, "file"), [.. Enumerable.Repeat((byte)'a', 10 * 1024)]);
        Tool.Run(_directory, "truncate", "-s", "8m", image);
        Tool.Run(_directory, "mke2fs", ["-q", "-F", "-t", "ext4", "-b", "1024", "-d", content, .. features.Split(' '), image]);
        int first = int.Parse(Tool.Output(_directory, "debugfs", "-R", "bmap file 0", image), System.Globalization.CultureInfo.InvariantCulture);
        File.WriteAllBytes(Path.Combine(_directory, "new"),
            [.. Enumerable.Range(0, 3 * 1024).Select(i =>
            (byte)(i / 1024 == 1 && i % 1024 < 4 ? (byte[])[0xC0, 0x3B, 0x39, 0x98] : [1, 2, 3, (byte)i])[i % 4])]);
        string commands = Path.Combine(_directory, "commands");
        File.WriteAllLines(commands, [open, $"jw -b {first}-{first + 2} new", $"jw -b {first + 4},{first + 6},{first + 8} new",
            $"jw -r {first + 4},{first + 8}", $"jw -b {first + 8} new", "jc"]);
        Tool.Output(_directory, "debugfs", "-w", "-f", commands, image);

        string replayed = Path.Combine(_directory, "replayed");
        File.Copy(image, replayed);
        Tool.Output(_directory, "debugfs", "-w", "-R", "jr", replayed);
        string[] truth = Ext4Tools.Hashes(_directory, replayed, [12]);

        var problems = new ProblemLog();
        using ReadExt4 files = Open(image, problems);
        Assert.Multiple(() =>
        {
            Assert.That(KernelAccount.Hash(files, files.Tree.Find(0, "file"u8)), Is.EqualTo(truth[0]));
            Assert.That(truth[0], Is.Not.EqualTo(Ext4Tools.Hashes(_directory, image, [12])[0]), "the journal changes the file");
            Assert.That(files.FileSystem.Facts.Replay, Does.StartWith("4 transactions"));
            Assert.That(problems.Sorted().Where(p => p.Severity != ProblemSeverity.Note), Is.Empty);
        });
    }

    private void Compare(string image, bool isReadBySleuthKit, Func<ReadExt4, int, string> hash, out EvidenceTree tree)
    {
        var problems = new ProblemLog();
        using ReadExt4 files = Open(image, problems);
        EvidenceTree read = tree = files.Tree;
        int[] nodes = [.. Enumerable.Range(0, read.Count)];
        uint[] inodes = [.. nodes.Select(n => (uint)read.Extra(n).Inode)];
        int[] regular = [.. nodes.Where(n => read[n].Kind == EntryKind.File)];
        Assert.Multiple(() =>
        {
            Assert.That(problems.Sorted().Where(p => p.Severity != ProblemSeverity.Note), Is.Empty);
            Assert.That(nodes.Select(n => Ext4Tools.Stat(read, n)), Is.EqualTo(Ext4Tools.Stat(_directory, image, inodes)));
            Assert.That(regular.Select(n => KernelAccount.Hash(files, n)), Is.EqualTo(regular.Select(n => hash(files, n))));
        });
        if (!isReadBySleuthKit)
            return;
        Tool.Require("fls");
        Assert.That(Ext4Tools.Fls(files), Is.EqualTo(Ext4Tools.Fls(_directory, image)));
    }

    private static ReadExt4 Open(string image, ProblemLog problems) =>
        Ext4Fixtures.Open(new FileBlocks(File.OpenHandle(image), new FileInfo(image).Length), "fresh", problems);
}
