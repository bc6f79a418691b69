using System.Buffers.Binary;
using StoreForensics.Ingest.Disks;
using StoreForensics.Primitives;

namespace StoreForensics.Tests.Ingest.Disks;

/// <summary>VirtualBox disks, written by hand (DiskToolTests has those of qemu-img).</summary>
internal sealed class VdiTests
{
    private const int BlockBytes = 1 << 20;

    private string _case = "";

    [SetUp]
    public void Make() => _case = Directory.CreateTempSubdirectory("sf-vdi-").FullName;

    [TearDown]
    public void Remove() => Directory.Delete(_case, recursive: true);

    /// <summary>Blocks in another order than the medium's, one all zeros, one never written, each behind bytes that are not the medium's.</summary>
    [TestCase(0)]
    [TestCase(512)]
    public void The_medium_is_that_of_the_map(int extra)
    {
        byte[] truth = [.. PatternMedium.Bytes.AsSpan(0, 4 * BlockBytes), .. new byte[700]];
        truth.AsSpan(BlockBytes, 2 * BlockBytes).Clear();
        var problems = new ProblemLog();
        using OpenedDisk disk = Media.Open(Write(Image(truth, [1, uint.MaxValue, uint.MaxValue - 1, 0, 2], extra)), problems);
        Media.AssertSame(disk.Medium, truth);
        Assert.Multiple(() =>
        {
            Assert.That((disk.Format, disk.Details.Variant), Is.EqualTo(("vdi", "dynamic")));
            Assert.That(disk.Medium.NextData(BlockBytes).Start, Is.EqualTo(3L * BlockBytes), "a hole");
            Assert.That(problems.Sorted(), Is.Empty);
        });
    }

    [Test]
    public void One_on_another_disk_is_named_and_not_read()
    {
        byte[] image = Image(new byte[BlockBytes], [0], 0);
        image[0x4C] = 4;
        image[0x1A8] = 7;
        Assert.That(Assert.Throws<EvidenceOpenException>(() => Media.Open(Write(image)))!.Message, Does.Contain("a VDI made on the disk 00000007-"));
    }

    [TestCase(0x44, 2u, DiskProblems.BadHeader)]
    [TestCase(0x178, 0u, DiskProblems.BadHeader)]
    [TestCase(0x178, 513u, DiskProblems.BadHeader)]
    [TestCase(0x174, 0x80000000u, DiskProblems.BadHeader)]
    public void A_header_that_cannot_be_ends_it(int at, uint value, string code)
    {
        byte[] image = Image(new byte[BlockBytes], [0], 0);
        BinaryPrimitives.WriteUInt32LittleEndian(image.AsSpan(at), value);
        var thrown = Assert.Throws<EvidenceOpenException>(() => Media.Open(Write(image)))!;
        Assert.That((thrown.InnerException as EvidenceFormatException)?.Code, Is.EqualTo(code));
    }

    [Test]
    public void A_map_that_is_too_short_is_told_and_the_rest_is_read()
    {
        byte[] truth = PatternMedium.Bytes[..(2 * BlockBytes)];
        byte[] image = Image(truth, [0, 1], 0);
        image[0x180] = 1;
        var problems = new ProblemLog();
        using OpenedDisk disk = Media.Open(Write(image), problems);
        byte[] first = new byte[BlockBytes];
        disk.Medium.ReadAt(0, first);
        Assert.That(first.AsSpan().SequenceEqual(truth.AsSpan(0, BlockBytes)), Is.True);
        Assert.That(Assert.Throws<EvidenceFormatException>(() => disk.Medium.ReadAt(BlockBytes, first))!.Code, Is.EqualTo(DiskProblems.BadMapping));
        Assert.That(problems.Sorted().Select(p => p.Code), Is.EqualTo(new[] { DiskProblems.BadHeader }));
    }

    [Test]
    public void Whatever_is_done_to_its_bytes_it_ends()
    {
        byte[] whole = Image(PatternMedium.Bytes[..(2 * BlockBytes)], [1, 0], 0);
        var random = new Random(20_261_104);
        byte[] buffer = new byte[BlockBytes];
        for (int round = 0; round < 200; round++)
        {
            byte[] image = round % 3 == 0 ? whole[..random.Next(1200)] : [.. whole];
            for (int i = 0; i < 3 && image.Length > 0x50; i++)
                image[random.Next(0x44, Math.Min(image.Length, 0x410))] = (byte)random.Next(256);
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

    private static byte[] Image(byte[] medium, uint[] map, int extra)
    {
        const int MapAt = 1024, DataAt = 4096;
        int stored = map.Count(m => m < uint.MaxValue - 1), stride = BlockBytes + extra;
        byte[] image = new byte[DataAt + (stored * stride)];
        "<<< a disk >>>\n"u8.CopyTo(image);
        Put(0x40, 0xBEDA107F);
        Put(0x44, 0x00010001);
        Put(0x48, 0x190);
        Put(0x4C, 1);
        Put(0x154, MapAt);
        Put(0x158, DataAt);
        Put(0x168, 512);
        BinaryPrimitives.WriteInt64LittleEndian(image.AsSpan(0x170), medium.Length);
        Put(0x178, BlockBytes);
        Put(0x17C, (uint)extra);
        Put(0x180, (uint)map.Length);
        for (int i = 0; i < map.Length; i++)
        {
            Put(MapAt + (i * 4), map[i]);
            if (map[i] < uint.MaxValue - 1)
                medium.AsSpan(i * BlockBytes, Math.Min(BlockBytes, medium.Length - (i * BlockBytes)))
                    .CopyTo(image.AsSpan(DataAt + ((int)map[i] * stride) + extra));
        }
        return image;

        void Put(int at, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(image.AsSpan(at), value);
    }

    private string Write(byte[] image)
    {
        string path = Path.Combine(_case, "disk.img");
        File.WriteAllBytes(path, image);
        return path;
    }
}
