using System.Buffers.Binary;
using StoreForensics.Ingest.Partitions;
using StoreForensics.Ingest.Recognition;
using StoreForensics.Primitives;
using StoreForensics.Tests.Contracts;

namespace StoreForensics.Tests.Ingest.Partitions;

/// <summary>Boot records written by hand here; <c>mmls</c> is asked whether it sees the same, where it is installed.</summary>
internal sealed class MbrTests
{
    private const int DiskSectors = 8192;

    [Test]
    public void Primary_and_logical_partitions()
    {
        (IReadOnlyList<Partition> found, IReadOnlyList<Problem> problems) = PartitionFixtures.Read(Disk());
        Assert.That(problems, Is.Empty);
        Assert.That(found.Select(p => (p.FoundAs, p.Start / 512, p.Length / 512, p.Type)), Is.EqualTo(new (string, long?, long, string)[]
        {
            ("mbr 1", 64, 1000, "Linux (0x83)"),
            ("mbr 4", 7000, 500, "NTFS or exFAT (0x07)"),
            ("mbr 5", 2010, 300, "Linux swap (0x82)"),
            ("mbr 6", 2610, 400, "Linux LVM (0x8e)"),
            ("mbr 7", 3210, 100, "Linux (0x83)"),
        }));
    }

    [Test]
    public void Mmls_sees_the_same()
    {
        Tool.Require("mmls");
        string path = Path.Combine(TestContext.CurrentContext.WorkDirectory, "mbr.raw");
        File.WriteAllBytes(path, Disk());
        string[] rows = ToolOutput.Lines("mmls", "-t", "dos", path);
        var truth = rows.Select(r => r.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Where(r => r.Length > 4
            && r[1].Contains(':', StringComparison.Ordinal))
            .Select(r => (long.Parse(r[2]), long.Parse(r[4]))).Order();
        Assert.That(PartitionFixtures.Read(File.ReadAllBytes(path)).Partitions.Select(p => (p.Start!.Value / 512, p.Length / 512)).Order(), Is.EqualTo(truth));
    }

    [Test]
    public void A_chain_that_leads_back()
    {
        byte[] disk = Disk();
        Entry(disk, 3200, 1, 0x05, 600, 600); // back to the second record
        (IReadOnlyList<Partition> found, IReadOnlyList<Problem> problems) = PartitionFixtures.Read(disk);
        Assert.That(found, Has.Count.EqualTo(5));
        Assert.That(problems.Select(p => p.Code), Is.EqualTo([PartitionProblems.BadChain]));
    }

    [Test]
    public void A_chain_that_leaves_the_disk_or_is_overwritten()
    {
        byte[] disk = Disk();
        Entry(disk, 3200, 1, 0x05, 0xFFFF_FF00, 600);
        Assert.That(PartitionFixtures.Read(disk).Problems.Select(p => p.Code), Is.EqualTo([PartitionProblems.BadChain]));
        disk.AsSpan(2600 * 512, 512).Clear();
        (IReadOnlyList<Partition> found, IReadOnlyList<Problem> problems) = PartitionFixtures.Read(disk);
        Assert.That(found, Has.Count.EqualTo(3));
        Assert.That(problems.Select(p => p.Code), Is.EqualTo([PartitionProblems.BadChain]));
    }

    [Test]
    public void Partitions_outside_and_over_each_other()
    {
        byte[] disk = Disk();
        Entry(disk, 0, 1, 0x83, 500, 700);
        Entry(disk, 0, 3, 0x83, 0xFFFF_FFF0, 0xFFFF_FFF0);
        (_, IReadOnlyList<Problem> problems) = PartitionFixtures.Read(disk);
        Assert.That(problems.Select(p => p.Code), Is.EqualTo([PartitionProblems.OutsideDisk, PartitionProblems.Overlap]));
    }

    /// <summary>Numbers count sectors of 4096 bytes where that is where file systems are.</summary>
    [Test]
    public void Sectors_of_4096_bytes()
    {
        byte[] disk = new byte[4096 * 1000];
        Entry(disk, 0, 0, 0x83, 100, 200);
        Mark(disk, 0);
        "XFSB"u8.CopyTo(disk.AsSpan(100 * 4096));
        Assert.That(PartitionFixtures.Read(disk).Partitions.Select(p => (p.FoundAs, p.Start, p.Length)),
            Is.EqualTo(new (string, long?, long)[] { ("mbr 1", 100 * 4096, 200 * 4096) }));
    }

    /// <summary>A FAT's boot sector ends with the same mark.</summary>
    [Test]
    public void A_file_system_without_a_table()
    {
        byte[] disk = new byte[512 * 100];
        "FAT16   "u8.CopyTo(disk.AsSpan(54));
        Mark(disk, 0);
        Entry(disk, 0, 0, 0x20, 0x20202020, 0x20202020);
        IReadOnlyList<Partition> found = PartitionFixtures.Read(disk).Partitions;
        Assert.That(found.Select(p => (p.FoundAs, p.Start, p.Length)), Is.EqualTo(new (string, long?, long)[] { ("whole disk", 0, disk.Length) }));
        Assert.That(Recogniser.Part(found[0].Blocks).Words, Is.EqualTo("FAT16"));
    }

    private static byte[] Disk()
    {
        byte[] disk = new byte[DiskSectors * 512];
        Mark(disk, 0);
        Entry(disk, 0, 0, 0x83, 64, 1000);
        Entry(disk, 0, 2, 0x0F, 2000, 4000);
        Entry(disk, 0, 3, 0x07, 7000, 500);
        Mark(disk, 2000);
        Entry(disk, 2000, 0, 0x82, 10, 300);
        Entry(disk, 2000, 1, 0x05, 600, 600);
        Mark(disk, 2600);
        Entry(disk, 2600, 0, 0x8E, 10, 400);
        Entry(disk, 2600, 1, 0x05, 1200, 200);
        Mark(disk, 3200);
        Entry(disk, 3200, 0, 0x83, 10, 100);
        return disk;
    }

    private static void Mark(byte[] disk, int sector) => (disk[sector * 512 + 510], disk[sector * 512 + 511]) = (0x55, 0xAA);

    private static void Entry(byte[] disk, int sector, int number, byte type, uint start, uint sectors)
    {
        Span<byte> entry = disk.AsSpan(sector * 512 + 446 + number * 16, 16);
        entry[4] = type;
        BinaryPrimitives.WriteUInt32LittleEndian(entry[8..], start);
        BinaryPrimitives.WriteUInt32LittleEndian(entry[12..], sectors);
    }
}
