using System.IO.Compression;
using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Ingest;
using StoreForensics.Ingest.Archives.Zip;
using StoreForensics.Primitives;

namespace StoreForensics.Tests.Ingest.Archives;

/// <summary>A zip of files: what each entry says of itself, and what is said where one cannot be read.</summary>
public sealed class ZipSourceTests
{
    private string _folder = "";
    private Scratch _scratch = null!;

    [SetUp]
    public void Make()
    {
        _folder = Directory.CreateTempSubdirectory("zip-").FullName;
        _scratch = new Scratch(_folder);
    }

    [TearDown]
    public void Remove()
    {
        _scratch.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Test]
    public void Facts_are_those_of_the_directory_and_its_extra_fields()
    {
        byte[] unix = ZipBuilder.Extra(0x5455, 1, 0x80, 0x43, 0x6D, 0x38);
        byte[] owner = ZipBuilder.Extra(0x7875, 1, 4, 0xE8, 3, 0, 0, 2, 50, 0);
        byte[] ntfs = ZipBuilder.Extra(0x000a,
            [0, 0, 0, 0, 1, 0, 24, 0, .. Ticks(1_700_000_000, 1234567), .. Ticks(1_700_000_001, 0), .. Ticks(1_600_000_000, 0)]);
        using OpenedEvidence opened = Open(new ZipBuilder()
            .Add("etc/", [], 0x41C0)
            .Add("etc/unix", "u"u8.ToArray(), 0x89ED, [.. unix, .. owner])
            .Add("etc/ntfs", "n"u8.ToArray(), 0, ntfs)
            .Add("etc/dos", "d"u8.ToArray(), 0)
            .Add("etc/link", "unix"u8.ToArray(), 0xA1FF).Bytes(), out ProblemLog problems);
        EvidenceTree tree = opened.Source.Tree;
        EvidenceNode Of(string path) => tree[tree.Find(EvidenceTree.Root, Encoding.UTF8.GetBytes(path))];
        Assert.Multiple(() =>
        {
            Assert.That((Of("etc").Kind, Of("etc").Mode), Is.EqualTo((EntryKind.Directory, (ushort)0x1C0)));
            Assert.That((Of("etc/unix").Mode, Of("etc/unix").Uid, Of("etc/unix").Gid, Of("etc/unix").Modified),
                Is.EqualTo(((ushort)0x9ED, 1000u, 50u, (Timestamp?)new Timestamp(0x386D4380, 0))));
            Assert.That(Of("etc/ntfs").Modified, Is.EqualTo(new Timestamp(1_700_000_000, 123_456_700)));
            Assert.That(tree.Extra(tree.Find(0, "etc/ntfs"u8)).Born, Is.EqualTo(new Timestamp(1_600_000_000, 0)));
            Assert.That(Of("etc/dos").Modified, Is.EqualTo(new Timestamp(new DateTimeOffset(2024, 3, 15, 13, 14, 16, TimeSpan.Zero).ToUnixTimeSeconds(), 0)));
            Assert.That(Of("etc/link").Kind, Is.EqualTo(EntryKind.Symlink));
            Assert.That(tree.LinkTarget(tree.Find(0, "etc/link"u8)).ToArray(), Is.EqualTo("unix"u8.ToArray()));
            Assert.That(opened.Source.Wrapping, Is.EqualTo(new[] { "zip" }));
            Assert.That(problems.Sorted().Select(p => p.Code), Is.EqualTo(new[] { ZipProblems.LocalTimes }));
        });
    }

    [Test]
    public void Bytes_come_out_of_what_the_runtime_packed()
    {
        byte[] text = Encoding.ASCII.GetBytes(string.Join('\n', Enumerable.Range(0, 20_000)));
        var packed = new MemoryStream();
        using (var archive = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (string name in (string[])["a/b/text", "a/other"])
            {
                using Stream entry = archive.CreateEntry(name).Open();
                entry.Write(text);
            }
        }
        using OpenedEvidence opened = Open(packed.ToArray(), out ProblemLog problems);
        Assert.That(Bytes(opened, "a/b/text"), Is.EqualTo(text));
        Assert.That(Bytes(opened, "a/other"), Is.EqualTo(text));
        Assert.That(problems.HasDamage, Is.False);
    }

    [Test]
    public void What_stands_before_a_zip_is_left_aside()
    {
        string path = Path.Combine(_folder, "stub.zip");
        File.WriteAllBytes(path, new ZipBuilder().Add("a", "one"u8.ToArray()).Bytes(prefix: 777));
        using EvidenceFile file = EvidenceFile.Open(path);
        using ZipSource source = ZipSource.Read(file, new ProblemLog());
        using Stream stream = source.Open(source.Tree.Find(EvidenceTree.Root, "a"u8));
        Assert.That(new StreamReader(stream).ReadToEnd(), Is.EqualTo("one"));
    }

    [Test]
    public void Files_of_a_collection_stand_where_they_lay()
    {
        using OpenedEvidence opened = Open(new ZipBuilder()
            .Add("uploads.json", "{}"u8.ToArray())
            .Add("uploads/auto/var/lib/docker/containers/a%3Ab/100%.log", "1"u8.ToArray())
            .Add("uploads/file/etc/hostname", "2"u8.ToArray())
            .Add("results/log.json", "3"u8.ToArray()).Bytes(), out ProblemLog problems);
        Assert.That(Bytes(opened, "var/lib/docker/containers/a:b/100%.log"), Is.EqualTo("1"u8.ToArray()));
        Assert.That(Bytes(opened, "etc/hostname"), Is.EqualTo("2"u8.ToArray()));
        Assert.That(Bytes(opened, "results/log.json"), Is.EqualTo("3"u8.ToArray()));
        Assert.That(problems.Sorted().Select(p => p.Code), Has.Member(ZipProblems.Partial));
    }

    /// <summary>A tar deep in a copied directory is a file of somebody's, no wrapping.</summary>
    [Test]
    public void A_tar_deep_inside_is_a_file()
    {
        byte[] tar = File.ReadAllBytes(Path.Combine(Checkout.Samples, "webshop-1.6", "webshop-1.6.tar.gz"));
        using (OpenedEvidence files = Open(new ZipBuilder().Add("srv/backup/old.tar.gz", tar).Add("srv/a", []).Bytes(), out _))
            Assert.That(files.Source.Wrapping, Is.EqualTo(new[] { "zip" }));
        using OpenedEvidence wrapped = Open(new ZipBuilder().Add("evidence/host.tar.gz", tar).Add("evidence/notes.txt", []).Bytes(), out _);
        Assert.That(wrapped.Source.Wrapping, Is.EqualTo(new[] { "zip", "gzip", "tar" }));
    }

    [TestCase(ZipProblems.Member, 0, 0, true)]
    [TestCase(ZipProblems.Method, 99, 0, false)]
    [TestCase(ZipProblems.Member, 8, 0, false)]
    [TestCase(ZipProblems.Encrypted, 0, 1, false)]
    public void What_cannot_be_read_is_told_by_who_reads_it(string code, int method, int flags, bool hasWrongSum)
    {
        byte[] zip = new ZipBuilder().Add("good", "g"u8.ToArray()).Add("bad", new byte[300], method: (ushort)method, flags: (ushort)flags,
            crc: hasWrongSum ? 1u : null).Bytes();
        // What is stored is given as it lies: a checksum is for what was packed.
        using OpenedEvidence opened = Open(zip, out _);
        if (hasWrongSum)
            Assert.That(Bytes(opened, "bad"), Is.EqualTo(new byte[300]));
        else
            Assert.That(() => Bytes(opened, "bad"), Throws.TypeOf<EvidenceFormatException>().With.Property("Code").EqualTo(code));
        Assert.That(Bytes(opened, "good"), Is.EqualTo("g"u8.ToArray()));
    }

    [Test]
    public void A_deflated_file_with_a_wrong_sum_is_damaged()
    {
        byte[] packed = Deflated(Encoding.ASCII.GetBytes(new string('y', 5000)));
        byte[] zip = new ZipBuilder().Add("good", "g"u8.ToArray()).Add("bad", packed, method: 8).Bytes();
        using OpenedEvidence opened = Open(zip, out _);
        Assert.That(() => Bytes(opened, "bad"), Throws.TypeOf<EvidenceFormatException>().With.Property("Code").EqualTo(ZipProblems.Member));
    }

    [Test]
    public void A_directory_is_no_file()
    {
        using OpenedEvidence opened = Open(new ZipBuilder().Add("d/", [], 0x41ED).Add("d/f", []).Add("d/g", []).Bytes(), out _);
        Assert.That(() => Bytes(opened, "d"), Throws.TypeOf<EvidenceFormatException>().With.Property("Code").EqualTo(ZipProblems.NotAFile));
    }

    [Test]
    public void Names_that_climb_are_left_out_and_doubles_told()
    {
        using OpenedEvidence opened = Open(new ZipBuilder().Add("../../etc/passwd", [1]).Add("a", [1]).Add("a", [2]).Bytes(), out ProblemLog problems);
        Assert.That(opened.Source.Tree.Count, Is.EqualTo(2));
        Assert.That(Bytes(opened, "a"), Is.EqualTo(new byte[] { 2 }));
        Assert.That(problems.Sorted().Select(p => p.Code), Is.SupersetOf(new[] { ZipProblems.RefusedName, ZipProblems.Duplicate }));
    }

    [Test]
    public void A_directory_that_breaks_off_gives_what_stands_before()
    {
        byte[] zip = new ZipBuilder().Add("one", [1]).Add("two", [2]).Bytes();
        int second = zip.AsSpan().LastIndexOf("PK\u0001\u0002"u8);
        zip[second] = 0;
        string path = Path.Combine(_folder, "cut.zip");
        File.WriteAllBytes(path, zip);
        using EvidenceFile file = EvidenceFile.Open(path);
        var problems = new ProblemLog();
        using ZipSource source = ZipSource.Read(file, problems);
        Assert.That(source.Tree.Count, Is.EqualTo(2));
        Assert.That(problems.Sorted().Select(p => p.Code), Is.EqualTo(new[] { ZipProblems.Directory, ZipProblems.LocalTimes }));
    }

    /// <summary>Flipped and cut zips end as damage or as what can be read, and as nothing else.</summary>
    [Test]
    public void Damaged_zips_end()
    {
        byte[] whole = new ZipBuilder().Add("a/b", Encoding.ASCII.GetBytes(new string('x', 500))).Add("c", Deflated(new byte[900]), method: 8)
            .Add("l", "a/b"u8.ToArray(), 0xA1FF).Add("e", [], extra: ZipBuilder.Extra(0x5455, 1, 2, 3, 4, 5)).Bytes();
        var random = new Random(11);
        for (int round = 0; round < 600; round++)
        {
            byte[] zip = round % 3 == 0 ? whole[..random.Next(whole.Length)] : (byte[])whole.Clone();
            for (int i = 0; i < 1 + (round % 5) && zip.Length > 0; i++)
                zip[random.Next(zip.Length)] = (byte)random.Next(256);
            try
            {
                using OpenedEvidence opened = Open(zip, out _);
                for (int node = 0; node < opened.Source.Tree.Count; node++)
                    ReadIfFile(opened.Source, node);
            }
            catch (EvidenceOpenException)
            {
            }
        }
    }

    private static void ReadIfFile(IEvidenceSource source, int node)
    {
        if (source.Tree[node].Kind != EntryKind.File)
            return;
        try
        {
            using Stream stream = source.Open(node);
            stream.CopyTo(Stream.Null);
        }
        catch (EvidenceFormatException)
        {
        }
    }

    private OpenedEvidence Open(byte[] zip, out ProblemLog problems)
    {
        string path = Path.Combine(_folder, "evidence.zip");
        File.WriteAllBytes(path, zip);
        problems = new ProblemLog();
        return EvidenceOpener.Open(path, new OpenOptions { Scratch = _scratch, Problems = problems });
    }

    private static byte[] Bytes(OpenedEvidence opened, string path)
    {
        using Stream stream = opened.Source.Open(opened.Source.Tree.Find(EvidenceTree.Root, Encoding.UTF8.GetBytes(path)));
        var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    private static byte[] Deflated(byte[] plain)
    {
        var packed = new MemoryStream();
        using (var deflate = new DeflateStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            deflate.Write(plain);
        return packed.ToArray();
    }

    private static byte[] Ticks(long seconds, int part) => BitConverter.GetBytes(((seconds + 11_644_473_600) * TimeSpan.TicksPerSecond) + part);
}
