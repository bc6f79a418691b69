using StoreForensics.Ingest.Partitions;
using StoreForensics.Primitives;
using StoreForensics.Tests.Ingest.Disks;
using StoreForensics.Tests.Ingest.Partitions.Thin;

namespace StoreForensics.Tests.Ingest.Partitions.Lvm;

/// <summary>Thin pools and mirrors of volume groups, written by hand.</summary>
internal sealed class LvmThinTests
{
    private const int Extent = MadeDisk.ExtentBytes;
    private const string Spare = "type = \"striped\" stripe_count = 1 stripes = [ \"pva\", 0 ]";

    [Test]
    public void Volumes_and_devices_of_a_pool()
    {
        byte[] disk = Disk(new MadePool().With(1, (0, 2), (3, 1)).With(2, (0, 2)).With(9, (1, 0)), Thin("root", 1) + Thin("before", 2));
        (IReadOnlyList<Partition> found, IReadOnlyList<Problem> problems) = PartitionFixtures.Read(disk);
        Assert.That(problems, Is.Empty);
        Assert.That(found.Skip(1).Select(p => (p.FoundAs, p.Type, p.Length, p.Thin)), Is.EqualTo(new (string, string, long, ThinPlace?)[]
        {
            ("lvm vg/pool/9", "device 9 of thin pool pool, not listed by LVM", 2 * Extent, new("lvm vg/pool", 5, 9)),
            ("lvm vg/root", "LVM logical volume, thin, device 1 of pool pool", 6 * Extent, null),
            ("lvm vg/before", "LVM logical volume, thin, device 2 of pool pool", 6 * Extent, null),
        }));
        Media.AssertSame(found[2].Blocks, [.. Data(disk, 2), .. new byte[2 * Extent], .. Data(disk, 1), .. new byte[2 * Extent]]);
        Media.AssertSame(found[3].Blocks, [.. Data(disk, 2), .. new byte[5 * Extent]]);
        Media.AssertSame(found[1].Blocks, [.. new byte[Extent], .. Data(disk, 0)]);
    }

    [Test]
    public void An_external_origin_lies_below()
    {
        string origin = MadeDisk.Volume("golden", 2, "type = \"striped\" stripe_count = 1 stripes = [ \"pva\", 1 ]");
        byte[] disk = Disk(new MadePool().With(1, (1, 2)), Thin("root", 1, "external_origin = \"golden\"") + origin);
        Partition root = PartitionFixtures.Read(disk).Partitions.Single(p => p.Name == "root");
        Media.AssertSame(root.Blocks, [.. disk[(2 * Extent)..(3 * Extent)], .. Data(disk, 2), .. new byte[4 * Extent]]);
    }

    [Test]
    public void A_damaged_pool_is_told_once_and_its_volumes_too()
    {
        byte[] disk = Disk(new MadePool().With(1, (0, 2)), Thin("root", 1));
        disk[(1 + 2) * Extent] ^= 1;
        (IReadOnlyList<Partition> found, IReadOnlyList<Problem> problems) = PartitionFixtures.Read(disk);
        Assert.That(found, Has.Count.EqualTo(1));
        Assert.That(problems.Select(p => (p.Code, p.Origin.Path.ToString())), Is.EqualTo(new[]
        {
            (PartitionProblems.BadPool, "vg/pool"), (PartitionProblems.BadPool, "vg/root"),
        }));
    }

    [Test]
    public void A_device_that_the_pool_does_not_have_is_told()
    {
        byte[] disk = Disk(new MadePool().With(1, (0, 2)), Thin("root", 1) + Thin("gone", 5));
        (IReadOnlyList<Partition> found, IReadOnlyList<Problem> problems) = PartitionFixtures.Read(disk);
        Assert.That(found.Skip(1).Select(p => p.Name), Is.EqualTo(["root"]));
        Assert.That(problems.Single().Message, Does.Contain("no device 5"));
    }

    [Test]
    public void Another_transaction_than_LVM_knows_is_told()
    {
        byte[] disk = Disk(new MadePool { Transaction = 9 }.With(1, (0, 2)), Thin("root", 1));
        Assert.That(PartitionFixtures.Read(disk).Problems.Select(p => (p.Code, p.Severity)),
            Is.EqualTo([(PartitionProblems.OddPool, ProblemSeverity.Warning)]));
    }

    [TestCase("type = \"raid1\" device_count = 2 raids = [ \"m0\", \"i0\", \"m1\", \"i1\" ]")]
    [TestCase("type = \"mirror\" mirror_count = 2 mirrors = [ \"i0\", 0, \"i1\", 0 ]")]
    public void Of_a_mirror_the_first_whole_copy_is_read(string segment)
    {
        string volumes = MadeDisk.Volume("m", 2, segment) + Leg("i0", 'a', 1) + Leg("i1", 'b', 3);
        byte[] disk = new byte[30 * Extent];
        new Random(3).NextBytes(disk);
        disk.AsSpan(0, Extent).Clear();
        MadeDisk.Mbr(disk, (128, 10 * 128), (12 * 128, 10 * 128));
        string text = MadeDisk.Group("vg", volumes, ('a', 8), ('b', 8));
        foreach ((int at, char id) in new[] { (Extent, 'a'), (12 * Extent, 'b') })
        {
            disk.AsSpan(at, Extent).Clear();
            MadeDisk.Physical(disk.AsSpan(at, 10 * Extent), id, text);
        }
        (IReadOnlyList<Partition> found, IReadOnlyList<Problem> problems) = PartitionFixtures.Read(disk);
        Assert.That(problems, Is.Empty);
        Media.AssertSame(found[2].Blocks, disk[(3 * Extent)..(5 * Extent)]);
        Assert.That(found[2].Type, Is.EqualTo("LVM logical volume, mirrored"));
        disk.AsSpan(Extent, Extent).Clear();
        (found, problems) = PartitionFixtures.Read(disk);
        Media.AssertSame(found[2].Blocks, disk[(16 * Extent)..(18 * Extent)]);
        Assert.That(problems.Select(p => p.Code).Order(), Is.EqualTo([PartitionProblems.MissingVolume, PartitionProblems.Degraded]));
    }

    [TestCase("type = \"raid0\" stripe_count = 2 stripe_size = 32 raid0_lvs = [ \"i0\", \"i1\" ]")]
    [TestCase("type = \"raid0_meta\" stripe_count = 2 stripe_size = 32 raids = [ \"m0\", \"i0\", \"m1\", \"i1\" ]")]
    public void Stripes_of_volumes(string segment)
    {
        byte[] disk = Random(20);
        disk.AsSpan(0, Extent).Clear();
        MadeDisk.Physical(disk, 'a', MadeDisk.Group("vg", MadeDisk.Volume("s", 4, segment) + Leg("i0", 'a', 1) + Leg("i1", 'a', 5), ('a', 16)));
        byte[] truth = new byte[4 * Extent];
        for (int stripe = 0; stripe < truth.Length / 16384; stripe++)
            disk.AsSpan(((stripe % 2 == 0 ? 2 : 6) * Extent) + (stripe / 2 * 16384), 16384).CopyTo(truth.AsSpan(stripe * 16384));
        Media.AssertSame(PartitionFixtures.Read(disk).Partitions.Single(p => p.Name == "s").Blocks, truth);
    }

    [TestCase("type = \"mirror\" mirror_count = 1 mirrors = [ \"m\", 0 ]")]
    [TestCase("type = \"raid1\" device_count = 1 raids = [ \"x\", \"m\" ]")]
    [TestCase("type = \"thin\" thin_pool = \"m\" device_id = 1")]
    [TestCase("type = \"thin\" device_id = 1")]
    [TestCase("type = \"thin\" thin_pool = \"none\" device_id = 99999999")]
    [TestCase("type = \"mirror\"")]
    [TestCase("type = \"raid0\"")]
    public void Volumes_that_cannot_be(string segment)
    {
        byte[] disk = new byte[20 * Extent];
        MadeDisk.Physical(disk, 'a', MadeDisk.Group("vg", MadeDisk.Volume("m", 2, segment), ('a', 16)));
        (IReadOnlyList<Partition> found, IReadOnlyList<Problem> problems) = PartitionFixtures.Read(disk);
        Assert.That(found, Has.Count.EqualTo(1));
        Assert.That(problems.Select(p => p.Code), Has.Some.AnyOf(PartitionProblems.BadMetadata, PartitionProblems.BadPool));
    }

    private static string Leg(string name, char on, int first) =>
        MadeDisk.Volume(name, 2, $"type = \"striped\" stripe_count = 1 stripes = [ \"pv{on}\", {first} ]", isVisible: false);

    private static string Thin(string name, int device, string more = "") =>
        MadeDisk.Volume(name, 6, $"type = \"thin\" thin_pool = \"pool\" transaction_id = 0 device_id = {device} {more}");

    private static byte[] Data(byte[] disk, int block) => disk[((1 + 10 + block) * Extent)..((1 + 10 + block + 1) * Extent)];

    // Extents 2 to 4 are the metadata, 10 to 14 the data.
    private static byte[] Disk(MadePool pool, string volumes)
    {
        string text = MadeDisk.Group("vg",
            MadeDisk.Volume("lvol0_pmspare", 2, Spare, isVisible: false)
            + MadeDisk.Volume("pool", 5, "type = \"thin-pool\" metadata = \"pool_tmeta\" pool = \"pool_tdata\" transaction_id = 5 chunk_size = 128")
            + MadeDisk.Volume("pool_tmeta", 3, "type = \"striped\" stripe_count = 1 stripes = [ \"pva\", 2 ]", isVisible: false)
            + MadeDisk.Volume("pool_tdata", 5, "type = \"striped\" stripe_count = 1 stripes = [ \"pva\", 10 ]", isVisible: false)
            + volumes, ('a', 16));
        byte[] disk = Random(20);
        disk.AsSpan(0, Extent).Clear();
        MadeDisk.Physical(disk, 'a', text);
        pool.Metadata(3 * Extent, 5).CopyTo(disk, (1 + 2) * Extent);
        return disk;
    }

    private static byte[] Random(int extents)
    {
        byte[] disk = new byte[extents * Extent];
        new Random(5).NextBytes(disk);
        return disk;
    }
}
