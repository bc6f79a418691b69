using System.Buffers.Binary;
using System.Security.Cryptography;
using StoreForensics.Evidence;
using StoreForensics.Ingest;
using StoreForensics.Ingest.DiskImages;
using StoreForensics.Ingest.Disks;
using StoreForensics.Primitives;
using StoreForensics.Tests.Ingest.Disks;
using StoreForensics.Tests.Ingest.FileSystems;
using StoreForensics.Tests.Ingest.Partitions;

namespace StoreForensics.Tests.Ingest.DiskImages;

/// <summary>A disk with a file system in it as an evidence, and what is wrong with the disk around it.</summary>
internal sealed class DiskEvidenceTests
{
    private static readonly byte[] s_fileSystem = NestedExt2.Image(1);
    private string _directory = "";

    [SetUp]
    public void Make() => _directory = Directory.CreateTempSubdirectory("sf-diskevidence-").FullName;

    [TearDown]
    public void Remove() => Directory.Delete(_directory, recursive: true);

    [Test]
    public void A_disk_without_fault_has_no_problem()
    {
        using OpenedEvidence opened = Open(Write("x.img", s_fileSystem), out ProblemLog problems);
        Assert.That(problems.Sorted(), Is.Empty);
        Assert.That(opened.Source.Tree.Find(0, "d"u8), Is.Positive);
    }

    [Test]
    public void A_partition_that_is_not_read_is_named()
    {
        byte[] disk = new byte[32768 + s_fileSystem.Length + 32768];
        Partition(disk, 0, 64, s_fileSystem.Length / 512);
        Partition(disk, 1, 64 + s_fileSystem.Length / 512, 64);
        (disk[510], disk[511]) = (0x55, 0xAA);
        s_fileSystem.CopyTo(disk, 32768);
        "-FVE-FS-"u8.CopyTo(disk.AsSpan(32768 + s_fileSystem.Length + 3));
        using OpenedEvidence opened = Open(Write("x.img", disk), out ProblemLog problems);
        Assert.That(problems.Sorted().Select(p => (p.Code, p.Severity, p.Origin.Path.ToString())),
            Is.EqualTo([("SF-DISK-0100", ProblemSeverity.Warning, "mbr 2")]));
        Assert.That(opened.Source.Tree.Find(0, "mbr1/d"u8), Is.Positive);
    }

    [Test]
    public void A_file_system_more_than_are_read_is_told_of()
    {
        byte[] disk = new byte[32768 + 2 * s_fileSystem.Length];
        Partition(disk, 0, 64, s_fileSystem.Length / 512);
        Partition(disk, 1, 64 + s_fileSystem.Length / 512, s_fileSystem.Length / 512);
        (disk[510], disk[511]) = (0x55, 0xAA);
        s_fileSystem.CopyTo(disk, 32768);
        s_fileSystem.CopyTo(disk, 32768 + s_fileSystem.Length);
        var problems = new ProblemLog();
        var contents = new DiskContents("x.img", problems, mostFileSystems: 1);
        contents.Read(new BytesSource(disk), null);
        Assert.That(problems.Sorted().Select(p => (p.Code, p.Severity, p.Origin.Path.ToString())),
            Is.EqualTo([("SF-DISK-0103", ProblemSeverity.Damage, "mbr 2")]));
        Assert.That(contents.Facts.Select(f => f.Directory), Is.EqualTo(["mbr1", null]));
        EvidenceTree tree = contents.Seal();
        Assert.That((tree.Find(0, "mbr1/d"u8), tree.Find(0, "mbr2"u8)), Is.EqualTo((2, EvidenceTree.None)));
    }

    [Test]
    public void A_medium_with_a_gap_has_no_digest()
    {
        string path = Write("x.001", s_fileSystem);
        Write("x.003", new byte[s_fileSystem.Length]);
        using OpenedEvidence opened = Open(path, out ProblemLog problems);
        Assert.That(problems.Sorted().Select(p => p.Code), Is.EqualTo(["SF-DISK-0101", DiskProblems.MissingPart]));
        Assert.That(opened.Source.Tree.Find(0, "d"u8), Is.Positive);
    }

    [Test]
    public void A_medium_that_is_not_what_was_acquired_is_damage([Values] bool isAltered)
    {
        using var md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        md5.AppendData(s_fileSystem);
        byte[] digest = md5.GetHashAndReset();
        digest[0] ^= (byte)(isAltered ? 1 : 0);
        using OpenedEvidence opened = Open(Write("x.E01", MadeEwf.Of(s_fileSystem, digest)), out ProblemLog problems);
        Assert.That(problems.Sorted().Select(p => (p.Code, p.Severity)),
            Is.EqualTo(isAltered ? [("SF-DISK-0102", ProblemSeverity.Damage)] : Array.Empty<(string, ProblemSeverity)>()));
    }

    [Test]
    public void A_directory_has_no_bytes()
    {
        using OpenedEvidence opened = Open(Write("x.img", s_fileSystem), out _);
        Assert.That(Assert.Throws<EvidenceFormatException>(() => opened.Source.Open(opened.Source.Tree.Find(0, "d"u8)))!.Code,
            Is.EqualTo(DiskProblems.NotAFile));
    }

    private static OpenedEvidence Open(string path, out ProblemLog problems)
    {
        problems = new ProblemLog();
        return EvidenceOpener.Open(path, new OpenOptions { Scratch = new Scratch(), Problems = problems, Hash = true });
    }

    private string Write(string name, byte[] bytes)
    {
        string path = Path.Combine(_directory, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    private static void Partition(byte[] disk, int index, int start, int sectors)
    {
        Span<byte> entry = disk.AsSpan(446 + index * 16, 16);
        entry[4] = 0x83;
        BinaryPrimitives.WriteInt32LittleEndian(entry[8..], start);
        BinaryPrimitives.WriteInt32LittleEndian(entry[12..], sectors);
    }
}
