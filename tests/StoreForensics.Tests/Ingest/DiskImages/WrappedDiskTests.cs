using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using StoreForensics.Ingest;
using StoreForensics.Primitives;
using StoreForensics.Tests.Ingest.Partitions;

namespace StoreForensics.Tests.Ingest.DiskImages;

/// <summary>A disk image in compression, in a zip, in a tar: the same names as of the image itself.</summary>
internal sealed class WrappedDiskTests
{
    private string _directory = "";
    private Scratch _scratch = null!;
    private byte[] _disk = [];
    private string[] _names = [];

    [SetUp]
    public void Make()
    {
        _directory = Directory.CreateTempSubdirectory("sf-wrapped-").FullName;
        _scratch = new Scratch(_directory);
        _disk = PartitionFixtures.Bytes("lvm.raw");
        using OpenedEvidence plain = Open(Write("disk.raw", _disk), new ProblemLog());
        _names = Names(plain);
        Assert.That(_names, Does.Contain("gpt1/lost+found"));
    }

    [TearDown]
    public void Remove()
    {
        _scratch.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    [Test]
    public void An_AFF4_image_is_named()
    {
        byte[] packed = Zip(("container.description", "aff4://0"u8.ToArray()), ("information.turtle", "@prefix"u8.ToArray()), ("data", _disk));
        string path = Write("disk.aff4", packed);
        Assert.That(Assert.Throws<EvidenceOpenException>(() => Open(path, new ProblemLog()))!.Message, Does.Contain("an AFF4 image, which is not read"));
    }

    [TestCase("gzip")]
    [TestCase("zstd")]
    [TestCase("zip")]
    public void In_compression(string wrapping)
    {
        byte[] packed = wrapping switch
        {
            "gzip" => Gzip(_disk),
            "zstd" => new ZstdSharp.Compressor().Wrap(_disk).ToArray(),
            _ =>
            Zip(("disk.raw", _disk), ("notes.txt", "none"u8.ToArray()))
        };
        var problems = new ProblemLog();
        using OpenedEvidence opened = Open(Write("packed", packed), problems, hash: true);
        Assert.Multiple(() =>
        {
            Assert.That(opened.Details.Wrapping, Is.EqualTo([wrapping, "raw", "gpt", "lvm"]));
            Assert.That(Names(opened), Is.EqualTo(_names));
            Assert.That(opened.Details.SizeBytes, Is.EqualTo(packed.Length));
            Assert.That(opened.Details.Sha256, Is.EqualTo(Convert.ToHexStringLower(SHA256.HashData(packed))));
            Assert.That(opened.Details.Disk!.MediumBytes, Is.EqualTo(_disk.Length));
            Assert.That(problems.Sorted().Select(p => p.Code), Is.EqualTo(wrapping == "zip" ? ["SF-COMPRESS-0004"] : Array.Empty<string>()));
        });
    }

    /// <summary>What came is read, and that more should have come is said.</summary>
    [Test]
    public void In_compression_that_is_cut()
    {
        byte[] packed = Gzip(_disk);
        var problems = new ProblemLog();
        using OpenedEvidence opened = Open(Write("packed", packed[..^(packed.Length / 8)]), problems);
        Assert.That(Names(opened), Does.Contain("gpt1/lost+found"));
        Assert.That(problems.Sorted().Select(p => p.Code), Does.Contain("SF-COMPRESS-0002"));
    }

    [Test]
    public void Several_in_a_zip_are_listed()
    {
        string path = Write("packed", Zip(("a.raw", _disk), ("b.raw", _disk)));
        Assert.That(Assert.Throws<EvidenceOpenException>(() => Open(path, new ProblemLog()).Dispose())!.Message,
            Does.Contain("a zip with several disk images: a.raw, b.raw"));
    }

    [Test]
    public void In_a_tar([Values] bool isCompressed)
    {
        byte[] tar = Tar(("notes.txt", "none"u8.ToArray()), ("host/disk.raw", _disk), ("large", new byte[2 << 20]));
        string path = Write("host.tar", isCompressed ? Gzip(tar) : tar);
        var problems = new ProblemLog();
        OpenOptions options = Options(problems, hash: true);
        OpenedEvidence outer = EvidenceOpener.Open(path, options);
        using OpenedEvidence opened = EvidenceOpener.OpenInside(outer, path, options)!;
        Assert.Multiple(() =>
        {
            Assert.That(opened.Details.Wrapping, Is.EqualTo((string[])[.. isCompressed ? ["gzip"] : Array.Empty<string>(), "tar", "raw", "gpt", "lvm"]));
            Assert.That(Names(opened), Is.EqualTo(_names));
            Assert.That(opened.Details.Sha256, Is.EqualTo(outer.Details.Sha256));
            Assert.That(opened.Details.Disk!.Files, Is.EqualTo(new[] { ("disk.raw", (long)_disk.Length) }));
            Assert.That(problems.Sorted(), Is.Empty);
        });
    }

    [Test]
    public void Several_in_a_tar_are_listed()
    {
        string path = Write("host.tar", Tar(("a.raw", _disk), ("b.raw", _disk)));
        OpenOptions options = Options(new ProblemLog());
        using OpenedEvidence outer = EvidenceOpener.Open(path, options);
        Assert.That(Assert.Throws<EvidenceOpenException>(() => EvidenceOpener.OpenInside(outer, path, options))!.Message,
            Does.Contain("a tar with several disk images: a.raw, b.raw"));
    }

    /// <summary>A kernel has the mark of a boot record, and numbers where its table would be.</summary>
    [Test]
    public void A_kernel_in_a_tar_is_no_disk()
    {
        byte[] kernel = new byte[8 << 20];
        MadeDisk.Mbr(kernel, (1, 0x7FFF_FFFF));
        string path = Write("host.tar", Tar(("boot/vmlinuz", kernel)));
        OpenOptions options = Options(new ProblemLog());
        using OpenedEvidence outer = EvidenceOpener.Open(path, options);
        Assert.That(EvidenceOpener.OpenInside(outer, path, options), Is.Null);
    }

    /// <summary>The directories of what lies within a logical volume.</summary>
    [Test]
    public void Directories_of_nested_partitions()
    {
        const int Extent = MadeDisk.ExtentBytes;
        byte[] disk = new byte[60 * Extent];
        MadeDisk.Physical(disk, "vg0", "guest", 'a', ('a', 50));
        Span<byte> guest = disk.AsSpan(Extent, 50 * Extent);
        MadeDisk.Gpt(guest, (128, 4096));
        _disk.AsSpan(2048 * 512, 4096 * 512).CopyTo(guest[Extent..]);
        using OpenedEvidence opened = Open(Write("nested.raw", disk), new ProblemLog());
        Assert.That(Names(opened), Does.Contain("lvm-vg0-guest-gpt1/lost+found"));
        Assert.That(opened.Details.Disk!.Partitions.Select(p => (p.FoundAs, p.Content, p.Directory)), Is.EqualTo(new (string, string, string?)[]
        {
            ("whole disk", "LVM2 physical volume", null),
            ("lvm vg0/guest", "GPT partition table", null),
            ("lvm vg0/guest gpt 1", "ext4", "lvm-vg0-guest-gpt1"),
        }));
    }

    private OpenOptions Options(ProblemLog problems, bool hash = false) => new() { Scratch = _scratch, Problems = problems, Hash = hash };

    private OpenedEvidence Open(string path, ProblemLog problems, bool hash = false) => EvidenceOpener.Open(path, Options(problems, hash));

    private string Write(string name, byte[] bytes)
    {
        string path = Path.Combine(_directory, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    private static string[] Names(OpenedEvidence opened) =>
        [.. Enumerable.Range(1, opened.Source.Tree.Count - 1).Select(n => opened.Source.Tree.PathOf(n).ToString()).Order(StringComparer.Ordinal)];

    private static byte[] Gzip(byte[] bytes)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(bytes);
        return packed.ToArray();
    }

    private static byte[] Zip(params (string Name, byte[] Bytes)[] files)
    {
        var packed = new MemoryStream();
        using (var zip = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, byte[] bytes) in files)
            {
                using Stream entry = zip.CreateEntry(name, CompressionLevel.Fastest).Open();
                entry.Write(bytes);
            }
        }
        return packed.ToArray();
    }

    private static byte[] Tar(params (string Name, byte[] Bytes)[] files)
    {
        var packed = new MemoryStream();
        using (var tar = new TarWriter(packed, TarEntryFormat.Pax, leaveOpen: true))
        {
            foreach ((string name, byte[] bytes) in files)
                tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(bytes) });
        }
        return packed.ToArray();
    }
}
