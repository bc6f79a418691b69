using System.Buffers.Binary;
using StoreForensics.Ingest.Disks;
using StoreForensics.Ingest.Partitions;
using StoreForensics.Ingest.Recognition;
using StoreForensics.Primitives;

namespace StoreForensics.Tests.Ingest.Partitions;

internal sealed class GptTests
{
    /// <summary>As <c>sgdisk -p</c> and <c>mmls</c> print it.</summary>
    [Test]
    public void Partitions_are_those_of_sgdisk()
    {
        (IReadOnlyList<Partition> found, IReadOnlyList<Problem> problems) = PartitionFixtures.Read(PartitionFixtures.Bytes("lvm.raw"));
        Assert.That(problems, Is.Empty);
        Assert.That(found.Take(3).Select(p => (p.FoundAs, p.Name, p.Start / 512, p.Length / 512, p.Type.Split(" (")[0])),
            Is.EqualTo(new (string, string?, long?, long, string)[]
        {
            ("gpt 1", "boot", 2048, 4096, "Linux"),
            ("gpt 2", "pv one", 6144, 16384, "Linux LVM"),
            ("gpt 3", "pv Zwei ü", 22528, 16384, "Linux LVM"),
        }));
        Assert.That(found.Take(3).Select(p => Recogniser.Part(p.Blocks).Words), Is.EqualTo(["ext4", "LVM2 physical volume", "LVM2 physical volume"]));
    }

    [Test]
    public void Sectors_of_4096_bytes([Values(null, 4096)] int? told)
    {
        (IReadOnlyList<Partition> found, IReadOnlyList<Problem> problems) = PartitionFixtures.Read(PartitionFixtures.Bytes("gpt4k.raw"), told);
        Assert.That(problems, Is.Empty);
        Assert.That(found.Select(p => (p.FoundAs, p.Name, p.Start / 4096, p.Length / 4096)), Is.EqualTo(new (string, string?, long?, long)[]
        {
            ("gpt 1", "one", 256, 256),
            ("gpt 2", "two", 512, 512),
        }));
    }

    [TestCase(512, TestName = "First header without its mark")]
    [TestCase(512 + 40, TestName = "First header with a wrong checksum")]
    [TestCase(1024 + 32, TestName = "First entries with a wrong checksum")]
    public void A_damaged_first_copy(int at)
    {
        byte[] disk = PartitionFixtures.Bytes("lvm.raw");
        string[] whole = [.. PartitionFixtures.Read(disk).Partitions.Select(p => $"{p.FoundAs} {p.Start} {p.Length}")];
        disk[at] ^= 1;
        (IReadOnlyList<Partition> found, IReadOnlyList<Problem> problems) = PartitionFixtures.Read(disk);
        Assert.That(found.Select(p => $"{p.FoundAs} {p.Start} {p.Length}"), Is.EqualTo(whole));
        Assert.That(problems.Select(p => (p.Code, p.Severity)), Is.EqualTo([(PartitionProblems.SecondCopy, ProblemSeverity.Warning)]));
    }

    /// <summary>Boot record and first copy overwritten: what is at the end is enough.</summary>
    [Test]
    public void A_wiped_beginning()
    {
        byte[] disk = PartitionFixtures.Bytes("lvm.raw");
        disk.AsSpan(0, 64 * 512).Clear();
        Assert.That(PartitionFixtures.Read(disk).Partitions.Take(3).Select(p => p.FoundAs), Is.EqualTo(["gpt 1", "gpt 2", "gpt 3"]));
    }

    [Test]
    public void A_damaged_second_copy()
    {
        byte[] disk = PartitionFixtures.Bytes("lvm.raw");
        disk[^500] ^= 1;
        (IReadOnlyList<Partition> found, IReadOnlyList<Problem> problems) = PartitionFixtures.Read(disk);
        Assert.That(found, Has.Count.EqualTo(6));
        Assert.That(problems.Select(p => p.Code), Is.EqualTo([PartitionProblems.SecondCopy]));
    }

    [Test]
    public void Both_copies_damaged()
    {
        byte[] disk = PartitionFixtures.Bytes("lvm.raw");
        disk[512 + 40] ^= 1;
        disk[^500] ^= 1;
        (_, IReadOnlyList<Problem> problems) = PartitionFixtures.Read(disk);
        Assert.That(problems.Select(p => (p.Code, p.Severity)), Does.Contain((PartitionProblems.BadTable, ProblemSeverity.Damage)));
    }

    /// <summary>A table that is whole, but of a disk that is not.</summary>
    [Test]
    public void A_cut_disk()
    {
        byte[] disk = PartitionFixtures.Bytes("lvm.raw")[..(30000 * 512)];
        (IReadOnlyList<Partition> found, IReadOnlyList<Problem> problems) = PartitionFixtures.Read(disk);
        Assert.Multiple(() =>
        {
            Assert.That(problems.Select(p => p.Code), Does.Contain(PartitionProblems.OutsideDisk));
            Assert.That(found[2].Length, Is.EqualTo(16384 * 512));
            Assert.That(Assert.Throws<EvidenceFormatException>(() => found[2].Blocks.ReadAt(16383 * 512, new byte[512]))!.Code,
                Is.EqualTo(DiskProblems.MissingPart));
            Assert.DoesNotThrow(() => found[2].Blocks.ReadAt(0, new byte[512]));
        });
    }

    /// <summary>Entries of any number and size that a header with right checksums claims.</summary>
    [TestCase(80, 0xFFFF_FFFFu)]
    [TestCase(84, 0u)]
    [TestCase(84, 0x8000_0000u)]
    [TestCase(72, 0xFFFF_FFFFu)]
    public void Believed_numbers_that_cannot_be(int at, uint value)
    {
        byte[] disk = PartitionFixtures.Bytes("lvm.raw");
        BinaryPrimitives.WriteUInt32LittleEndian(disk.AsSpan(512 + at), value);
        disk.AsSpan(512 + 16, 4).Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(disk.AsSpan(512 + 16), Crc32.Of(disk.AsSpan(512, 92)));
        Assert.That(PartitionFixtures.Read(disk).Problems.Select(p => p.Code), Is.EqualTo([PartitionProblems.SecondCopy]));
    }
}
