using System.IO.Compression;
using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Ingest;
using StoreForensics.Ingest.Archives;
using StoreForensics.Ingest.Archives.Tar;
using StoreForensics.Primitives;
using static StoreForensics.Tests.Formats.TarSplit.TarSplitSample;

namespace StoreForensics.Tests.Ingest.Archives;

/// <summary>One fault each in an archive of a few entries, made byte by byte: it is
/// told with its code and its weight, and the entry before it is there.</summary>
internal sealed class ArchiveFaultTests
{
    private static readonly byte[] s_first = Header("first", 0);
    private static readonly byte[] s_block = [.. Enumerable.Repeat((byte)'x', 512)];
    private static readonly byte[] s_end = new byte[1024];

    [TestCaseSource(nameof(Faults))]
    public void Is_told_and_what_stands_before_it_is_read(string code, ProblemSeverity severity, byte[] rest)
    {
        var problems = new ProblemLog();
        using OpenedEvidence opened = Open([.. s_first, .. rest], problems);
        Assert.That(problems.Sorted().Select(p => (p.Code, p.Severity)), Does.Contain((code, severity)));
        Assert.That(opened.Source.Tree.Find(0, "first"u8), Is.Positive);
    }

    private static IEnumerable<TestCaseData> Faults() =>
    [
        Fault("no header", "SF-TAR-0001", ProblemSeverity.Damage, s_block, Header("b", 0), s_end),
        Fault("data cut", "SF-TAR-0002", ProblemSeverity.Damage, Header("b", 1000), s_block),
        Fault("no end", "SF-TAR-0003", ProblemSeverity.Damage),
        Fault("half a block", "SF-TAR-0003", ProblemSeverity.Damage, s_block[..100]),
        Fault("name that climbs", "SF-TAR-0004", ProblemSeverity.Damage, Header("../b", 0), s_end),
        Fault("name without end", "SF-TAR-0004", ProblemSeverity.Damage, Pax('x', ("path", new string('n', 5000))), Header("b", 0), s_end),
        Fault("name again", "SF-TAR-0005", ProblemSeverity.Note, s_first, s_end),
        Fault("link to nothing", "SF-TAR-0006", ProblemSeverity.Warning, Header("b", 0, '1', "gone"), s_end),
        Fault("link to itself", "SF-TAR-0006", ProblemSeverity.Warning, Header("first", 0, '1', "first"), s_end),
        Fault("record that is no time", "SF-TAR-0007", ProblemSeverity.Warning, Pax('x', ("mtime", "yesterday")), Header("b", 0), s_end),
        Fault("field that is no number", "SF-TAR-0007", ProblemSeverity.Warning, Changed(Header("b", 0), 108, "u:user\0"), s_end),
        Fault("record without length", "SF-TAR-0008", ProblemSeverity.Damage, Header("PaxHeaders", 4, 'x'), Padded("zzz\n"u8.ToArray()), Header("b", 0), s_end),
        Fault("sparse file without map", "SF-TAR-0009", ProblemSeverity.Damage, Header("b", 0, 'S'), s_end),
        Fault("long extended header", "SF-TAR-0010", ProblemSeverity.Damage, Header("PaxHeaders", 17 << 20, 'x')),
        Fault("another archive", "SF-TAR-0011", ProblemSeverity.Note, s_end, Header("b", 0), s_end),
        Fault("something behind the end", "SF-TAR-0012", ProblemSeverity.Note, s_end, s_block),
        Fault("a few bytes behind the end", "SF-TAR-0012", ProblemSeverity.Note, s_end, [1, 2, 3]),
        Fault("block of zeros", "SF-TAR-0013", ProblemSeverity.Note, s_end[..512], Header("b", 0), s_end),
        Fault("unknown type", "SF-TAR-0014", ProblemSeverity.Warning, Header("b", 0, 'Z'), s_end),
        Fault("extended header alone", "SF-TAR-0015", ProblemSeverity.Damage, Pax('x', ("path", "p")), s_end),
        Fault("size that is none", "SF-TAR-0016", ProblemSeverity.Damage, Changed(Header("b", 0), 124, "zz"), s_end),
        Fault("data of a symlink", "SF-TAR-0017", ProblemSeverity.Note, Header("b", 512, '2', "first"), s_block, s_end),
        Fault("rest of another volume's file", "SF-TAR-0021", ProblemSeverity.Damage, Header("b", 0, 'M'), s_end),
        Fault("rest of another volume's file, by a record", "SF-TAR-0021", ProblemSeverity.Damage, Pax('g', ("GNU.volume.filename", "b")), Header("b.2", 0),
            s_end),
        Fault("end of a volume", "SF-TAR-0031", ProblemSeverity.Note, Header("b", 100_000), new byte[9216]),
        Fault("end of a volume between entries", "SF-TAR-0031", ProblemSeverity.Note, Header("b", 8704), new byte[8704], Header("c", 0)),
        Fault("volume label", "SF-TAR-0022", ProblemSeverity.Note, Header("b", 0, 'V'), s_end),
    ];

    /// <summary>Told once, however many there are; those kept stand.</summary>
    [Test]
    public void More_names_than_are_kept()
    {
        var problems = new ProblemLog();
        var log = new ArchiveLog(problems, new Origin("e", default));
        var tree = new TarTree(log, new EvidenceTreeBuilder(0, mostNodes: 2));
        byte[] archive = [.. s_first, .. Header("second", 0), .. Header("third", 0), .. s_end];
        using var input = new ForwardInput(new ReadAhead(new MemoryStream(archive)));
        new TarScanner(input, tree, null, log).Run();
        Assert.That(problems.Sorted().Select(p => (p.Code, p.Severity, p.Origin.Offset)),
            Is.EqualTo([("SF-TAR-0023", ProblemSeverity.Damage, (long?)512)]));
        EvidenceTree sealedTree = tree.Seal();
        Assert.That((sealedTree.Count, sealedTree.Find(0, "first"u8)), Is.EqualTo((2, 1)));
    }

    [Test]
    public void A_record_of_another_volume_is_of_one_entry()
    {
        var problems = new ProblemLog();
        using OpenedEvidence opened = Open([.. Pax('g', ("GNU.volume.filename", "a")), .. Header("a.2", 0), .. Header("b", 0), .. s_end], problems);
        Assert.That(problems.Sorted().Where(p => p.Code == "SF-TAR-0021").Select(p => p.Origin.Path.ToString()), Is.EqualTo(new[] { "a.2" }));
    }

    [Test]
    public void A_whole_archive_of_whole_records_is_no_volume()
    {
        var problems = new ProblemLog();
        using OpenedEvidence opened = Open([.. s_first, .. new byte[10_240 - 512]], problems);
        Assert.That(problems.Sorted(), Is.Empty);
    }

    [Test]
    public void Bytes_that_are_not_in_the_archive_cannot_be_opened() =>
        Assert.That(CodeOf([.. Header("b", 0, '1', "gone"), .. s_end], "b", keep: true), Is.EqualTo("SF-TAR-0018"));

    [Test]
    public void Bytes_that_went_by_cannot_be_opened() =>
        Assert.That(CodeOf([.. Header("b", 512), .. s_block, .. s_end], "b", keep: false), Is.EqualTo("SF-TAR-0019"));

    [Test]
    public void A_directory_has_no_bytes() =>
        Assert.That(CodeOf([.. Header("b/", 0, '5'), .. s_end], "b", keep: true), Is.EqualTo("SF-TAR-0020"));

    [TestCase("SF-COMPRESS-0001", 0.5, TestName = "SF-COMPRESS-0001 Damaged in the middle")]
    [TestCase("SF-COMPRESS-0002", -0.5, TestName = "SF-COMPRESS-0002 Cut in the middle")]
    [TestCase("SF-COMPRESS-0003", 1, TestName = "SF-COMPRESS-0003 Something behind it")]
    [TestCase("SF-COMPRESS-0003", 2, TestName = "SF-COMPRESS-0003 Something between NUL bytes behind it")]
    public void A_damaged_wrapping_ends_the_archive_there(string code, double where)
    {
        byte[] noise = new byte[200_192];
        new Random(1).NextBytes(noise);
        byte[] packed = Gzip([.. s_first, .. Header("noise", noise.Length), .. noise, .. s_end]);
        int half = packed.Length / 2;
        byte[] harmed = where switch
        {
            < 0 => packed[..half],
            < 1 => [.. packed[..half], .. Enumerable.Repeat((byte)0xff, 64), .. packed[half..]],
            > 1 => [.. packed, .. new byte[40_000], .. "no gzip"u8, .. new byte[40_000]],
            _ => [.. packed, .. "no gzip"u8],
        };
        var problems = new ProblemLog();
        using OpenedEvidence opened = Open(harmed, problems);
        Assert.That(problems.Sorted().Select(p => (p.Code, p.Severity)), Does.Contain((code, ProblemSeverity.Damage)));
        Assert.That(opened.Source.Tree.Find(0, "first"u8), Is.Positive);
    }

    [Test]
    public void Other_files_of_a_zip_are_named()
    {
        string path = Path.Combine(TestContext.CurrentContext.WorkDirectory, $"{TestContext.CurrentContext.Test.ID}.zip");
        using (var zip = new ZipArchive(System.IO.File.Create(path), ZipArchiveMode.Create))
        {
            using (Stream tar = zip.CreateEntry("e.tar").Open())
                tar.Write([.. s_first, .. s_end]);
            using Stream text = zip.CreateEntry("notes.txt").Open();
            text.Write("x"u8);
        }
        var problems = new ProblemLog();
        using var scratch = new Scratch();
        using (EvidenceOpener.Open(path, new OpenOptions { Scratch = scratch, Problems = problems }))
            Assert.That(problems.Sorted().Select(p => (p.Code, p.Severity)), Is.EqualTo([("SF-COMPRESS-0004", ProblemSeverity.Note)]));
        System.IO.File.Delete(path);
    }

    [Test]
    [Platform("Linux")]
    public void A_medium_that_fails_is_told()
    {
        using var medium = System.IO.File.OpenHandle("/proc/self/mem"); // nothing is mapped at its beginning
        using var window = new FileWindow(medium, 0, 100);
        Assert.That(Assert.Throws<EvidenceFormatException>(() => _ = window.Read(new byte[10]))!.Code, Is.EqualTo("SF-FILE-0001"));
    }

    private static TestCaseData Fault(string words, string code, ProblemSeverity severity, params byte[][] parts) =>
        new TestCaseData(code, severity, (byte[])[.. parts.SelectMany(p => p)]).SetArgDisplayNames($"{code} {words}");

    private static OpenedEvidence Open(byte[] tar, ProblemLog problems, bool keep = true) =>
        EvidenceOpener.Open("-", new OpenOptions
        {
            Scratch = new Scratch(),
            Problems = problems,
            Keep = (_, _) => keep,
            StandardInput = new MemoryStream(tar)
        });

    private static string CodeOf(byte[] rest, string name, bool keep)
    {
        using OpenedEvidence opened = Open([.. s_first, .. rest], new ProblemLog(), keep);
        IEvidenceSource source = opened.Source;
        return Assert.Throws<EvidenceFormatException>(() => source.Open(source.Tree.Find(0, Encoding.ASCII.GetBytes(name))))!.Code;
    }

    // A field of a header, and its sum made right again.
    private static byte[] Changed(byte[] header, int at, string text)
    {
        Encoding.ASCII.GetBytes(text).CopyTo(header, at);
        header.AsSpan(148, 8).Fill((byte)' ');
        Encoding.ASCII.GetBytes(Convert.ToString(header.Sum(b => b), 8).PadLeft(6, '0') + "\0 ").CopyTo(header, 148);
        return header;
    }
}
