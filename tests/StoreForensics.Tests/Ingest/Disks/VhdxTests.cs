using System.Buffers.Binary;
using StoreForensics.Ingest.Disks;
using StoreForensics.Ingest.Disks.Vhdx;
using StoreForensics.Primitives;

namespace StoreForensics.Tests.Ingest.Disks;

/// <summary>
/// What no program at hand makes: a log that was not applied, and a differencing disk. Both are written by hand here into an image of qemu-img, after [MS-VHDX]
/// 2.3 and 2.6.2.6; they are as right as that reading of it.
/// </summary>
internal sealed class VhdxTests
{
    private static readonly Guid s_log = new("11112222-3333-4444-5555-666677778888");

    private string _case = "";

    [SetUp]
    public void Make() => _case = Directory.CreateTempSubdirectory("sf-vhdx-").FullName;

    [TearDown]
    public void Remove() => Directory.Delete(_case, recursive: true);

    /// <summary>Two entries, the first of which goes on at the ring's beginning; others that do not count lie beside them.</summary>
    [Test]
    public void A_log_is_applied()
    {
        byte[] image = File.ReadAllBytes(DiskFixtures.PathOf("dynamic.vhdx"));
        (int logAt, int logBytes) = OpenLog(image);
        int block = DifferencingDisks.BlockAt(image, 0);
        byte[] page = [.. Enumerable.Range(0, 4096).Select(i => (byte)(i * 7))], later = [.. Enumerable.Range(0, 4096).Select(i => (byte)(i * 11))];
        Entry(image, logAt, logBytes, logBytes - 4096, logBytes - 4096, 41, s_log, image.Length, (block + 8192, page), (block + 16384, null));
        Entry(image, logAt, logBytes, 4096, logBytes - 4096, 42, s_log, image.Length, (block + 8192 + 4096, later));
        Entry(image, logAt, logBytes, 65536, 65536, 99, Guid.Empty, image.Length, (block, later));
        Entry(image, logAt, logBytes, 131072, 131072, 98, s_log, image.Length, (block, later));
        image[logAt + 131072 + 5000] ^= 1;
        byte[] truth = [.. PatternMedium.Bytes];
        page.CopyTo(truth, 8192);
        later.CopyTo(truth, 8192 + 4096);
        truth.AsSpan(16384, 8192).Clear();
        var problems = new ProblemLog();
        using OpenedDisk disk = Media.Open(Write("dirty.vhdx", image), problems);
        Media.AssertSame(disk.Medium, truth);
        Assert.That(problems.Sorted().Where(p => p.Code != DiskProblems.BadChecksum).Select(p => (p.Code, p.Severity)),
            Is.EqualTo([(DiskProblems.Replayed, ProblemSeverity.Note)]));
    }

    [Test]
    public void A_log_without_a_whole_sequence_is_told()
    {
        byte[] image = File.ReadAllBytes(DiskFixtures.PathOf("dynamic.vhdx"));
        (int logAt, int logBytes) = OpenLog(image);
        Entry(image, logAt, logBytes, 0, 0, 41, s_log, image.Length, (DifferencingDisks.BlockAt(image, 0), new byte[4096]));
        image[logAt + 4096 + 100] ^= 1;
        var problems = new ProblemLog();
        using OpenedDisk disk = Media.Open(Write("dirty.vhdx", image), problems);
        Assert.That(problems.Sorted().Select(p => (p.Code, p.Severity)), Does.Contain((DiskProblems.BadLog, ProblemSeverity.Damage)));
        Media.AssertSame(disk.Medium, PatternMedium.Bytes);
    }

    /// <summary>One block in part its own, one the parent's, one zeros, one wholly its own.</summary>
    [Test]
    public void A_differencing_disk()
    {
        byte[] parent = File.ReadAllBytes(DiskFixtures.PathOf("fixed.vhdx"));
        Write("parent.vhdx", parent);
        (byte[] child, byte[] truth) = DifferencingDisks.Vhdx(File.ReadAllBytes(DiskFixtures.PathOf("dynamic.vhdx")), DifferencingDisks.Header(parent).Write);
        var problems = new ProblemLog();
        using OpenedDisk disk = Media.Open(Write("child.vhdx", child), problems);
        Media.AssertSame(disk.Medium, truth);
        Assert.Multiple(() =>
        {
            Assert.That(problems.Sorted(), Is.Empty);
            Assert.That(disk.Details.Parents, Is.EqualTo(["parent.vhdx"]));
            Assert.That(disk.Details.Variant, Is.EqualTo("differencing"));
        });
    }

    [Test]
    public void Another_parent_is_told()
    {
        byte[] parent = File.ReadAllBytes(DiskFixtures.PathOf("fixed.vhdx"));
        Write("parent.vhdx", parent);
        var problems = new ProblemLog();
        byte[] child = DifferencingDisks.Vhdx(File.ReadAllBytes(DiskFixtures.PathOf("dynamic.vhdx")), s_log).Child;
        using OpenedDisk disk = Media.Open(Write("child.vhdx", child), problems);
        Assert.That(problems.Sorted().Select(p => p.Code), Is.EqualTo([DiskProblems.OtherParent]));
    }

    [TestCase(64 * 1024)]
    [TestCase(128 * 1024)]
    [TestCase(192 * 1024)]
    public void The_second_of_two_serves(int at)
    {
        byte[] image = File.ReadAllBytes(DiskFixtures.PathOf("dynamic.vhdx"));
        image[at + 100] ^= 1;
        var problems = new ProblemLog();
        using OpenedDisk disk = Media.Open(Write("x.vhdx", image), problems);
        Media.AssertBytes(Media.ReadAll(disk.Medium), PatternMedium.Bytes, "with one copy damaged");
        Assert.That(problems.Sorted().Select(p => p.Code), Is.EqualTo([DiskProblems.BadChecksum]));
    }

    [Test]
    public void A_block_beyond_the_file()
    {
        byte[] image = File.ReadAllBytes(DiskFixtures.PathOf("dynamic.vhdx"));
        BinaryPrimitives.WriteUInt64LittleEndian(image.AsSpan(DifferencingDisks.Regions(image).Table), (5UL << 40) | 6);
        using OpenedDisk disk = Media.Open(Write("x.vhdx", image));
        Assert.That(Assert.Throws<EvidenceFormatException>(() => disk.Medium.ReadAt(0, new byte[512]))!.Code, Is.EqualTo(DiskProblems.OutOfRange));
        Assert.DoesNotThrow(() => disk.Medium.ReadAt(1 << 20, new byte[512]));
    }

    /// <summary>Names the log in the header that counts.</summary>
    private static (int At, int Bytes) OpenLog(byte[] image)
    {
        (int at, _) = DifferencingDisks.Header(image);
        Span<byte> header = image.AsSpan(at, 4096);
        s_log.TryWriteBytes(header[48..]);
        BinaryPrimitives.WriteUInt32LittleEndian(header[4..], VhdxLayout.Checksum(header));
        return ((int)BinaryPrimitives.ReadInt64LittleEndian(header[72..]), BinaryPrimitives.ReadInt32LittleEndian(header[68..]));
    }

    // A change without a page is 8 KiB of zeros.
    private static void Entry(byte[] image, int logAt, int logBytes, int at, int tail, ulong sequence, Guid log, long fileBytes,
        params (int Offset, byte[]? Page)[] changes)
    {
        int data = 4096;
        byte[] entry = new byte[4096 * (1 + changes.Count(c => c.Page is not null))];
        "loge"u8.CopyTo(entry);
        BinaryPrimitives.WriteInt32LittleEndian(entry.AsSpan(8), entry.Length);
        BinaryPrimitives.WriteInt32LittleEndian(entry.AsSpan(12), tail);
        BinaryPrimitives.WriteUInt64LittleEndian(entry.AsSpan(16), sequence);
        BinaryPrimitives.WriteInt32LittleEndian(entry.AsSpan(24), changes.Length);
        log.TryWriteBytes(entry.AsSpan(32));
        BinaryPrimitives.WriteInt64LittleEndian(entry.AsSpan(48), fileBytes);
        BinaryPrimitives.WriteInt64LittleEndian(entry.AsSpan(56), fileBytes);
        for (int i = 0; i < changes.Length; i++)
        {
            Span<byte> descriptor = entry.AsSpan(64 + i * 32, 32);
            BinaryPrimitives.WriteInt64LittleEndian(descriptor[16..], changes[i].Offset);
            BinaryPrimitives.WriteUInt64LittleEndian(descriptor[24..], sequence);
            if (changes[i].Page is not { } page)
            {
                "zero"u8.CopyTo(descriptor);
                BinaryPrimitives.WriteInt64LittleEndian(descriptor[8..], 8192);
                continue;
            }
            "desc"u8.CopyTo(descriptor);
            page.AsSpan(4092, 4).CopyTo(descriptor[4..]);
            page.AsSpan(0, 8).CopyTo(descriptor[8..]);
            Span<byte> sector = entry.AsSpan(data, 4096);
            page.CopyTo(sector);
            "data"u8.CopyTo(sector);
            BinaryPrimitives.WriteUInt32LittleEndian(sector[4..], (uint)(sequence >> 32));
            BinaryPrimitives.WriteUInt32LittleEndian(sector[4092..], (uint)sequence);
            data += 4096;
        }
        BinaryPrimitives.WriteUInt32LittleEndian(entry.AsSpan(4), VhdxLayout.Checksum(entry));
        for (int i = 0; i < entry.Length; i++)
            image[logAt + (at + i) % logBytes] = entry[i];
    }

    private string Write(string name, byte[] bytes)
    {
        string path = Path.Combine(_case, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }
}
