using StoreForensics.Ingest.Disks;
using StoreForensics.Ingest.Disks.Ewf;
using StoreForensics.Primitives;

namespace StoreForensics.Tests.Ingest.Disks;

/// <summary>Images that other programs made, against the medium that was put into them.</summary>
internal sealed class DiskFormatTests
{
    [TestCase("v2.qcow2", "qcow2", "version 2")]
    [TestCase("v3.qcow2", "qcow2", "version 3")]
    [TestCase("small.qcow2", "qcow2", "version 3")]
    [TestCase("zlib.qcow2", "qcow2", "version 3")]
    [TestCase("zstd.qcow2", "qcow2", "version 3")]
    [TestCase("sub.qcow2", "qcow2", "version 3")]
    [TestCase("subzlib.qcow2", "qcow2", "version 3")]
    [TestCase("ext.qcow2", "qcow2", "version 3")]
    [TestCase("monolithicSparse.vmdk", "vmdk", "monolithicSparse")]
    [TestCase("monolithicFlat.vmdk", "vmdk", "monolithicFlat")]
    [TestCase("twoGbMaxExtentSparse.vmdk", "vmdk", "twoGbMaxExtentSparse")]
    [TestCase("twoGbMaxExtentFlat.vmdk", "vmdk", "twoGbMaxExtentFlat")]
    [TestCase("streamOptimized.vmdk", "vmdk", "streamOptimized")]
    [TestCase("fixed.vhd", "vhd", "fixed")]
    [TestCase("dynamic.vhd", "vhd", "dynamic")]
    [TestCase("dynamic.vhdx", "vhdx", null)]
    [TestCase("fixed.vhdx", "vhdx", null)]
    [TestCase("fast.E01", "E01", null)]
    [TestCase("seg.E01", "E01", null)]
    [TestCase("ftk.E01", "E01", null)]
    [TestCase("first.e01", "E01", null)]
    [TestCase("linen.E01", "E01", null)]
    [TestCase("smart.s01", "S01", null)]
    [TestCase("monolithicFlat-flat.vmdk", "raw", null)]
    public void The_medium_is_what_was_put_in(string file, string format, string? variant)
    {
        var problems = new ProblemLog();
        using OpenedDisk disk = Media.Open(DiskFixtures.PathOf(file), problems);
        Media.AssertSame(disk.Medium, PatternMedium.Bytes);
        Assert.Multiple(() =>
        {
            Assert.That(disk.Format, Is.EqualTo(format));
            Assert.That(disk.Details.Variant, Is.EqualTo(variant));
            Assert.That(problems.Sorted(), Is.Empty);
        });
    }

    /// <summary>Disks over another one; the truth is <c>qemu-img convert -O raw</c>.</summary>
    [TestCase("over", ".qcow2", "v3.qcow2")]
    [TestCase("oversub", ".qcow2", "v2.qcow2")]
    [TestCase("delta", ".vmdk", "monolithicSparse.vmdk")]
    public void A_disk_over_its_parent(string stem, string ending, string parent)
    {
        var problems = new ProblemLog();
        using OpenedDisk disk = Media.Open(DiskFixtures.PathOf(stem + ending), problems);
        byte[] truth = File.ReadAllBytes(DiskFixtures.PathOf(stem + ".raw"));
        Assert.That(truth, Is.Not.EqualTo(PatternMedium.Bytes));
        Media.AssertSame(disk.Medium, truth);
        Assert.Multiple(() =>
        {
            Assert.That(disk.Details.Parents, Is.EqualTo([parent]));
            Assert.That(disk.Details.Files.Select(f => f.Name), Is.EqualTo([stem + ending, parent]));
            Assert.That(problems.Sorted(), Is.Empty);
        });
    }

    [Test]
    public void Internal_snapshots_are_noted_and_not_shown()
    {
        var problems = new ProblemLog();
        using OpenedDisk disk = Media.Open(DiskFixtures.PathOf("snap.qcow2"), problems);
        Media.AssertSame(disk.Medium, PatternMedium.Bytes);
        Assert.That(problems.Sorted().Select(p => (p.Code, p.Severity)), Is.EqualTo([(DiskProblems.NotShown, ProblemSeverity.Note)]));
    }

    /// <summary>What <c>ewfinfo</c> says of the same files; the digests are those of <c>md5sum</c> and <c>sha1sum</c> over the medium.</summary>
    [TestCase("fast.E01")]
    [TestCase("seg.E01")]
    [TestCase("linen.E01")]
    public void Case_details_and_digests(string file)
    {
        using OpenedDisk disk = Media.Open(DiskFixtures.PathOf(file));
        EwfCase? found = disk.Details.Case;
        Assert.Multiple(() =>
        {
            Assert.That(found?.CaseNumber, Is.EqualTo("case-7"));
            Assert.That(found?.EvidenceNumber, Is.EqualTo("evidence-1"));
            Assert.That(found?.Description, Is.EqualTo("description"));
            Assert.That(found?.Examiner, Is.EqualTo("examiner"));
            Assert.That(found?.Notes, Is.EqualTo("notes"));
            Assert.That(found?.Software, Is.EqualTo("20140813"));
            Assert.That(found?.System, Is.EqualTo("Linux"));
            Assert.That(found?.AcquiredAt, Is.Not.Null.And.Not.Empty);
            Assert.That(disk.Details.StoredMd5, Is.EqualTo("6f708c244ce362bc1025b6d3ee4a946e"));
            Assert.That(disk.Details.SectorBytes, Is.EqualTo(512));
            if (file != "linen.E01") // the older formats have no place for it
                Assert.That(disk.Details.StoredSha1, Is.EqualTo("a74d786ec5e0cdd89e43722840c6cb25480fa998"));
        });
    }

    [Test]
    public void All_files_of_a_disk_are_listed()
    {
        using OpenedDisk disk = Media.Open(DiskFixtures.PathOf("seg.E01"));
        Assert.That(disk.Details.Files.Select(f => f.Name), Is.EqualTo(["seg.E01", "seg.E02", "seg.E03", "seg.E04", "seg.E05"]));
    }
}
