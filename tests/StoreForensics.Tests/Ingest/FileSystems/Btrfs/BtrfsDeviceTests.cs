using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Ingest.Disks;
using StoreForensics.Ingest.FileSystems.Btrfs;
using StoreForensics.Ingest.FileSystems.Btrfs.Devices;
using StoreForensics.Primitives;

namespace StoreForensics.Tests.Ingest.FileSystems.Btrfs;

/// <summary>File systems on several devices, whole and with some missing, against the kernel's account of them.</summary>
public sealed class BtrfsDeviceTests
{
    private string _directory = "";

    [SetUp]
    public void MakeDirectory() => _directory = Directory.CreateTempSubdirectory("sf-devices-").FullName;

    [TearDown]
    public void Remove() => Directory.Delete(_directory, recursive: true);

    private static IEnumerable<string> Names => BtrfsFixtures.Several.Select(s => s.Name);

    [TestCaseSource(nameof(Names))]
    public void All_facts_are_those_that_the_kernel_sees(string name)
    {
        var problems = new ProblemLog();
        using var files = new ReadBtrfs(Set(name), name, problems);
        Assert.That(KernelAccount.Of(files), Is.EqualTo(BtrfsFixtures.Account(name)));
        Assert.That(problems.Sorted(), Is.Empty);
    }

    /// <summary>Each of the devices that there is a copy of may be missing, and with RAID10 one of each pair.</summary>
    [TestCase("raid1", 1)]
    [TestCase("raid1", 2)]
    [TestCase("raid1c3", 1, 2)]
    [TestCase("raid1c3", 3)]
    [TestCase("raid10", 1)]
    [TestCase("raid10", 4)]
    public void A_device_of_which_there_is_a_copy_may_be_missing(string name, params int[] missing)
    {
        var problems = new ProblemLog();
        using var files = new ReadBtrfs(Set(name, missing), name, problems);
        Assert.That(KernelAccount.Of(files), Is.EqualTo(BtrfsFixtures.Account(name)));
        Assert.That(problems.Sorted().Select(p => (p.Code, p.Severity)), Is.EqualTo(new[] { (BtrfsProblems.Device, ProblemSeverity.Warning) }));
        Assert.That(problems.Sorted()[0].Message, Does.Contain($"number {string.Join(", ", missing)} is not at hand"));
    }

    [TestCase("raid0", 2)]
    public void What_lies_on_a_missing_device_alone_is_told(string name, int missing)
    {
        var problems = new ProblemLog();
        using var files = new ReadBtrfs(Set(name, missing), name, problems);
        Assert.That(files.Bytes("inline"), Is.EqualTo("inline\n"u8.ToArray()));
        Assert.That(problems.Sorted().Select(p => (p.Code, p.Severity)), Has.Member((BtrfsProblems.Device, ProblemSeverity.Damage)));
    }

    /// <summary>A copy whose bytes were changed beneath the file system: the checksum tells which, and the other is read.</summary>
    [Test]
    public void Of_two_copies_the_one_with_the_checksum_is_read()
    {
        SparseImage[] images = Images("raid1");
        long at = Change(images[0]);
        var problems = new ProblemLog();
        using var files = new ReadBtrfs(Set(images), "x", problems);
        Assert.Multiple(() =>
        {
            Assert.That(KernelAccount.Of(files), Is.EqualTo(BtrfsFixtures.Account("raid1")));
            Assert.That(problems.Sorted().Select(p => (p.Code, p.Severity)), Is.EqualTo(new[] { (BtrfsProblems.OtherData, ProblemSeverity.Warning) }));
            Assert.That(problems.Sorted()[0].Message, Does.StartWith("striped (inode ").And.Contain("file system's own checksum"));
            Assert.That(problems.Sorted()[0].Origin.Offset, Is.EqualTo(at / 4096 * 4096));
        });
    }

    [Test]
    public void Bytes_that_have_the_checksum_in_no_copy_are_told_and_read_as_they_are()
    {
        SparseImage[] images = Images("raid1");
        foreach (SparseImage image in images)
            Change(image);
        var problems = new ProblemLog();
        using var files = new ReadBtrfs(Set(images), "x", problems);
        Assert.Multiple(() =>
        {
            Assert.That(Encoding.ASCII.GetString(files.Bytes("striped")), Does.Contain("0030000\n").And.Contain("003001X"));
            Assert.That(problems.Sorted().Select(p => (p.Code, p.Severity)), Is.EqualTo(new[] { (BtrfsProblems.DataChecksum, ProblemSeverity.Damage) }));
            Assert.That(problems.Sorted()[0].Message, Does.StartWith("striped (inode ").And.Contain("do not match the file system's own checksum"));
        });
    }

    /// <summary>A device that lacks later transactions has older bytes where they were written anew.</summary>
    [Test]
    public void An_older_device_is_read_last()
    {
        SparseImage[] images = Images("raid1");
        Change(images[1]);
        var problems = new ProblemLog();
        using var files = new ReadBtrfs(new DeviceSet([new Device(1, images[0], false), new Device(2, images[1], true)]), "x", problems);
        Assert.That(KernelAccount.Of(files), Is.EqualTo(BtrfsFixtures.Account("raid1")));
        Assert.That(problems.Sorted(), Is.Empty);
    }

    /// <summary>Given in one call, or beside: the first has the files, and the others nothing of their own.</summary>
    [TestCase(false)]
    [TestCase(true)]
    public void Devices_are_found_by_the_uuid(bool isBeside)
    {
        string[] paths = Write("raid0");
        string beside = Directory.CreateDirectory(Path.Combine(_directory, "beside")).FullName;
        if (isBeside)
            paths = [paths[0], .. paths[1..].Select(p => Move(p, beside))];
        using var scratch = new Scratch();
        using Analyzer analyzer = Analyzer.Open(new AnalysisOptions
        {
            Evidence = isBeside ? paths[..1] : paths,
            DiskDirectory = isBeside ? beside : null,
            ReadStores = false,
        }, scratch);

        EvidenceTree tree = analyzer.Sources[0].Tree;
        const string Place = "btrfs-5d1c2a4e-9b1d-4c11-8d53-7a1f5d9e0c21";
        int striped = tree.Find(EvidenceTree.Root, Encoding.ASCII.GetBytes(Place + "/striped"));
        Assert.That(striped, Is.GreaterThan(0));
        using (Stream stream = analyzer.Sources[0].Open(striped))
        using (var text = new StreamReader(stream))
            Assert.That(text.ReadToEnd(), Does.StartWith("0000000\n").And.EndsWith("0059999\n"));
        Assert.That(analyzer.Sources.Skip(1).Select(s => s.Tree.Count), Is.All.EqualTo(1));
        Assert.That(analyzer.Problems.Sorted(), Is.Empty);
    }

    [Test]
    public void A_device_that_is_there_twice_is_told()
    {
        string[] paths = Write("raid1");
        string[] all = [.. paths, Path.Combine(_directory, "again.img")];
        File.Copy(paths[1], all[2]);
        using var scratch = new Scratch();
        using Analyzer analyzer = Analyzer.Open(new AnalysisOptions { Evidence = all, ReadStores = false }, scratch);
        // All are found at once only where one is missing: the third is then a disk of its own.
        Assert.That(analyzer.Problems.Sorted().Where(p => p.Severity == ProblemSeverity.Damage), Is.Empty);
        Assert.That(analyzer.Sources[0].Tree.Count, Is.EqualTo(46));
    }

    // One byte of a file's bytes, found by what they are.
    private static long Change(SparseImage image)
    {
        byte[] mark = "0030010\n"u8.ToArray();
        foreach (long piece in image.Kept.ToArray())
        {
            byte[] bytes = image.ReadBytes(piece, SparseImage.PieceBytes);
            if (bytes.AsSpan().IndexOf(mark) is >= 0 and var at)
            {
                image.Write(piece + at + 6, "X"u8);
                return piece + at;
            }
        }
        throw new InvalidOperationException("the file is not there");
    }

    private string[] Write(string name)
    {
        SparseImage[] images = Images(name);
        return [.. images.Select((image, i) =>
        {
            string path = Path.Combine(_directory, $"{name}-{i + 1}.img");
            using FileStream file = File.Create(path);
            file.SetLength(image.Length);
            foreach (long piece in image.Kept)
            {
                file.Position = piece;
                file.Write(image.ReadBytes(piece, (int)Math.Min(SparseImage.PieceBytes, image.Length - piece)));
            }
            return path;
        })];
    }

    private static string Move(string path, string directory)
    {
        string target = Path.Combine(directory, Path.GetFileName(path));
        File.Move(path, target);
        return target;
    }

    private static SparseImage[] Images(string name) =>
        [.. Enumerable.Range(1, BtrfsFixtures.Several.First(s => s.Name == name).Devices).Select(i => BtrfsFixtures.Image($"{name}-{i}"))];

    private static DeviceSet Set(string name, params int[] missing) => Set(Images(name), missing);

    private static DeviceSet Set(SparseImage[] images, params int[] missing) =>
        new([.. images.Select((image, i) => new Device((ulong)i + 1, image, IsOld: false)).Where(d => !missing.Contains((int)d.Id))]);
}
