using StoreForensics.Ingest.Disks;
using StoreForensics.Ingest.Partitions;
using StoreForensics.Ingest.Recognition;
using StoreForensics.Primitives;
using StoreForensics.Tests.Contracts;

namespace StoreForensics.Tests.Ingest.Disks;

/// <summary>Fresh images, larger than the committed ones, where the programs are installed that make them.</summary>
internal sealed class DiskToolTests
{
    private const int Sectors = 131_072 + 7; // no whole clusters

    private string _case = "";

    [SetUp]
    public void Make()
    {
        _case = Directory.CreateTempSubdirectory("sf-tools-").FullName;
        File.WriteAllBytes(Path.Combine(_case, "medium.raw"), PatternMedium.Make(Sectors));
    }

    [TearDown]
    public void Remove() => Directory.Delete(_case, recursive: true);

    [TestCase("qcow2", "compat=1.1", "-c")]
    [TestCase("qcow2", "compat=1.1,extended_l2=on,cluster_size=32k", "-p")]
    [TestCase("qcow2", "compression_type=zstd,cluster_size=2M", "-c")]
    [TestCase("qcow2", "cluster_size=512,preallocation=metadata", "-p")]
    [TestCase("vmdk", "subformat=streamOptimized", "-p")]
    [TestCase("vmdk", "subformat=monolithicSparse,zeroed_grain=on", "-p")]
    [TestCase("vmdk", "subformat=twoGbMaxExtentFlat", "-p")]
    [TestCase("vpc", "subformat=dynamic,force_size=on", "-p")]
    [TestCase("vhdx", "subformat=dynamic,block_size=8M", "-p")]
    [TestCase("vdi", "static=off", "-p")]
    [TestCase("vdi", "static=on", "-p")]
    [TestCase("qed", "cluster_size=64k", "-p")]
    [TestCase("parallels", "cluster_size=1M", "-p")]
    public void Of_qemu_img(string format, string options, string flag)
    {
        Tool.Require("qemu-img");
        Tool.Run(_case, "qemu-img", "convert", "-q", flag == "-c" ? "-c" : "-p", "-f", "raw", "-O", format, "-o", options, "medium.raw", "disk.img");
        Tool.Run(_case, "qemu-img", "convert", "-f", format, "-O", "raw", "disk.img", "truth.raw");
        var problems = new ProblemLog();
        using OpenedDisk disk = Media.Open(Path.Combine(_case, "disk.img"), problems);
        Media.AssertSame(disk.Medium, File.ReadAllBytes(Path.Combine(_case, "truth.raw")));
        Assert.That(problems.Sorted(), Is.Empty);
    }

    [TestCase("encase6", "deflate:best", "512", "image.E01")]
    [TestCase("encase2", "deflate:fast", "64", "image.E01")]
    [TestCase("encase7", "deflate:none", "64", "image.E01")]
    [TestCase("smart", "deflate:fast", "64", "image.s01")]
    [TestCase("ewfx", "deflate:fast", "64", "image.e01")]
    public void Of_ewfacquire(string format, string compression, string chunk, string first)
    {
        Tool.Require("ewfacquire", "ewfexport");
        Tool.Run(_case, "ewfacquire", "-u", "-q", "-f", format, "-c", compression, "-b", chunk, "-S", "4194304", "-t", "image", "medium.raw");
        Tool.Run(_case, "ewfexport", "-u", "-q", "-f", "raw", "-t", "truth", first);
        var problems = new ProblemLog();
        using OpenedDisk disk = Media.Open(Path.Combine(_case, first), problems);
        Media.AssertSame(disk.Medium, File.ReadAllBytes(Path.Combine(_case, "truth.raw")));
        Assert.That(problems.Sorted(), Is.Empty);
    }

    /// <summary>Nothing of a table is read before it is needed.</summary>
    [TestCase("qcow2", "compat=1.1")]
    [TestCase("vhdx", "subformat=dynamic")]
    public void A_sparse_disk_of_eight_tebibytes(string format, string options)
    {
        Tool.Require("qemu-img");
        Tool.Run(_case, "qemu-img", "create", "-q", "-f", format, "-o", options, "big.img", "8T");
        long before = GC.GetAllocatedBytesForCurrentThread();
        using OpenedDisk disk = Media.Open(Path.Combine(_case, "big.img"));
        byte[] sector = new byte[512];
        disk.Medium.ReadAt(disk.Medium.Length - 512, sector);
        Assert.That(disk.Medium.Length, Is.EqualTo(8L << 40));
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(4 << 20));
    }

    /// <summary>The public samples of dfvfs: one file system in five formats. The split one is the truth.</summary>
    [TestCase("ext2.E01", "E01")]
    [TestCase("ext2.qcow2", "qcow2")]
    [TestCase("ext2.splitraw.000", "split raw")]
    [TestCase("ext2.vhd", "vhd")]
    [TestCase("ext2.vmdk", "vmdk")]
    public void Samples_of_dfvfs(string file, string format)
    {
        string directory = Stores.SharedEvidence.PathOf("evidence-public/dfvfs");
        byte[] truth = [.. File.ReadAllBytes(Path.Combine(directory, "ext2.splitraw.000")), .. File.ReadAllBytes(Path.Combine(directory, "ext2.splitraw.001"))];
        using OpenedDisk disk = Media.Open(Path.Combine(directory, file));
        Assert.That(disk.Format, Is.EqualTo(format));
        // qemu-img made the VHD's medium up to whole cylinders.
        Media.AssertSame(disk.Medium, format == "vhd" ? [.. truth, .. new byte[4_212_736 - truth.Length]] : truth);
        IReadOnlyList<Partition> found = PartitionReader.Read(disk.Medium, file, new ProblemLog()).Parts;
        Assert.That(found.Select(p => (p.FoundAs, Recogniser.Part(p.Blocks).Words)), Is.EqualTo([("whole disk", "ext2")]));
    }
}
