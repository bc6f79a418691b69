extern alias cli;

using System.Formats.Tar;
using System.IO.Compression;
using cli::StoreForensics.Cli.Extraction;
using StoreForensics.Evidence;
using StoreForensics.Extraction;
using StoreForensics.Ingest;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Stores.Drivers;
using StoreForensics.Tests.Contracts;
using StoreForensics.Tests.Extraction;
using StoreForensics.Tests.Views;

namespace StoreForensics.Tests.Holes;

/// <summary>What is taken out of an evidence has the holes that it had there, whatever wrapped it.</summary>
public sealed class ExtractedHolesTests
{
    private static readonly string[] s_kinds = ["directory", .. SparseTars.Kinds, .. SparseTars.Kinds.Select(k => k + " gzip")];

    private string _directory = "";

    [SetUp]
    public void MakeDirectory()
    {
        if (!Calls.IsKnownSystem)
            Assert.Ignore("Directories are written by libc calls of Linux.");
        _directory = Directory.CreateTempSubdirectory("sf-holes-").FullName;
    }

    [TearDown]
    public void Remove() => Directory.Delete(_directory, recursive: true);

    [TestCaseSource(nameof(s_kinds))]
    public void Into_a_directory(string kind)
    {
        Extract(Evidence(kind), toTar: false);
        CheckDirectory(Named("out"));
    }

    [TestCaseSource(nameof(s_kinds))]
    public void Into_a_tar(string kind)
    {
        Extract(Evidence(kind), toTar: true);
        Assert.That(new FileInfo(Named("out.tar")).Length, Is.LessThan(4 << 20));
        using (IEvidenceSource source = Open(Named("out.tar")))
            HoleyFile.Check(() => source.Open(source.Tree.Find(0, TestLayer.Bytes(SparseTars.Name))));
        Tool.Require("tar");
        Directory.CreateDirectory(Named("out"));
        HoleyFile.Within(() => Tool.Run(_directory, "tar", "-x", "-C", Named("out"), "-f", Named("out.tar")));
        CheckDirectory(Named("out"));
    }

    /// <summary>A program that was written with its zeros is not made sparse because its tar was compressed.</summary>
    [Test]
    public void Zeros_that_were_written_stay_so_in_every_wrapping()
    {
        byte[] content = new byte[5 << 20];
        content[3 << 20] = 1;
        string[] evidences = ["plain.tar", "packed.tar.gz"];
        foreach (string name in evidences)
        {
            using FileStream file = File.Create(Named(name));
            using Stream target = name.EndsWith("gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionLevel.Fastest) : file;
            using var writer = new TarWriter(target);
            writer.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, "written")
            { DataStream = new MemoryStream(content), ModificationTime = DateTimeOffset.UnixEpoch });
        }
        byte[][] tars = [.. evidences.Select(name =>
        {
            Extract(Named(name), toTar: true);
            return File.ReadAllBytes(Named("out.tar"));
        })];
        Assert.That(tars[1], Has.Length.GreaterThan(content.Length).And.EqualTo(tars[0]));
    }

    /// <summary>An entry that claims a tebibyte, in a tar that ends soon after its header.</summary>
    [Test]
    public void A_file_that_was_cut_is_not_filled_up()
    {
        File.WriteAllBytes(Named("cut.tar"), [.. SparseTars.Plain(), .. HoleyFile.Words(0), .. HoleyFile.Words(1)]);
        string lines = Extract(Named("cut.tar"), toTar: true);
        Assert.That(lines, Does.Contain("files that end early in the evidence, filled with zero bytes: 1"));
        Assert.That(new FileInfo(Named("out.tar")).Length, Is.LessThan(1 << 20));
        using IEvidenceSource source = Open(Named("out.tar"));
        int node = source.Tree.Find(0, TestLayer.Bytes(SparseTars.Name));
        using Stream stream = source.Open(node);
        byte[] head = new byte[8192];
        stream.ReadExactly(head);
        Assert.That(head, Is.EqualTo((byte[])[.. HoleyFile.Words(0), .. HoleyFile.Words(1)]));
        Assert.That(source.Tree[node].Size, Is.EqualTo(HoleyFile.Bytes));
    }

    /// <summary>A size that no file system takes, which costs the archive nothing.</summary>
    [Test]
    public void A_file_too_large_for_the_target_is_left_out()
    {
        byte[] tar = SparseTars.Of("1.0", realSize: long.MaxValue);
        File.WriteAllBytes(Named("a.tar"), tar);
        Assert.That(Extract(Named("a.tar"), toTar: false), Does.Contain("files that are too large for this file system: 1"));
        Assert.That(Directory.GetFiles(Named("out"), "*", SearchOption.AllDirectories), Is.Empty);
    }

    private void CheckDirectory(string path)
    {
        using IEvidenceSource source = Open(path);
        HoleyFile.Check(() => source.Open(source.Tree.Find(0, TestLayer.Bytes(SparseTars.Name))));
        Assert.That(source.Tree[source.Tree.Find(0, TestLayer.Bytes(SparseTars.Name))].Size, Is.EqualTo(HoleyFile.Bytes));
        string blocks = Tool.Output(_directory, "stat", "-c", "%b", Path.Combine(path, SparseTars.Name)).Trim();
        Assert.That(long.Parse(blocks, System.Globalization.CultureInfo.InvariantCulture) * 512, Is.LessThan(1 << 20), "bytes on disk");
    }

    private string Evidence(string kind)
    {
        if (kind == "directory")
        {
            Directory.CreateDirectory(Named("in/holes"));
            HoleyFile.Create(Named("in/" + SparseTars.Name));
            return Named("in");
        }
        using FileStream file = File.Create(Named("in.tar"));
        using Stream target = kind.EndsWith("gzip", StringComparison.Ordinal) ? new GZipStream(file, CompressionLevel.Fastest) : file;
        target.Write(SparseTars.Of(kind.Split(' ')[0]));
        return Named("in.tar");
    }

    private string Extract(string evidence, bool toTar)
    {
        var leftOut = new LeftOut();
        using IEvidenceSource source = Open(evidence);
        var store = new StoreInfo { Name = "overlay2", Driver = "overlay2", Era = "layered", Root = new Origin("test", "docker") };
        var layer = new Layer
        {
            Id = "a",
            Store = store,
            Origin = new Origin("test", "a"),
            Files = new LayerFiles(source, 0, OverlayWhiteouts.Instance, false),
            Role = LayerRole.Image
        };
        ExtractionPlan plan = ExtractionPlan.Of(TestLayer.View(layer), "/"u8.ToArray());
        HoleyFile.Within(() =>
        {
            if (toTar)
            {
                using FileStream file = File.Create(Named("out.tar"));
                new Extractor(plan, new TarTarget(file, leftOut), leftOut, new ProblemLog()).Run(new Scratch());
                return;
            }
            Directory.CreateDirectory(Named("out"));
            using var target = new DirectoryTarget(FreePlace.Directory(Named("out")), Named("out"), new DirectoryOptions(), leftOut);
            new Extractor(plan, target, leftOut, new ProblemLog()).Run(new Scratch());
        });
        return string.Join('\n', leftOut.Lines());
    }

    private static IEvidenceSource Open(string path) =>
        EvidenceOpener.Open(path, new OpenOptions { Scratch = new Scratch(), Problems = new ProblemLog() }).Source;

    private string Named(string name) => Path.Combine(_directory, name);
}
