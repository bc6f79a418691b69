using System.Buffers.Binary;
using System.Text;
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
        int block = BlockAt(image, 0);
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
        Entry(image, logAt, logBytes, 0, 0, 41, s_log, image.Length, (BlockAt(image, 0), new byte[4096]));
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
        (byte[] child, byte[] truth) = Differencing(parent, Header(parent).Write);
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
        using OpenedDisk disk = Media.Open(Write("child.vhdx", Differencing(parent, s_log).Child), problems);
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
        BinaryPrimitives.WriteUInt64LittleEndian(image.AsSpan(Regions(image).Table), (5UL << 40) | 6);
        using OpenedDisk disk = Media.Open(Write("x.vhdx", image));
        Assert.That(Assert.Throws<EvidenceFormatException>(() => disk.Medium.ReadAt(0, new byte[512]))!.Code, Is.EqualTo(DiskProblems.OutOfRange));
        Assert.DoesNotThrow(() => disk.Medium.ReadAt(1 << 20, new byte[512]));
    }

    private static (byte[] Child, byte[] Truth) Differencing(byte[] parent, Guid linkage)
    {
        byte[] child = File.ReadAllBytes(DiskFixtures.PathOf("dynamic.vhdx"));
        (int table, int metadata) = Regions(child);
        int own = BlockAt(child, 0), whole = BlockAt(child, 3), bitmap = child.Length;
        Array.Resize(ref child, child.Length + (1 << 20));
        child.AsSpan(own, 1 << 20).Fill(0xA5);
        child.AsSpan(whole, 1 << 20).Fill(0x5A);
        for (int block = 0; block < 4; block++)
            BinaryPrimitives.WriteUInt64LittleEndian(child.AsSpan(table + block * 8),
                block switch { 0 => (ulong)own | 7, 1 => 0, 2 => 2, _ => (ulong)whole | 6 });
        BinaryPrimitives.WriteUInt64LittleEndian(child.AsSpan(table + 4096 * 8), (ulong)bitmap | 6); // 2^23 sectors of 512 bytes are 4096 blocks of 1 MiB
        byte[] truth = [.. PatternMedium.Bytes];
        for (int sector = 0; sector < 2048; sector++)
        {
            if (sector / 3 % 2 == 0)
                continue;
            child[bitmap + sector / 8] |= (byte)(1 << sector % 8);
            truth.AsSpan(sector * 512, 512).Fill(0xA5);
        }
        truth.AsSpan(2 << 20, 1 << 20).Clear();
        truth.AsSpan(3 << 20, 1 << 20).Fill(0x5A);
        AddLocator(child, metadata, linkage);
        return (child, truth);
    }

    private static void AddLocator(byte[] child, int metadata, Guid linkage)
    {
        int count = BinaryPrimitives.ReadUInt16LittleEndian(child.AsSpan(metadata + 10));
        for (int i = 0; i < count; i++)
        {
            Span<byte> entry = child.AsSpan(metadata + 32 + i * 32, 32);
            if (new Guid(entry[..16]) == VhdxLayout.FileParameters)
                child[metadata + BinaryPrimitives.ReadInt32LittleEndian(entry[16..]) + 4] |= 2;
        }
        BinaryPrimitives.WriteUInt16LittleEndian(child.AsSpan(metadata + 10), (ushort)(count + 1));
        const int at = 0x20000;
        Span<byte> item = child.AsSpan(metadata + 32 + count * 32, 32);
        VhdxLayout.ParentLocator.TryWriteBytes(item);
        BinaryPrimitives.WriteUInt32LittleEndian(item[16..], at);
        BinaryPrimitives.WriteUInt32LittleEndian(item[20..], 1024);
        item[24] = 4;
        Span<byte> locator = child.AsSpan(metadata + at, 1024);
        VhdxLayout.VhdxLocatorType.TryWriteBytes(locator);
        (string, string)[] pairs = [("parent_linkage", linkage.ToString("B")), ("relative_path", @"..\images\parent.vhdx")];
        locator[18] = (byte)pairs.Length;
        int text = 100;
        for (int i = 0; i < pairs.Length; i++)
        {
            Span<byte> entry = locator.Slice(20 + i * 12, 12);
            byte[] key = Encoding.Unicode.GetBytes(pairs[i].Item1), value = Encoding.Unicode.GetBytes(pairs[i].Item2);
            BinaryPrimitives.WriteInt32LittleEndian(entry, text);
            BinaryPrimitives.WriteInt32LittleEndian(entry[4..], text + key.Length);
            BinaryPrimitives.WriteUInt16LittleEndian(entry[8..], (ushort)key.Length);
            BinaryPrimitives.WriteUInt16LittleEndian(entry[10..], (ushort)value.Length);
            key.CopyTo(locator[text..]);
            value.CopyTo(locator[(text + key.Length)..]);
            text += key.Length + value.Length;
        }
    }

    /// <summary>Names the log in the header that counts.</summary>
    private static (int At, int Bytes) OpenLog(byte[] image)
    {
        (int at, _) = Header(image);
        Span<byte> header = image.AsSpan(at, 4096);
        s_log.TryWriteBytes(header[48..]);
        BinaryPrimitives.WriteUInt32LittleEndian(header[4..], VhdxLayout.Checksum(header));
        return ((int)BinaryPrimitives.ReadInt64LittleEndian(header[72..]), BinaryPrimitives.ReadInt32LittleEndian(header[68..]));
    }

    private static (int At, Guid Write) Header(byte[] image)
    {
        int at = new[] { 65536, 131072 }.MaxBy(a => VhdxHeader.Parse(image.AsSpan(a, 4096))?.Sequence ?? 0);
        return (at, new Guid(image.AsSpan(at + 32, 16)));
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

    private static (int Table, int Metadata) Regions(byte[] image)
    {
        VhdxRegions regions = VhdxRegions.Parse(image.AsSpan(192 * 1024, 65536))!.Value;
        return ((int)regions.BlockTable.Offset, (int)regions.Metadata.Offset);
    }

    private static int BlockAt(byte[] image, int block) =>
        (int)(BinaryPrimitives.ReadUInt64LittleEndian(image.AsSpan(Regions(image).Table + block * 8)) & VhdxLayout.OffsetMask);

    private string Write(string name, byte[] bytes)
    {
        string path = Path.Combine(_case, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }
}
