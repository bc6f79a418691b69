using System.Buffers.Binary;
using StoreForensics.Ingest.Disks;
using StoreForensics.Primitives;

namespace StoreForensics.Tests.Ingest.Disks;

/// <summary>QED and Parallels disks, written by hand (DiskToolTests has those of qemu-img).</summary>
internal sealed class TableDisksTests
{
    private const int Cluster = 4096;

    private string _case = "";

    [SetUp]
    public void Make() => _case = Directory.CreateTempSubdirectory("sf-tables-").FullName;

    [TearDown]
    public void Remove() => Directory.Delete(_case, recursive: true);

    /// <summary>Clusters in another order than the medium's, one all zeros, one that the backing file has, one that nobody has.</summary>
    [Test]
    public void A_QED_over_its_backing_file()
    {
        byte[] backing = PatternMedium.Bytes[..(3 * Cluster)], truth = new byte[(5 * Cluster) + 512];
        PatternMedium.Bytes.AsSpan(Cluster, 2 * Cluster).CopyTo(truth);
        backing.AsSpan(2 * Cluster).CopyTo(truth.AsSpan(2 * Cluster));
        truth.AsSpan(Cluster, Cluster).Clear();
        File.WriteAllBytes(Path.Combine(_case, "base.raw"), backing);
        var problems = new ProblemLog();
        using OpenedDisk disk = Media.Open(Write(Qed(truth, "base.raw")), problems);
        Media.AssertSame(disk.Medium, truth);
        Assert.That((disk.Format, disk.Details.Parents.Single()), Is.EqualTo(("qed", "base.raw")));
        Assert.That(disk.Medium.NextData(Cluster).Start, Is.EqualTo(2L * Cluster), "a hole");
        Assert.That(problems.Sorted().Select(p => p.Code), Is.EqualTo(new[] { DiskProblems.NotClean }));
    }

    [TestCase(true)]
    [TestCase(false)]
    public void A_Parallels_disk(bool isExtended)
    {
        byte[] truth = [.. PatternMedium.Bytes.AsSpan(0, 3 * Cluster), .. new byte[512]];
        truth.AsSpan(Cluster, Cluster).Clear();
        var problems = new ProblemLog();
        using OpenedDisk disk = Media.Open(Write(Parallels(truth, isExtended)), problems);
        Media.AssertSame(disk.Medium, truth);
        Assert.That(disk.Format, Is.EqualTo("parallels"));
        Assert.That(disk.Medium.NextData(Cluster).Start, Is.EqualTo(2L * Cluster), "a hole");
        Assert.That(problems.Sorted(), Is.Empty);
    }

    [TestCase(4, 100u)]
    [TestCase(8, 0u)]
    [TestCase(52, 0x80000000u)]
    public void A_QED_header_that_cannot_be_ends_it(int at, uint value) => Refused(Qed(new byte[Cluster], ""), at, value);

    [TestCase(16, 3u)]
    [TestCase(28, 0u)]
    [TestCase(40, 0x80000000u)]
    public void A_Parallels_header_that_cannot_be_ends_it(int at, uint value) => Refused(Parallels(new byte[Cluster], true), at, value);

    [Test]
    public void Whatever_is_done_to_their_bytes_they_end()
    {
        byte[] truth = PatternMedium.Bytes[..(3 * Cluster)];
        byte[][] wholes = [Qed(truth, ""), Parallels(truth, true), Parallels(truth, false)];
        var random = new Random(20_261_201);
        byte[] buffer = new byte[Cluster];
        for (int round = 0; round < 300; round++)
        {
            byte[] whole = wholes[round % 3], image = round % 5 == 0 ? whole[..random.Next(whole.Length)] : [.. whole];
            for (int i = 0; i < 3 && image.Length > 32; i++)
                image[random.Next(16, Math.Min(image.Length, random.Next(2) == 0 ? 128 : 2 * Cluster))] = (byte)random.Next(256);
            try
            {
                using OpenedDisk disk = Media.Open(Write(image));
                _ = disk.Medium.NextData(0);
                disk.Medium.ReadAt(0, buffer.AsSpan(0, (int)Math.Min(buffer.Length, disk.Medium.Length)));
            }
            catch (Exception e) when (e is EvidenceOpenException or EvidenceFormatException)
            {
            }
        }
    }

    private void Refused(byte[] image, int at, uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(image.AsSpan(at), value);
        var thrown = Assert.Throws<EvidenceOpenException>(() => Media.Open(Write(image)))!;
        Assert.That((thrown.InnerException as EvidenceFormatException)?.Code, Is.EqualTo(DiskProblems.BadHeader));
    }

    // Header, table of the first level, one of the second, then the clusters backwards: the first is stored, the second zeros, the others are not there.
    private static byte[] Qed(byte[] medium, string backing)
    {
        byte[] image = new byte[4 * Cluster];
        "QED\0"u8.CopyTo(image);
        Put(image, 4, Cluster);
        Put(image, 8, 1);
        Put(image, 12, 1);
        Put(image, 16, backing.Length > 0 ? 7u : 2u);
        Put(image, 40, Cluster);
        BinaryPrimitives.WriteInt64LittleEndian(image.AsSpan(48), medium.Length);
        Put(image, 56, 64);
        Put(image, 60, (uint)backing.Length);
        System.Text.Encoding.ASCII.GetBytes(backing).CopyTo(image, 64);
        Put(image, Cluster, 2 * Cluster);
        Put(image, 2 * Cluster, 3 * Cluster);
        Put(image, (2 * Cluster) + 8, 1);
        medium.AsSpan(0, Math.Min(Cluster, medium.Length)).CopyTo(image.AsSpan(3 * Cluster));
        return image;
    }

    // The third cluster first, then the first; the others were never written.
    private static byte[] Parallels(byte[] medium, bool isExtended)
    {
        byte[] image = new byte[3 * Cluster];
        (isExtended ? "WithouFreSpacExt"u8 : "WithoutFreeSpace"u8).CopyTo(image);
        uint unit = isExtended ? 1u : Cluster / 512;
        Put(image, 16, 2);
        Put(image, 28, Cluster / 512);
        Put(image, 32, 4);
        Put(image, 36, (uint)medium.Length / 512);
        Put(image, 64, 2 * unit);
        Put(image, 72, unit);
        medium.AsSpan(0, Math.Min(Cluster, medium.Length)).CopyTo(image.AsSpan(2 * Cluster));
        if (medium.Length >= 3 * Cluster)
            medium.AsSpan(2 * Cluster, Cluster).CopyTo(image.AsSpan(Cluster));
        return image;
    }

    private static void Put(byte[] image, int at, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(image.AsSpan(at), value);

    private string Write(byte[] image)
    {
        string path = Path.Combine(_case, "disk.img");
        File.WriteAllBytes(path, image);
        return path;
    }
}
