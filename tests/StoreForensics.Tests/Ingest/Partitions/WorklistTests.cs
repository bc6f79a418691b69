using StoreForensics.Ingest.Partitions;
using StoreForensics.Primitives;
using StoreForensics.Tests.Ingest.Disks;

namespace StoreForensics.Tests.Ingest.Partitions;

/// <summary>Partitions within partitions.</summary>
internal sealed class WorklistTests
{
    private const int Extent = MadeDisk.ExtentBytes;

    [Test]
    public void A_table_in_a_logical_volume()
    {
        byte[] disk = new byte[20 * Extent];
        MadeDisk.Physical(disk, "vg0", "guest", 'a', ('a', 16));
        Span<byte> guest = disk.AsSpan(Extent, 16 * Extent);
        MadeDisk.Gpt(guest, (40, 100), (200, 50));
        guest.Slice(200 * 512, 512).Fill(7);
        (IReadOnlyList<Partition> found, IReadOnlyList<Problem> problems) = PartitionFixtures.Read(disk);
        Assert.That(problems, Is.Empty);
        Assert.That(found.Select(p => (p.Index, p.FoundAs, p.Start, p.Length)), Is.EqualTo(new (int, string, long?, long)[]
        {
            (0, "whole disk", 0, 20 * Extent),
            (1, "lvm vg0/guest", null, 16 * Extent),
            (2, "lvm vg0/guest gpt 1", null, 100 * 512),
            (3, "lvm vg0/guest gpt 2", null, 50 * 512),
        }));
        Media.AssertSame(found[3].Blocks, guest.Slice(200 * 512, 50 * 512).ToArray());
    }

    /// <summary>A machine in a logical volume, whose group is named as the host's.</summary>
    [Test]
    public void A_logical_volume_in_a_logical_volume()
    {
        byte[] disk = new byte[40 * Extent];
        MadeDisk.Gpt(disk, (128, 38 * 128));
        Span<byte> host = disk.AsSpan(Extent, 38 * Extent);
        MadeDisk.Physical(host, "vg0", "guest", 'a', ('a', 36));
        Span<byte> guest = host.Slice(Extent, 36 * Extent);
        MadeDisk.Gpt(guest, (128, 30 * 128));
        Span<byte> inner = guest.Slice(Extent, 30 * Extent);
        MadeDisk.Physical(inner, "vg0", "root", 'b', ('b', 28));
        inner.Slice(Extent, 512).Fill(9);
        (IReadOnlyList<Partition> found, IReadOnlyList<Problem> problems) = PartitionFixtures.Read(disk);
        Assert.That(problems, Is.Empty);
        Assert.That(found.Select(p => p.FoundAs), Is.EqualTo(["gpt 1", "lvm vg0/guest", "lvm vg0/guest gpt 1", "lvm vg0/guest lvm vg0/root"]));
        Media.AssertSame(found[3].Blocks, inner.Slice(Extent, 28 * Extent).ToArray());
    }

    [Test]
    public void A_physical_volume_in_a_logical_volume()
    {
        byte[] disk = new byte[40 * Extent];
        MadeDisk.Physical(disk, "outer", "pv", 'a', ('a', 36));
        MadeDisk.Physical(disk.AsSpan(Extent, 36 * Extent), "inner", "root", 'b', ('b', 30));
        (IReadOnlyList<Partition> found, IReadOnlyList<Problem> problems) = PartitionFixtures.Read(disk);
        Assert.That(problems, Is.Empty);
        Assert.That(found.Select(p => p.FoundAs), Is.EqualTo(["whole disk", "lvm outer/pv", "lvm inner/root"]));
    }

    [Test]
    public void A_gpt_in_a_partition_of_a_boot_record()
    {
        byte[] disk = new byte[10 * Extent];
        MadeDisk.Mbr(disk, (128, 8 * 128));
        MadeDisk.Gpt(disk.AsSpan(Extent, 8 * Extent), (64, 64));
        (IReadOnlyList<Partition> found, IReadOnlyList<Problem> problems) = PartitionFixtures.Read(disk);
        Assert.That(problems, Is.Empty);
        Assert.That(found.Select(p => (p.FoundAs, p.Start)), Is.EqualTo(new (string, long?)[] { ("mbr 1", Extent), ("mbr 1 gpt 1", Extent + 64 * 512) }));
    }

    /// <summary>What the disk itself has comes first, in the order that it always had; a group waits for the volume that is found last.</summary>
    [Test]
    public void Order_and_a_group_over_both()
    {
        byte[] disk = new byte[40 * Extent];
        MadeDisk.Gpt(disk, (128, 16 * 128), (17 * 128, 16 * 128));
        Span<byte> nested = disk.AsSpan(Extent, 16 * Extent);
        MadeDisk.Gpt(nested, (128, 12 * 128));
        MadeDisk.Physical(nested.Slice(Extent, 12 * Extent), "both", "span", 'a', ('a', 10), ('b', 10));
        MadeDisk.Physical(disk.AsSpan(17 * Extent, 16 * Extent), "both", "span", 'b', ('a', 10), ('b', 10));
        (IReadOnlyList<Partition> found, IReadOnlyList<Problem> problems) = PartitionFixtures.Read(disk);
        Assert.That(problems, Is.Empty);
        Assert.That(found.Select(p => p.FoundAs), Is.EqualTo(["gpt 1", "gpt 2", "gpt 1 gpt 1", "lvm both/span"]));
        Assert.That(found.Select(p => p.Index), Is.EqualTo([0, 1, 2, 3]));
    }

    /// <summary>The partition begins where the disk does: its table is the disk's.</summary>
    [Test]
    public void A_table_in_itself()
    {
        byte[] disk = new byte[10 * Extent];
        MadeDisk.Gpt(disk, (0, 10 * 128));
        (IReadOnlyList<Partition> found, IReadOnlyList<Problem> problems) = PartitionFixtures.Read(disk);
        Assert.That(found.Select(p => p.FoundAs), Is.EqualTo(["gpt 1"]));
        Assert.That(problems.Select(p => (p.Code, p.Origin.Path.ToString())), Is.EqualTo([(PartitionProblems.Nested, "gpt 1")]));
    }

    [Test]
    public void A_hundred_tables_in_each_other()
    {
        byte[] disk = new byte[101 * 2 * Extent];
        Span<byte> inner = disk;
        for (int depth = 0; depth < 100; depth++)
        {
            MadeDisk.Gpt(inner, (128, inner.Length / 512 - 256));
            inner = inner[Extent..^Extent];
        }
        (IReadOnlyList<Partition> found, IReadOnlyList<Problem> problems) = PartitionFixtures.Read(disk);
        Assert.That(found, Has.Count.EqualTo(PartitionWorklist.MaxDepth + 1));
        Assert.That(problems.Select(p => p.Code), Is.EqualTo([PartitionProblems.Nested]));
    }

    [Test]
    public void More_partitions_within_one_than_are_read()
    {
        byte[] disk = new byte[20 * Extent];
        MadeDisk.Mbr(disk, (128, 18 * 128));
        MadeDisk.Gpt(disk.AsSpan(Extent, 18 * Extent), [.. Enumerable.Range(0, PartitionWorklist.MaxWithin + 1).Select(_ => (1100, 8))]);
        (IReadOnlyList<Partition> found, IReadOnlyList<Problem> problems) = PartitionFixtures.Read(disk);
        Assert.That(found.Select(p => p.FoundAs), Is.EqualTo(["mbr 1"]));
        Assert.That(problems.Select(p => p.Code), Does.Contain(PartitionProblems.Nested));
    }

    /// <summary>A boot loader's sector has the mark of a boot record, and code where its table would be.</summary>
    [Test]
    public void Code_is_no_table()
    {
        byte[] disk = new byte[10 * Extent];
        MadeDisk.Gpt(disk, (128, 128));
        MadeDisk.Mbr(disk.AsSpan(Extent), (1, 500));
        (IReadOnlyList<Partition> found, IReadOnlyList<Problem> problems) = PartitionFixtures.Read(disk);
        Assert.That(problems, Is.Empty);
        Assert.That(found.Select(p => p.FoundAs), Is.EqualTo(["gpt 1"]));
    }
}
