using System.Buffers.Binary;
using StoreForensics.Ingest.Disks;
using StoreForensics.Primitives;
using StoreForensics.Tests.Contracts;

namespace StoreForensics.Tests.Ingest.Disks;

/// <summary>Files that an image names: only their last part is looked up, beside the evidence or in the directory that was given.</summary>
internal sealed class DiskFilesTests
{
    private string _root = "", _case = "", _other = "";

    [SetUp]
    public void Make()
    {
        _root = Directory.CreateTempSubdirectory("sf-diskfiles-").FullName;
        _case = Directory.CreateDirectory(Path.Combine(_root, "case")).FullName;
        _other = Directory.CreateDirectory(Path.Combine(_root, "other")).FullName;
    }

    [TearDown]
    public void Remove() => Directory.Delete(_root, recursive: true);

    [TestCase("/etc/passwd", "passwd")]
    [TestCase("../x", "x")]
    [TestCase("../../../../etc/hostname", "hostname")]
    [TestCase("C:\\images\\base.img", "base.img")]
    public void A_backing_file_of_another_directory_is_never_opened(string named, string sought)
    {
        File.WriteAllBytes(Path.Combine(_root, "x"), new byte[1 << 20]);
        string path = Overlay("over.qcow2", named);
        var error = Assert.Throws<EvidenceOpenException>(() => Media.Open(path));
        Assert.That(error!.Message, Does.Contain($"'{sought}'").And.Contain(named).And.Contain(_case));
        File.WriteAllBytes(Path.Combine(_case, sought), PatternMedium.Bytes);
        using OpenedDisk disk = Media.Open(path);
        Assert.That(disk.Details.Files.Select(f => f.Name), Is.EqualTo(["over.qcow2", sought]));
    }

    [TestCase("..")]
    [TestCase("dir/")]
    [TestCase(".")]
    [TestCase("nbd://host/x")]
    [TestCase("json:{\"driver\":\"file\"}")]
    public void A_name_that_is_no_files(string named) => Assert.Throws<EvidenceOpenException>(() => Media.Open(Overlay("over.qcow2", named)));

    [Test]
    public void The_second_directory_is_looked_into_when_it_is_given()
    {
        string path = Overlay("over.qcow2", "base.img");
        File.WriteAllBytes(Path.Combine(_other, "base.img"), PatternMedium.Bytes);
        Assert.That(Assert.Throws<EvidenceOpenException>(() => Media.Open(path))!.Message, Does.Contain("base.img").And.Contain(_case).And.Not.Contain(_other));
        using OpenedDisk disk = Media.Open(path, diskDirectory: _other);
        Media.AssertBytes(Media.ReadAll(disk.Medium), PatternMedium.Bytes, "over the base");
    }

    [Test]
    [Platform("Linux")]
    public void A_link_that_leads_out_is_not_followed()
    {
        File.WriteAllBytes(Path.Combine(_root, "outside.img"), PatternMedium.Bytes);
        File.CreateSymbolicLink(Path.Combine(_case, "base.img"), Path.Combine(_root, "outside.img"));
        string path = Overlay("over.qcow2", "base.img");
        Assert.Throws<EvidenceOpenException>(() => Media.Open(path));
    }

    [Test]
    [Platform("Linux")]
    public void A_pipe_does_not_keep_us_waiting()
    {
        Tool.Require("mkfifo");
        Tool.Run(_case, "mkfifo", "base.img");
        Assert.Throws<EvidenceOpenException>(() => Media.Open(Overlay("over.qcow2", "base.img")));
    }

    [Test]
    public void Disks_that_are_each_others_parent()
    {
        string path = Overlay("a.qcow2", "b.qcow2");
        Overlay("b.qcow2", "a.qcow2");
        Assert.That(CodeOf(path), Is.EqualTo(DiskProblems.ParentChain));
    }

    [Test]
    public void A_chain_has_an_end()
    {
        for (int i = 0; i < 60; i++)
            Overlay($"{i}.qcow2", $"{i + 1}.qcow2");
        Assert.That(CodeOf(Path.Combine(_case, "0.qcow2")), Is.EqualTo(DiskProblems.ParentChain));
    }

    [TestCase("000")]
    [TestCase("001")]
    public void A_split_disk_and_a_piece_that_is_missing(string first)
    {
        const int piece = 1_000_000; // no whole sectors
        int number = int.Parse(first);
        for (int at = 0; at < PatternMedium.Bytes.Length; at += piece, number++)
            File.WriteAllBytes(Path.Combine(_case, $"d.{number:d3}"), PatternMedium.Bytes[at..Math.Min(at + piece, PatternMedium.Bytes.Length)]);
        string path = Path.Combine(_case, $"d.{first}");
        using (OpenedDisk disk = Media.Open(path))
        {
            Assert.That((disk.Format, disk.Details.Files.Count), Is.EqualTo(("split raw", 5)));
            Media.AssertSame(disk.Medium, PatternMedium.Bytes);
        }
        File.Delete(Path.Combine(_case, $"d.{number - 3:d3}"));
        var problems = new ProblemLog();
        using OpenedDisk harmed = Media.Open(path, problems);
        Assert.Multiple(() =>
        {
            Assert.That(problems.Sorted().Select(p => (p.Code, p.Severity)), Is.EqualTo([(DiskProblems.MissingPart, ProblemSeverity.Damage)]));
            Assert.That(harmed.Medium.Length, Is.EqualTo(PatternMedium.Bytes.Length));
            Assert.That(Assert.Throws<EvidenceFormatException>(() => harmed.Medium.ReadAt(2 * piece, new byte[1]))!.Code, Is.EqualTo(DiskProblems.MissingPart));
            byte[] after = new byte[piece];
            harmed.Medium.ReadAt(3 * piece, after);
            Assert.That(after.AsSpan().SequenceEqual(PatternMedium.Bytes.AsSpan(3 * piece, piece)), Is.True);
        });
    }

    [Test]
    public void A_segment_that_is_missing_in_the_middle()
    {
        foreach (int i in (int[])[1, 2, 4, 5])
            File.Copy(DiskFixtures.PathOf($"seg.E0{i}"), Path.Combine(_case, $"seg.E0{i}"));
        var problems = new ProblemLog();
        using OpenedDisk disk = Media.Open(Path.Combine(_case, "seg.E01"), problems);
        Assert.That(problems.Sorted().Select(p => p.Code), Does.Contain(DiskProblems.MissingPart));
        int same = 0, unreadable = 0;
        byte[] chunk = new byte[32768];
        for (int at = 0; at < disk.Medium.Length; at += chunk.Length)
        {
            try
            {
                disk.Medium.ReadAt(at, chunk);
                Assert.That(chunk.AsSpan().SequenceEqual(PatternMedium.Bytes.AsSpan(at, chunk.Length)), Is.True, $"chunk at {at}");
                same++;
            }
            catch (EvidenceFormatException)
            {
                unreadable++;
            }
        }
        // Segments of one megabyte hold 31 chunks of 32 KiB.
        Assert.That((same, unreadable), Is.EqualTo((97, 31)));
    }

    [Test]
    public void A_backing_file_of_no_recorded_format_is_recognised_and_told()
    {
        File.WriteAllBytes(Path.Combine(_case, "base.img"), PatternMedium.Bytes);
        var problems = new ProblemLog();
        using OpenedDisk disk = Media.Open(Overlay("over.qcow2", "base.img"), problems);
        Assert.That(problems.Sorted().Select(p => (p.Code, p.Severity)), Is.EqualTo([(DiskProblems.GuessedFormat, ProblemSeverity.Note)]));
    }

    [Test]
    public void A_piece_that_was_cut_does_not_move_what_follows()
    {
        for (int i = 0; i < 4; i++)
            File.WriteAllBytes(Path.Combine(_case, $"d.00{i + 1}"), PatternMedium.Bytes[(i << 20)..((i << 20) + (i == 1 ? 512 : 1 << 20))]);
        var problems = new ProblemLog();
        using OpenedDisk disk = Media.Open(Path.Combine(_case, "d.001"), problems);
        Assert.That(problems.Sorted().Select(p => (p.Code, p.Severity)), Is.EqualTo([(DiskProblems.OddLength, ProblemSeverity.Damage)]));
        byte[] third = new byte[512];
        disk.Medium.ReadAt(2 << 20, third);
        Assert.That(third.AsSpan().SequenceEqual(PatternMedium.Bytes.AsSpan(2 << 20, 512)), Is.True);
    }

    /// <summary>As split(1) names them. Other words of as many letters are none, and neither is what comes after a gap.</summary>
    [TestCase("d.img.aa", true)]
    [TestCase("d.img.ac", true)]
    [TestCase("d.img.xz", false)]
    public void Pieces_are_named_by_letters_too(string given, bool isSplit)
    {
        byte[] whole = PatternMedium.Bytes[..(5 << 19)];
        for (int i = 0; i < 3; i++)
            File.WriteAllBytes(Path.Combine(_case, $"d.img.a{(char)('a' + i)}"), whole[(i << 20)..Math.Min(whole.Length, (i + 1) << 20)]);
        File.WriteAllBytes(Path.Combine(_case, "d.img.xz"), new byte[512]);
        var problems = new ProblemLog();
        using OpenedDisk disk = Media.Open(Path.Combine(_case, given), problems);
        Assert.That(disk.Format, Is.EqualTo(isSplit ? "split raw" : "raw"));
        if (isSplit)
            Media.AssertSame(disk.Medium, whole);
        Assert.That(problems.Sorted(), Is.Empty);
    }

    /// <summary>A directory of files with such endings is no disk in pieces.</summary>
    [Test]
    public void One_name_of_letters_is_a_file()
    {
        File.WriteAllBytes(Path.Combine(_case, "d.aa"), PatternMedium.Bytes[..4096]);
        File.WriteAllBytes(Path.Combine(_case, "d.ac"), PatternMedium.Bytes[..4096]);
        using OpenedDisk disk = Media.Open(Path.Combine(_case, "d.aa"));
        Assert.That((disk.Format, disk.Medium.Length), Is.EqualTo(("raw", 4096L)));
    }

    [Test]
    public void A_file_that_became_shorter_cannot_be_read_to_its_end()
    {
        string path = Path.Combine(_case, "x");
        File.WriteAllBytes(path, new byte[512]);
        using var blocks = new FileBlocks(File.OpenHandle(path), 1024);
        Assert.That(Assert.Throws<EvidenceFormatException>(() => blocks.ReadAt(512, new byte[512]))!.Code, Is.EqualTo(DiskProblems.Unreadable));
    }

    private static string? CodeOf(string path) =>
        (Assert.Throws<EvidenceOpenException>(() => Media.Open(path))!.InnerException as EvidenceFormatException)?.Code;

    /// <summary>A qcow2 of version 2 with nothing in it but a backing file's name.</summary>
    private string Overlay(string name, string backing)
    {
        byte[] bytes = new byte[3 * 65536];
        "QFI\xFB"u8[..3].CopyTo(bytes);
        bytes[3] = 0xFB;
        bytes[7] = 2;
        byte[] spelled = System.Text.Encoding.UTF8.GetBytes(backing);
        BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(8), 1024);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(16), (uint)spelled.Length);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(20), 16);
        BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(24), 4 << 20);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(36), 1);
        BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(40), 65536);
        spelled.CopyTo(bytes.AsSpan(1024));
        string path = Path.Combine(_case, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }
}
