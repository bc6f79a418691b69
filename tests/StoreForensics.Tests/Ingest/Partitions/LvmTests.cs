using System.Text;
using StoreForensics.Ingest.Disks;
using StoreForensics.Ingest.Partitions;
using StoreForensics.Ingest.Partitions.Lvm;
using StoreForensics.Primitives;

namespace StoreForensics.Tests.Ingest.Partitions;

/// <summary>Metadata that LVM 2.03.16 wrote; where extents are is what its <c>lvs</c> printed (see <c>Fixtures/make.sh</c>).</summary>
internal sealed class LvmTests
{
    private const int Extent = 128 * 1024;
    private const int One = (6144 + 2048) * 512;
    private const int Two = (22528 + 2048) * 512;

    [Test]
    public void Logical_volumes_are_where_lvs_says()
    {
        byte[] disk = PartitionFixtures.Bytes("lvm.raw");
        (IReadOnlyList<Partition> found, IReadOnlyList<Problem> problems) = PartitionFixtures.Read(disk);
        Assert.That(problems, Is.Empty);
        Assert.That(found.Skip(3).Select(p => (p.Index, p.FoundAs, p.Name, p.Type, p.Length)), Is.EqualTo(new (int, string, string?, string, long)[]
        {
            (3, "lvm vg0/root", "root", "LVM logical volume, linear", 2097152),
            (4, "lvm vg0/span", "span", "LVM logical volume, linear", 2097152),
            (5, "lvm vg0/strip", "strip", "LVM logical volume, striped", 2097152),
        }));
        Same(found[3], disk[One..(One + 16 * Extent)]);
        Same(found[4], [.. disk[Two..(Two + 8 * Extent)], .. disk[(One + 16 * Extent)..(One + 24 * Extent)]]);
        Same(found[5], Striped(disk));
    }

    /// <summary>Without the second physical volume its parts cannot be read, and the others can.</summary>
    [Test]
    public void A_missing_physical_volume_is_named()
    {
        byte[] disk = PartitionFixtures.Bytes("lvm.raw");
        disk.AsSpan(22528 * 512, 4096).Clear();
        (IReadOnlyList<Partition> found, IReadOnlyList<Problem> problems) = PartitionFixtures.Read(disk);
        Assert.Multiple(() =>
        {
            Assert.That(problems.Select(p => (p.Code, p.Severity)), Is.EqualTo([(PartitionProblems.MissingVolume, ProblemSeverity.Damage)]));
            Assert.That(problems[0].Message, Does.Contain("pv1").And.Contain("/dev/loop1").And.Contain("PNwZ7s-GKS0-lzUI-3nRB-aLWT-UbH6-t4Rzcd"));
            Assert.That(found, Has.Count.EqualTo(6));
            Same(found[3], disk[One..(One + 16 * Extent)]);
            Assert.That(Assert.Throws<EvidenceFormatException>(() => found[4].Blocks.ReadAt(0, new byte[512]))!.Code, Is.EqualTo(DiskProblems.MissingPart));
            Assert.DoesNotThrow(() => found[4].Blocks.ReadAt(8 * Extent, new byte[512]));
        });
    }

    [Test]
    public void A_copy_of_a_physical_volume_is_named()
    {
        byte[] disk = PartitionFixtures.Bytes("lvm.raw");
        disk.AsSpan(6144 * 512, 4096).CopyTo(disk.AsSpan(22528 * 512)); // label and identifier
        Assert.That(PartitionFixtures.Read(disk).Problems.Select(p => (p.Code, p.Severity)),
            Does.Contain((PartitionProblems.Duplicate, ProblemSeverity.Warning)));
    }

    /// <summary>The copy on the other physical volume is as good.</summary>
    [TestCase(512 + 100, TestName = "Label damaged")]
    [TestCase(4096 + 10, TestName = "Header of the metadata area damaged")]
    [TestCase(-1, TestName = "Text damaged")]
    public void Damaged_metadata(int at)
    {
        byte[] disk = PartitionFixtures.Bytes("lvm.raw");
        int start = 6144 * 512;
        if (at < 0) // every text that ever was there
            disk.AsSpan(start + 4096 + 512, 64 * 1024).Replace((byte)'q', (byte)'Q');
        else
            disk[start + at] ^= 1;
        (IReadOnlyList<Partition> found, IReadOnlyList<Problem> problems) = PartitionFixtures.Read(disk);
        Assert.That(problems.Select(p => p.Code), Does.Contain(PartitionProblems.BadMetadata));
        Assert.That(found.Skip(3).Select(p => p.Name), Is.EqualTo(["root", "span", "strip"]));
    }

    /// <summary>The text as <c>vgcfgbackup</c> gives it, with kinds of volumes that need the device mapper to be made.</summary>
    [Test]
    public void Kinds_that_are_not_read_are_named()
    {
        string text = Metadata().Replace("\tlogical_volumes {\n", """
                logical_volumes {
                mirror { id = "x" status = ["READ", "WRITE", "VISIBLE"] segment_count = 1
                    segment1 { start_extent = 0 extent_count = 4 type = "raid5" device_count = 2 raids = [ "m_rmeta_0", "m_rimage_0" ] } }
                cached { id = "x" status = ["READ", "WRITE", "VISIBLE"] segment_count = 1
                    segment1 { start_extent = 0 extent_count = 4 type = "cache" cache_pool = "cp" origin = "o" } }
                snap { id = "x" status = ["READ", "WRITE", "VISIBLE"] segment_count = 1
                    segment1 { start_extent = 0 extent_count = 4 type = "striped" stripe_count = 1 stripes = [ "pv0", 44 ] } }
                snapshot0 { id = "x" status = ["READ", "WRITE", "VISIBLE"] segment_count = 1
                    segment1 { start_extent = 0 extent_count = 16 type = "snapshot" chunk_size = 8 origin = "root" cow_store = "snap" } }

            """, StringComparison.Ordinal);
        (IReadOnlyList<LogicalVolume> found, IReadOnlyList<Problem> problems) = Read(text);
        Assert.That(found.Select(v => v.Name), Is.EqualTo(["root", "span", "strip"]));
        Assert.That(problems.Where(p => p.Code == PartitionProblems.NotRead).Select(p => p.Message.Split(": ", 2)[1].Split(',')[0]).Order(), Is.EqualTo(
        [
            "a snapshot", "its type is 'cache'", "its type is 'raid5'",
        ]));
    }

    [TestCase("extent_size = 256", "extent_size = 0")]
    [TestCase("extent_size = 256", "extent_size = 99999999999999")]
    [TestCase("pe_start = 2048", "pe_start = -5")]
    [TestCase("pe_count = 56", "pe_count = 3")]
    [TestCase("stripe_count = 2", "stripe_count = 0")]
    [TestCase("stripe_count = 2", "stripe_count = 3")]
    [TestCase("stripe_size = 32", "stripe_size = 0")]
    [TestCase("extent_count = 16", "extent_count = 4294967295")]
    [TestCase("\"pv1\", 8", "\"pv7\", 8")]
    [TestCase("\"pv1\", 8", "\"pv1\", 4294967290")]
    [TestCase("start_extent = 8", "start_extent = 3")]
    public void Numbers_that_cannot_be(string from, string to)
    {
        string text = Metadata();
        Assert.That(text, Does.Contain(from));
        (_, IReadOnlyList<Problem> problems) = Read(text.Replace(from, to, StringComparison.Ordinal));
        Assert.That(problems.Select(p => p.Code), Does.Contain(PartitionProblems.BadMetadata));
    }

    [TestCase("a { b { ")]
    [TestCase("a = [ 1, 2")]
    [TestCase("a = \"b")]
    [TestCase("}")]
    [TestCase("a b")]
    [TestCase("a = ")]
    public void Text_that_is_none(string text) => Assert.That(Assert.Throws<EvidenceFormatException>(() => LvmText.Parse(text))!.Code,
        Is.EqualTo(PartitionProblems.BadMetadata));

    [Test]
    public void Text_that_nests_without_end() =>
        Assert.That(Assert.Throws<EvidenceFormatException>(() => LvmText.Parse(string.Concat(Enumerable.Repeat("a { ", 100_000))))!.Code,
            Is.EqualTo(PartitionProblems.BadMetadata));

    private static string Metadata() => Encoding.UTF8.GetString(PartitionFixtures.Bytes("lvm.txt"));

    private static (IReadOnlyList<LogicalVolume> Volumes, IReadOnlyList<Problem> Problems) Read(string text)
    {
        (string name, LvmSection section) = LvmText.Parse(text).Sections.First();
        var problems = new ProblemLog();
        var physical = section.Section("physical_volumes")!.Sections.ToDictionary(s => s.Section.Text("id")!.Replace("-", "", StringComparison.Ordinal), _ =>
            (IBlockSource)new ZeroBlocks(8 << 20));
        return ([.. new LvmGroup(name, section, physical, new PartitionLog(problems, "disk")).Volumes()], problems.Sorted());
    }

    private static byte[] Striped(byte[] disk)
    {
        byte[] truth = new byte[16 * Extent];
        for (int stripe = 0; stripe < truth.Length / 16384; stripe++)
        {
            int from = (stripe % 2 == 0 ? One + 24 * Extent : Two + 8 * Extent) + stripe / 2 * 16384;
            disk.AsSpan(from, 16384).CopyTo(truth.AsSpan(stripe * 16384));
        }
        return truth;
    }

    private static void Same(Partition partition, byte[] truth)
    {
        Assert.That(truth.AsSpan().ContainsAnyExcept((byte)0), Is.True);
        Disks.Media.AssertSame(partition.Blocks, truth);
    }
}
